// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "cel/source/lines/known_containers.h"
#include "cel/source/lines/trace_scanner.h"
#include "cel/source/lines/traceback_record.h"

namespace cel {

/// The tracebacks in the log of one container, as the bare records that a source gives out.
class FoundTracebacks {
 public:
  FoundTracebacks(TextFormat format, std::shared_ptr<const Container> container)
      : scanner_(format), container_(std::move(container)) {}

  void take(std::string_view lines, std::uint64_t place) { scanner_.take(lines, place); }
  void finish() { scanner_.finish(); }
  const TraceScanner& scanner() const { return scanner_; }

  /// The next one; `line` is valid until the next call. `offset_of` makes the offset in a file of a place.
  /// False when there is none for now.
  bool next(LogLine& line, const std::function<std::uint64_t(std::uint64_t place)>& offset_of) {
    FoundTrace found;
    if (!scanner_.next(found)) {
      return false;
    }
    text_ = identified(std::move(found.record), found.time, offset_of(found.place));
    line = LogLine{found.time, container_, text_, true};
    if (found.container && container_->engine.empty()) {
      found.container->log = container_->log;
      line.container = containers_.known(std::move(*found.container));
    }
    return true;
  }

 private:
  TraceScanner scanner_;
  std::shared_ptr<const Container> container_;
  KnownContainers containers_;
  std::string text_;
};

}  // namespace cel
