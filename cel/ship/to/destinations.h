// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "cel/base/result.h"
#include "cel/ship/destination/destination.h"
#include "cel/ship/destination/settings.h"

namespace cel {

/// A kind of destination.
struct DestinationType {
  const char* name;     ///< as in `--to NAME=ADDRESS`
  const char* address;  ///< what its address is, for the help
  /// Makes one; takes the keys that it has. An error for what is configured wrongly.
  Result<std::unique_ptr<Destination>> (*make)(Settings& settings);
};

/// Whether it takes lines of logs, too: any JSON with an `id`.
bool takes_lines(const Settings& settings);

/// All of them, in the order of the documentation.
std::span<const DestinationType> destination_types();

/// Makes what the settings name, once secrets are filled in.
Result<std::unique_ptr<Destination>> make_destination(Settings& settings);

Result<std::unique_ptr<Destination>> make_exec(Settings& settings);
Result<std::unique_ptr<Destination>> make_webhook(Settings& settings);
Result<std::unique_ptr<Destination>> make_sentry(Settings& settings);
Result<std::unique_ptr<Destination>> make_otlp(Settings& settings);
Result<std::unique_ptr<Destination>> make_loki(Settings& settings);
Result<std::unique_ptr<Destination>> make_elasticsearch(Settings& settings);
Result<std::unique_ptr<Destination>> make_clickhouse(Settings& settings);
Result<std::unique_ptr<Destination>> make_kafka(Settings& settings);
Result<std::unique_ptr<Destination>> make_slack(Settings& settings);
Result<std::unique_ptr<Destination>> make_teams(Settings& settings);
Result<std::unique_ptr<Destination>> make_mattermost(Settings& settings);
Result<std::unique_ptr<Destination>> make_pagerduty(Settings& settings);
Result<std::unique_ptr<Destination>> make_alertmanager(Settings& settings);
Result<std::unique_ptr<Destination>> make_metrics(Settings& settings);
Result<std::unique_ptr<Destination>> make_syslog(Settings& settings);
Result<std::unique_ptr<Destination>> make_gelf(Settings& settings);
Result<std::unique_ptr<Destination>> make_sendmail(Settings& settings);

}  // namespace cel
