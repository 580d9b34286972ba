// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/peer_follow.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <utility>

#include "cel/source/text/followed_file.h"

namespace cel {
namespace {

constexpr std::chrono::seconds kLookAgain{1};

/// A log file of a peer, which ends with it.
class PeerLog : public FollowedLog {
 public:
  explicit PeerLog(std::shared_ptr<FollowedFile> file) : file_(std::move(file)) {}

  Result<bool> read(LogLine& line) override { return file_->read(line); }
  void let_go() override { file_->let_go(); }
  std::size_t held() const override { return file_->held(); }
  void shrink() override { file_->shrink(); }
  Json line_position() const override { return file_->line_position(); }
  Json position() const override { return file_->position(); }
  bool over() const override { return file_->over(); }
  std::optional<LogGap> take_gap() override { return file_->take_gap(); }

 private:
  std::shared_ptr<FollowedFile> file_;
};

class PeerWatch : public LogWatch {
 public:
  PeerWatch(std::string pattern, const Wanted& wanted) : pattern_(std::move(pattern)), wanted_(wanted) {}

  Result<Logs> appeared(const Positions& positions) override {
    Logs logs;
    const auto now = Clock::now();
    if (!first_ && now - looked_ < kLookAgain) {
      return logs;
    }
    looked_ = now;
    const PeerRoots peers = find_peers();
    if (peers.found.empty() && !peers.refused.empty()) {
      return Error{peers.refused};
    }
    end_those_without(peers);
    std::map<std::string, int> same_keys;
    for (const PeerRoot& peer : peers.found) {
      for (const std::string& path : matching_files(peer.files, pattern_)) {
        std::string key = place() + ":" + peer.name + ":" + path;
        if (const int number = ++same_keys[key]; number > 1) {
          key += "#" + std::to_string(number);
        }
        if (known_.contains(key)) {
          continue;
        }
        Result<std::shared_ptr<FollowedFile>> file = open(peer, path, key, positions);
        if (!file) {
          return Error{file.error()};
        }
        logs.emplace(key, std::make_unique<PeerLog>(*file));
        known_.emplace(key, Known{peer.root, *file});
      }
    }
    first_ = false;
    return logs;
  }

  std::string place() const override { return "peer:" + pattern_; }
  int descriptor() const override { return -1; }
  void woken() override {}
  bool over() const override { return false; }

 private:
  using Clock = std::chrono::steady_clock;

  struct Known {
    std::pair<dev_t, ino_t> root;
    std::weak_ptr<FollowedFile> file;
  };

  /// What a peer has written is read to its end; only then another one may have its key.
  void end_those_without(const PeerRoots& peers) {
    std::erase_if(known_, [&peers](auto& known) {
      const std::shared_ptr<FollowedFile> file = known.second.file.lock();
      const bool is_there = std::any_of(peers.found.begin(), peers.found.end(),
                                        [&](const PeerRoot& peer) { return peer.root == known.second.root; });
      if (file && !is_there) {
        file->end();
      }
      return !file;
    });
  }

  Result<std::shared_ptr<FollowedFile>> open(const PeerRoot& peer, const std::string& path,
                                             const std::string& key, const Positions& positions) const {
    auto tail = std::make_unique<FileTail>(path, false, peer.files);
    Result<void> ready;
    if (const auto position = positions.find(key); position != positions.end()) {
      ready = tail->resume(position->second);
    } else if (first_ && wanted_.since == 0 && !positions.contains(place())) {
      ready = tail->begin_at_end();
    }
    if (!ready) {
      return Error{ready.error()};
    }
    return std::make_shared<FollowedFile>(std::move(tail), container_of(peer, path), wanted_);
  }

  std::string pattern_;
  Wanted wanted_;
  std::map<std::string, Known> known_;
  Clock::time_point looked_;
  bool first_ = true;
};

}  // namespace

Container container_of(const PeerRoot& peer, const std::string& path) {
  Container container;
  container.name = peer.name;
  container.log = path;
  return container;
}

std::unique_ptr<LogWatch> follow_peers(const std::string& pattern, const Wanted& wanted) {
  return std::make_unique<PeerWatch>(pattern, wanted);
}

}  // namespace cel
