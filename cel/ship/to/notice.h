// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cel/record/json.h"

namespace cel {

/// What a person is told of a group: its newest report, and how often it came since the last notice.
struct Notice {
  enum class Kind : std::uint8_t {
    fresh,  ///< the group is new
    again,  ///< it goes on
    often,  ///< it comes as often as `rate` says, or more
    back,   ///< it was resolved
    more,   ///< `count` more groups are new, and no notice of their own told of them
  };

  Kind kind = Kind::fresh;
  Json report = Json::object();         ///< the newest, without its large parts; of Kind::more nothing
  std::uint64_t count = 1;              ///< reports since the last notice, this one included
  std::vector<std::string> containers;  ///< whose they are, some of them
  std::chrono::milliseconds period{0};  ///< a notice of a kind for a group comes once in it
  std::string rate;                     ///< `100/1h`, or empty
};

/// What is told.
struct NoticeRules {
  std::chrono::milliseconds period = std::chrono::hours(1);
  std::string rate;  ///< as it was given; empty: a group that goes on is told of once in a period
  std::uint64_t often = 0;
  std::chrono::milliseconds often_within{0};
  std::uint64_t most_new = 20;  ///< new groups in a period, before only their number is told
};

/// What notices say of a report: all but its record, of which the end of the traceback stays.
Json notice_excerpt(const Json& report);

/// What a person calls the container that a report is of, for Notice::containers.
std::string notice_container(const Json& report);

}  // namespace cel
