// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "cel/relay/listener.h"
#include "cel/relay/server.h"
#include "cel/run/options/options.h"

namespace cel {

/// The relay for this program's children (docs/cel-sidecar.md); reports go to this program's standard output.
/// Until the first client comes it is no more than a socket: its server takes a megabyte of memory.
class Relay {
 public:
  /// Listens in the folder that --relay names. Without the option in /run/cel, if this is PID 1 and root: any
  /// other PID 1 can be reached by its children without a relay. Null if it is not wanted, or cannot be: a
  /// person hears of that if the folder was named, or if `options` ask for all.
  static std::unique_ptr<Relay> open(const RunOptions& options);

  /// Is ready for reading, as poll(2) tells, when turn() should be called; -1 when nothing will come any
  /// more.
  int fd() const;

  /// In how many milliseconds turn() should be called in any case; -1 for never.
  int timeout();

  /// Does what there is to do, and says what a person should know.
  void turn();

 private:
  explicit Relay(Listener listener) : listener_(std::move(listener)) {}

  void serve();

  std::optional<Listener> listener_;  // until there is a server
  std::unique_ptr<RelayServer> server_;
};

}  // namespace cel
