// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/listener.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "cel/base/random.h"
#include "cel/base/replace.h"
#include "cel/relay/peer.h"

namespace cel {
namespace {

constexpr mode_t kAllButRun = 0111;  // the umask for mode 0666: clients need the right to write

/// Returns the address of a name in the folder `run`. A unix socket's path has at most 107 bytes and is not
/// relative to a folder; the path through /proc is short and follows no link of the folder's own path.
sockaddr_un address_of(int run, const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = "/proc/self/fd/" + std::to_string(run) + "/" + name;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

template <typename Call>
int with_address(Call call, int socket, const sockaddr_un& address) {
  return call(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);  // NOLINT
}

/// Describes what is in the socket's place; empty if it is nothing, or a dead relay's socket.
std::string in_its_place(int run) {
  struct stat status {};
  if (fstatat(run, Listener::kName, &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return {};
  }
  if (!S_ISSOCK(status.st_mode)) {
    return "something that was no socket, of uid " + std::to_string(status.st_uid);
  }
  const Fd probe(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (with_address(connect, probe.get(), address_of(run, Listener::kName)) != 0 && errno != EAGAIN) {
    return {};  // a dead relay's socket, since nobody listens
  }
  const Peer peer = peer_of(probe.get());
  return "the socket that pid " + std::to_string(peer.pid) + " of uid " + std::to_string(peer.uid) +
         " still listens on, which gets no more reports";
}

}  // namespace

Result<Listener> Listener::open(int run, const std::string& shown_folder) {
  const std::string shown = shown_folder + "/" + kName;
  const auto cannot = [&](const char* what, int error) {
    return Error{"cannot " + std::string(what) + " the socket " + shown + ": " + errno_text(error)};
  };
  Fd folder(fcntl(run, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  Fd listening = above_standard(Fd(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)));
  if (!folder || !listening) {
    return cannot("make", errno);
  }
  // The mode must be right from the start: those who may write here could lead chmod(2) to another file.
  const std::string temporary = "." + std::string(kName) + "." + random_hex(8);
  const mode_t mask = umask(kAllButRun);
  const int bound = with_address(bind, listening.get(), address_of(folder.get(), temporary));
  const int error = errno;
  umask(mask);
  if (bound != 0) {
    return Error{cannot("make", error).message +
                 (error == ENOENT ? ": mount /proc in the relay's container" : "")};
  }
  if (listen(listening.get(), SOMAXCONN) != 0) {
    const int refused = errno;
    unlinkat(folder.get(), temporary.c_str(), 0);
    return cannot("listen on", refused);
  }
  struct stat status {};
  std::string replaced = in_its_place(folder.get());
  std::string aside;
  const bool made = fstatat(folder.get(), temporary.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  if (const int why = made ? put_in_place(folder.get(), temporary, kName, &aside) : errno) {
    unlinkat(folder.get(), temporary.c_str(), 0);
    return Error{cannot("put into its place", why).message + ": remove what is there"};
  }
  if (!aside.empty()) {
    replaced += ", now " + shown_folder + "/" + aside + ": remove it";
  }
  return Listener(std::move(folder), std::move(listening), status.st_ino,
                  replaced.empty() ? replaced : shown + " replaces " + replaced);
}

Listener::~Listener() {
  struct stat status {};
  if (socket_ && fstatat(run_.get(), kName, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_ino == inode_) {
    unlinkat(run_.get(), kName, 0);
  }
}

}  // namespace cel
