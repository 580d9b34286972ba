// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/ship/destination/destination.h"
#include "cel/ship/destination/settings.h"
#include "cel/ship/to/notice.h"

namespace cel {

/// How one notice reaches people.
class NoticeSender {
 public:
  NoticeSender() = default;
  NoticeSender(const NoticeSender&) = delete;
  NoticeSender& operator=(const NoticeSender&) = delete;
  virtual ~NoticeSender() = default;

  virtual Verdict send(const Notice& notice, const Stop& stop) = 0;

  /// What send() would send, for a person.
  virtual std::string preview(const Notice& notice) = 0;
};

/// Makes a destination that sends notices of groups; takes the keys `period`, `rate` and `new-groups`. An
/// error for what is configured wrongly.
Result<std::unique_ptr<Destination>> notifier(Settings& settings, std::unique_ptr<NoticeSender> sender);

}  // namespace cel
