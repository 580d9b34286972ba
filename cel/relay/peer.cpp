// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/peer.h"

#include <sys/socket.h>

namespace cel {

Peer peer_of(int socket) {
  ucred credentials{0, static_cast<uid_t>(-1), static_cast<gid_t>(-1)};
  socklen_t size = sizeof credentials;
  getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size);
  return {credentials.pid, credentials.uid, credentials.gid};
}

}  // namespace cel
