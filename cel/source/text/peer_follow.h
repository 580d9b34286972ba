// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/source/followed_log.h"
#include "cel/source/logs/peers.h"
#include "cel/source/source.h"

namespace cel {

/// Whose a log file of a peer is: named as the peer's first process calls itself.
Container container_of(const PeerRoot& peer, const std::string& path);

/// Follows the files that match `pattern` in all peers, those that come later and those of a peer that was
/// started again included. An error of appeared() says what is missing to read any of them.
std::unique_ptr<LogWatch> follow_peers(const std::string& pattern, const Wanted& wanted);

}  // namespace cel
