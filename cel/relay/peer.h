// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

namespace cel {

/// Who a client is, as the kernel attests it: as of its connect(2), in the relay's own namespaces. A process
/// that is not seen from there has the pid 0, a user the overflow uid (65534).
struct Peer {
  pid_t pid = 0;
  uid_t uid = 0;
  gid_t gid = 0;
};

/// Who is at the other end of a connected unix socket.
Peer peer_of(int socket);

}  // namespace cel
