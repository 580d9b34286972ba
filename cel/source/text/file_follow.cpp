// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/file_follow.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <set>
#include <utility>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/source/logs/log_owner.h"
#include "cel/source/text/followed_file.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

constexpr int kDepth = 5;
constexpr std::int64_t kTimeOfFiles = 1'000'000;  // microseconds that it may lag behind the clock
constexpr std::uint32_t kEvents = IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVE | IN_DELETE_SELF | IN_MOVE_SELF;

/// Files found in folders. What inotify(7) tells only ends the waiting: what there is, is looked at every
/// second anyway, since network and overlay file systems tell nothing and watches are limited.
class FileWatch : public LogWatch {
 public:
  FileWatch(const std::string& path, const Wanted& wanted, const Storage& storage, const std::string& pods)
      : path_(fs::absolute(path).lexically_normal()),
        wanted_(wanted),
        storage_(storage),
        owners_(storage, pods),
        inotify_(above_standard(Fd(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)))) {}

  Result<Logs> appeared(const Positions& positions) override {
    const std::int64_t now = unix_time() * 1'000'000;
    std::set<std::string> there;
    std::error_code ignored;
    if (storage_.is_another_users()) {
      list_containers(there);
    } else if (fs::is_directory(path_, ignored)) {
      if (const std::error_code error = list(path_, kDepth, there); error && error.value() != ENOENT) {
        return Error{"cannot read " + path_ + ": " + errno_text(error.value())};
      }
    } else {
      watch(fs::path(path_).parent_path());
      if (first_ || fs::exists(path_, ignored)) {
        there.insert(path_);
      }
    }
    // One that was missing and is back is opened anew where the old one was left.
    std::erase_if(known_, [&](const std::string& path) { return !there.contains(path); });
    Logs logs;
    for (const std::string& path : there) {
      if (known_.insert(path).second) {
        Result<std::unique_ptr<FollowedLog>> log = follow(path, positions);
        if (!log) {
          return Error{log.error()};
        }
        logs.emplace(path, std::move(*log));
      }
    }
    first_ = false;
    looked_ = now - kTimeOfFiles;
    return logs;
  }

  std::string place() const override {
    std::error_code ignored;
    return storage_.is_another_users() || fs::is_directory(path_, ignored) ? path_ : "";
  }

  int descriptor() const override { return inotify_.get(); }

  void woken() override {
    std::array<char, 65536> events{};
    while (inotify_ && read(inotify_.get(), events.data(), events.size()) > 0) {
    }
  }

  bool over() const override { return false; }

 private:
  void watch(const fs::path& folder) const {
    if (inotify_) {
      inotify_add_watch(inotify_.get(), folder.empty() ? "." : folder.c_str(), kEvents);
    }
  }

  /// An error is one of the folder itself: those in it may be gone by now, or be none of this user's
  /// business.
  std::error_code list(const fs::path& folder, int depth, std::set<std::string>& there) const {
    watch(folder);
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code ignored;
      if (entry->is_directory(ignored) && !entry->is_symlink(ignored)) {
        if (depth > 0) {
          list(entry->path(), depth - 1, there);
        }
      } else if (entry->path().extension() == ".log" && entry->is_regular_file(ignored)) {
        there.insert(entry->path());
      }
    }
    return error;
  }

  /// The same in another user's storage, where no path may be followed as it is.
  void list_containers(std::set<std::string>& there) const {
    for (const std::string& id : storage_.names(path_).value_or(std::vector<std::string>())) {
      const fs::path folder = fs::path(path_) / id / "userdata";
      if (const Fd opened = storage_.open_folder(folder)) {
        watch("/proc/self/fd/" + std::to_string(opened.get()));
      }
      if (const fs::path log = folder / "ctr.log"; storage_.status(log)) {
        there.insert(log);
      }
    }
    if (const Fd opened = storage_.open_folder(path_)) {
      watch("/proc/self/fd/" + std::to_string(opened.get()));
    }
  }

  Result<std::unique_ptr<FollowedLog>> follow(const std::string& path, const Positions& positions) {
    Container container = owners_.owner_of(path);
    auto tail = std::make_unique<FileTail>(path, !container.engine.empty(), storage_);
    Result<void> ready;
    if (const auto position = positions.find(path); position != positions.end()) {
      ready = tail->resume(position->second);
    } else if (first_ && wanted_.since == 0 && !positions.contains(place())) {
      ready = tail->begin_at_end();
    } else {
      ready = tail->begin_at_start(first_ ? wanted_.since : looked_);
    }
    if (!ready) {
      return Error{ready.error()};
    }
    return std::unique_ptr<FollowedLog>(
        std::make_unique<FollowedFile>(std::move(tail), std::move(container), wanted_));
  }

  std::string path_;
  Wanted wanted_;
  Storage storage_;
  LogOwners owners_;
  Fd inotify_;
  std::set<std::string> known_;
  bool first_ = true;
  std::int64_t looked_ = 0;  // microseconds since 1970: what was there then was known
};

class PipeWatch : public LogWatch {
 public:
  explicit PipeWatch(Wanted wanted) : wanted_(std::move(wanted)) {}

  Result<Logs> appeared(const Positions& /*positions*/) override {
    Logs logs;
    if (!std::exchange(given_, true)) {
      Container container;
      container.log = "-";
      auto log =
          std::make_unique<FollowedFile>(FileTail::of_pipe(STDIN_FILENO), std::move(container), wanted_);
      logs.emplace("-", std::move(log));
    }
    return logs;
  }

  int descriptor() const override {
    pollfd pipe{STDIN_FILENO, POLLIN, 0};  // one that is closed would be readable for ever
    return poll(&pipe, 1, 0) > 0 && (pipe.revents & POLLIN) == 0 ? -1 : STDIN_FILENO;
  }
  void woken() override {}
  bool over() const override { return given_; }

 private:
  Wanted wanted_;
  bool given_ = false;
};

}  // namespace

Result<std::unique_ptr<LogWatch>> follow_path(const std::string& path, const Wanted& wanted,
                                              const Storage& storage, const std::string& pods) {
  if (path == "-") {
    return std::unique_ptr<LogWatch>(std::make_unique<PipeWatch>(wanted));
  }
  std::error_code ignored;
  const fs::path parent = fs::absolute(path).parent_path();
  if (!storage.is_another_users() && !fs::exists(parent, ignored)) {
    return Error{"cannot follow " + path + ": there is no folder " + parent.string()};
  }
  return std::unique_ptr<LogWatch>(std::make_unique<FileWatch>(path, wanted, storage, pods));
}

}  // namespace cel
