// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/json_line.h"

#include "cel/base/text.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/moment.h"
#include "cel/wire/base64.h"

namespace cel {

Json json_of(const LogLine& line, const std::string& id, std::int64_t time) {
  const std::int64_t moment = line.time != 0 ? line.time : time;
  Json object{{"id", id}, {"time", utc_time(moment)}, {"time_us", moment}};
  object["container"] = json_of(*line.container);
  if (!line.stream.empty()) {
    object["stream"] = line.stream;
  }
  const bool is_text = valid_utf8(line.text) == line.text;
  object[is_text ? "text" : "base64"] = is_text ? std::string(line.text) : base64_encode(line.text);
  return object;
}

}  // namespace cel
