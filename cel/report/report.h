// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "cel/source/source.h"
#include "cel/wire/rejoin.h"

namespace cel {

/// A report as `cel` shows it: the record, which is a container's claim, and what the host attests.
struct Report {
  std::string id;       ///< the record's own, or 32 hex digits made of its content and time where it has none
  std::string content;  ///< Rejoined::content: of two reports with one id, tells whether they are the same
  std::int64_t time =
      0;  ///< microseconds since 1970-01-01 UTC: the host's, else what the record says; 0: unknown
  std::shared_ptr<const Container> container;  ///< never null
  Json record;                                 ///< an object
  Rejoined::State state = Rejoined::State::whole;
  std::uint64_t parts = 0;          ///< how many the record was sent in besides its head; 0: one line
  std::uint64_t parts_present = 0;  ///< how many of them were found
};

/// The report that lines were rejoined to; their stamp is the time at which the host got them.
Report report_of(Rejoined rejoined, std::shared_ptr<const Container> container);

}  // namespace cel
