// SPDX-License-Identifier: Apache-2.0
#include "cel/source/exported_journal.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <limits>
#include <utility>

#include "cel/base/fd.h"
#include "cel/source/streams.h"

namespace cel {
namespace {

constexpr std::int64_t kSecond = 1'000'000;  // microseconds

/// What a program prints. That it failed is an error at the end; what it says of that goes where this
/// program's own sentences go.
class PrintedBy : public ByteInput {
 public:
  PrintedBy(pid_t program, Fd output) : program_(program), output_(raw_input(std::move(output))) {}
  ~PrintedBy() override {
    output_.reset();
    if (program_ > 0) {
      kill(program_, SIGTERM);
      wait();
    }
  }

  Result<std::size_t> read(char* bytes, std::size_t size) override {
    Result<std::size_t> got = output_->read(bytes, size);
    if (got && *got == 0 && program_ > 0) {
      if (const int status = wait(); !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return Error{"journalctl could not read all of the journal"};
      }
    }
    return got;
  }

 private:
  int wait() {
    int status = 0;
    while (waitpid(program_, &status, 0) < 0 && errno == EINTR) {
    }
    program_ = 0;
    return status;
  }

  pid_t program_;
  std::unique_ptr<ByteInput> output_;
};

Result<std::unique_ptr<ByteInput>> run_to_read(const std::vector<std::string>& words) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Error{"cannot run " + words[0] + ": " + errno_text(errno)};
  }
  Fd reader = above_standard(Fd(ends[0]));
  const Fd writer = above_standard(Fd(ends[1]));
  std::vector<char*> argv;
  for (const std::string& word : words) {
    argv.push_back(const_cast<char*>(word.c_str()));  // NOLINT: posix_spawn(3) changes none
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, writer.get(), STDOUT_FILENO);
  pid_t program = 0;
  const int error = posix_spawnp(&program, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    return Error{"cannot run " + words[0] + ": " + errno_text(error)};
  }
  return std::unique_ptr<ByteInput>(std::make_unique<PrintedBy>(program, std::move(reader)));
}

}  // namespace

std::vector<std::string> export_command(const JournalPlace& place, const Wanted& wanted) {
  using Kind = JournalPlace::Kind;
  std::vector<std::string> words{"journalctl", "--output=export", "--no-pager", "--quiet"};
  if (place.kind == Kind::local) {
    words.emplace_back("--namespace=*");
  }
  for (const std::string& path : place.paths) {
    words.push_back((place.kind == Kind::directory ? "--directory="
                     : place.kind == Kind::root    ? "--root="
                     : place.kind == Kind::machine ? "--machine="
                                                   : "--file=") +
                    path);
  }
  if (wanted.since > 0) {
    words.push_back("--since=@" + std::to_string(wanted.since / kSecond));
  }
  if (wanted.until != std::numeric_limits<std::int64_t>::max()) {
    words.push_back("--until=@" + std::to_string(wanted.until / kSecond + 1));
  }
  return words;
}

Result<std::unique_ptr<Source>> open_exported_journal(const JournalPlace& place, const Wanted& wanted) {
  Result<std::unique_ptr<ByteInput>> input = run_to_read(export_command(place, wanted));
  if (!input) {
    return Error{"cannot read the journal: libsystemd.so.0 cannot be loaded, and " + input.error() +
                 "; install libsystemd0"};
  }
  return stream_source(std::move(*input), "journal", wanted);
}

}  // namespace cel
