// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

namespace cel {

/// A client's process and user when it connected, as the kernel attests them in the relay's namespaces. A
/// process outside of these has the pid 0, a user outside of them the overflow uid (65534).
struct Peer {
  pid_t pid = 0;
  uid_t uid = 0;
  gid_t gid = 0;
};

/// Returns who is at the other end of a connected unix socket.
Peer peer_of(int socket);

}  // namespace cel
