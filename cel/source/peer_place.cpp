// SPDX-License-Identifier: Apache-2.0
#include "cel/source/peer_place.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "cel/source/found_logs.h"
#include "cel/source/logs/peers.h"
#include "cel/source/text/peer_follow.h"

namespace cel {
namespace {

constexpr const char* kNoPeers =
    "there is no other container's process here: give the pod shareProcessNamespace: true";

/// An absolute pattern is meant: the peer's working folders are unknown.
std::string absolute(const std::string& pattern) {
  return pattern.starts_with('/') ? pattern : "/" + pattern;
}

std::vector<OpenedPlace> read_peers(const PlaceWords& words, const Wanted& wanted) {
  const std::string pattern = absolute(words.back().value);
  const PeerRoots peers = find_peers();
  OpenedPlace place{"other containers' " + pattern, {}, peers.refused};
  if (peers.found.empty() && place.problem.empty()) {
    place.problem = kNoPeers;
  }
  for (const PeerRoot& peer : peers.found) {
    LogFolder folder(peer.files);
    std::set<std::string> seen;
    for (const std::string& path : matching_files(peer.files, pattern)) {
      const std::vector<std::string> files = folder.with_rotated(path);
      if (seen.insert(files.back()).second) {
        add_text_files(place.logs, files, std::make_shared<const Container>(container_of(peer, files.back())),
                       TextFormat::any, wanted, peer.files);
      }
    }
  }
  std::vector<OpenedPlace> opened;
  opened.push_back(std::move(place));
  return opened;
}

Result<FollowedPlace> follow_peer_files(const PlaceWords& words, const Wanted& wanted) {
  FollowedPlace followed;
  const PeerRoots peers = find_peers();
  if (!peers.refused.empty() && !peers.found.empty()) {
    followed.problems.push_back(peers.refused);
  } else if (peers.found.empty() && peers.refused.empty()) {
    followed.problems.emplace_back(std::string(kNoPeers) + "; waiting for one");
  }
  followed.logs.push_back(follow_peers(absolute(words.back().value), wanted));
  return followed;
}

}  // namespace

KnownPlace peer_place() {
  return {"peer",
          {{"--peer", PlaceOption::Takes::one, "GLOB",
            "log files within the pod's other containers (shareProcessNamespace)"}},
          [] { return false; },
          read_peers,
          follow_peer_files};
}

}  // namespace cel
