// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/destinations.h"

#include <array>
#include <string>

namespace cel {
namespace {

constexpr std::array kTypes{
    DestinationType{"exec", "COMMAND", make_exec},
    DestinationType{"webhook", "URL", make_webhook},
    DestinationType{"sentry", "DSN", make_sentry},
    DestinationType{"otlp", "URL", make_otlp},
    DestinationType{"loki", "URL", make_loki},
    DestinationType{"elasticsearch", "URL/INDEX", make_elasticsearch},
    DestinationType{"clickhouse", "URL/TABLE", make_clickhouse},
    DestinationType{"kafka", "BROKERS/TOPIC", make_kafka},
    DestinationType{"syslog", "ADDRESS", make_syslog},
    DestinationType{"gelf", "ADDRESS", make_gelf},
    DestinationType{"slack", "URL", make_slack},
    DestinationType{"teams", "URL", make_teams},
    DestinationType{"mattermost", "URL", make_mattermost},
    DestinationType{"pagerduty", "KEY", make_pagerduty},
    DestinationType{"alertmanager", "URL", make_alertmanager},
    DestinationType{"sendmail", "ADDRESS", make_sendmail},
    DestinationType{"metrics", "[HOST:]PORT", make_metrics},
};

}  // namespace

std::span<const DestinationType> destination_types() { return kTypes; }

bool takes_lines(const Settings& settings) {
  return settings.type == "exec" || settings.type == "webhook" || settings.type == "kafka";
}

Result<std::unique_ptr<Destination>> make_destination(Settings& settings) {
  std::string names;
  for (const DestinationType& type : kTypes) {
    if (type.name == settings.type) {
      Result<std::unique_ptr<Destination>> made = type.make(settings);
      const Result<void> taken = settings.all_taken();
      return made && !taken ? Error{taken.error()} : std::move(made);
    }
    names += (names.empty() ? "" : ", ") + std::string(type.name);
  }
  return Error{"there is no destination '" + settings.type + "', but " + names};
}

}  // namespace cel
