// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/ready.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <chrono>

#include "cel/relay/listener.h"
#include "cel/sink/unix_socket.h"

namespace cel {
namespace {

constexpr const char* kReady = "run/ready";
constexpr std::size_t kMaxReady = 256;
constexpr auto kPatience = std::chrono::seconds(1);

}  // namespace

Result<void> mark_ready(const Volume& volume) {
  const VolumeFile file{kReady, 0644, "cel-sidecar " CEL_VERSION "\n"};
  if (volume.holds(file)) {
    return {};
  }
  Result<StagedFile> staged = volume.stage(file);
  if (!staged) {
    return Error{staged.error()};
  }
  if (const int error = staged->commit()) {
    return volume.cannot("write", kReady, error);
  }
  return {};
}

Result<void> unmark_ready(const Volume& volume) { return volume.remove(kReady); }

Result<void> check_ready(const Volume& volume) {
  if (!volume.read(kReady, kMaxReady)) {
    return Error{fmt::format("{}/{} is not there", volume.path(), kReady)};
  }
  const std::string socket = fmt::format("{}/run/{}", volume.path(), Listener::kName);
  if (!volume.is_socket(fmt::format("run/{}", Listener::kName))) {
    return {};
  }
  const Result<Fd> connected = connect_unix(socket, SOCK_STREAM, Deadline::after(kPatience));
  return connected ? Result<void>() : Error{fmt::format("{}: {}", socket, connected.error())};
}

}  // namespace cel
