// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/listener.h"

#include <sys/stat.h>

#include <optional>

#include "cel/sink/unix_socket.h"
#include "tests/unit/sink/temporary.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

struct Run {
  test::Folder folder;
  Fd fd = open_file(folder.path().c_str(), O_RDONLY | O_DIRECTORY);

  std::optional<Listener> listen() const {
    Result<Listener> opened = Listener::open(fd.get(), folder.path());
    REQUIRE(opened);
    return std::move(*opened);
  }
  std::string socket() const { return folder.file("cel.sock"); }
  bool answers() const { return bool(connect_unix(socket(), SOCK_STREAM, Deadline::after(1s))); }
};

}  // namespace

TEST_CASE("everybody may connect to a relay's socket") {
  const Run run;
  const auto listener = run.listen();
  struct stat status {};
  REQUIRE(lstat(run.socket().c_str(), &status) == 0);
  CHECK((S_ISSOCK(status.st_mode) && (status.st_mode & 0777U) == 0666));
  CHECK(run.answers());
  CHECK(listener->notice().empty());
}

TEST_CASE("a dead relay's socket is replaced without a word, a live one's with a notice") {
  const Run run;
  { const Fd dead = test::bound_socket(run.socket(), SOCK_STREAM); }
  auto first = run.listen();
  CHECK(first->notice().empty());
  auto second = run.listen();
  CHECK(second->notice() == run.socket() + " replaces the socket that pid " + std::to_string(getpid()) +
                                " of uid " + std::to_string(getuid()) +
                                " still listens on, which gets no more reports");
  first.reset();
  CHECK(run.answers());
  second.reset();
  CHECK(access(run.socket().c_str(), F_OK) != 0);
}

TEST_CASE("a symbolic link in the socket's place is replaced and what it leads to is left alone") {
  const Run run;
  const std::string victim = run.folder.file("victim");
  { const Fd file = open_file(victim.c_str(), O_WRONLY | O_CREAT, 0600); }
  REQUIRE(symlink(victim.c_str(), run.socket().c_str()) == 0);
  const auto listener = run.listen();
  CHECK(run.answers());
  CHECK(listener->notice().find("replaces something that was no socket") != std::string::npos);
  struct stat status {};
  REQUIRE(lstat(victim.c_str(), &status) == 0);
  CHECK((S_ISREG(status.st_mode) && (status.st_mode & 0777U) == 0600));
}

TEST_CASE("a folder in the socket's place is removed, or moved aside if it holds something") {
  const Run run;
  std::filesystem::create_directory(run.socket());
  {
    const auto listener = run.listen();
    CHECK(run.answers());
    CHECK(std::distance(std::filesystem::directory_iterator(run.folder.path()), {}) == 1);
  }
  std::filesystem::create_directories(run.socket() + "/full");
  const auto listener = run.listen();
  CHECK(run.answers());
  CHECK(listener->notice().find(run.folder.path() + "/.cel-aside.") != std::string::npos);
  std::size_t kept = 0;
  for (const auto& entry : std::filesystem::directory_iterator(run.folder.path())) {
    kept += std::filesystem::exists(entry.path() / "full") ? 1 : 0;
  }
  CHECK(kept == 1);
}
