// SPDX-License-Identifier: Apache-2.0
//
// Any bytes on standard input, however they are cut into pieces, become records, these become lines that keep
// their bounds, and the lines become the records again.

#include <algorithm>
#include <cstring>

#include "cel/logger/splitter.h"
#include "cel/record/bound.h"
#include "cel/record/build.h"
#include "cel/record/parse.h"
#include "cel/wire/encode.h"
#include "cel/wire/rejoin.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

constexpr std::size_t kWindow = 4096;  // bytes, so that much is left out
constexpr std::size_t kValues = 500;
constexpr std::size_t kMembers = 20;

Json complete(RawReport raw) {
  Origin origin;
  origin.type = "Text";
  origin.id = "00112233445566778899aabbccddeeff";
  origin.time = 1;
  if (raw.object.is_null()) {
    return record_of_text(raw.text, origin);
  }
  complete_record(raw.object, origin);
  return std::move(raw.object);
}

void check_record(Json record, std::size_t max_record, std::size_t max_line) {
  const SerializedRecord serialized = serialize_bounded(record, max_record);
  CEL_CHECK(serialized.line() == to_line(record));
  CEL_CHECK(serialized.line().size() <= max_record);
  std::vector<Rejoined> back;
  Rejoiner rejoiner("tag", [&](Rejoined report) { back.push_back(std::move(report)); });
  for (std::string line :
       encode_record(record, serialized, LineFormat{"tag", max_line}, "00112233aabbccdd")) {
    CEL_CHECK(line.back() == '\n');
    line.pop_back();
    CEL_CHECK(line.size() <= max_line);
    CEL_CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
    CEL_CHECK(rejoiner.feed(line) == 0);
  }
  CEL_CHECK(back.size() == 1 && back[0].state == Rejoined::State::whole);
  CEL_CHECK(to_line(back[0].record) == serialized.line());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) {
    return 0;
  }
  const std::size_t max_line = kMinMaxLine + data[0] * 16U;
  const std::size_t max_record = kMinRecord + data[1] * 64U;
  const std::size_t piece = 1 + data[2] * 8U;
  std::string_view input = view_of(data + 3, size - 3);
  Splitter splitter(kWindow, {kValues, kWindow, kWindow, kMembers, kWindow, nullptr});
  bool found = input.empty();
  const auto check_reports = [&] {
    while (std::optional<RawReport> raw = splitter.next()) {
      check_record(complete(std::move(*raw)), max_record, max_line);
      found = true;
    }
  };
  while (!input.empty()) {
    const Window::Room room = splitter.room();
    const std::size_t count = std::min({room.size, piece, input.size()});
    CEL_CHECK(count > 0);
    std::memcpy(room.data, input.data(), count);
    splitter.add(count);
    input.remove_prefix(count);
    check_reports();
  }
  splitter.end();
  check_reports();
  CEL_CHECK(found && splitter.bytes_left() == 0);
  return 0;
}
