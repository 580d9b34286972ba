// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/first_time.h"

#include <array>
#include <optional>
#include <string_view>

#include "cel/source/lines/piece.h"
#include "cel/source/lines/timestamp.h"
#include "cel/source/logs/log_files.h"

namespace cel {

std::int64_t first_time(const std::string& path, const Storage& storage) {
  const auto input = open_log(path, 0, storage);
  std::array<char, 65536> bytes{};
  const Result<std::size_t> got =
      input ? (*input)->read(bytes.data(), bytes.size()) : Result<std::size_t>(0U);
  const std::string_view head(bytes.data(), got ? *got : 0);
  const std::string_view line = head.substr(0, head.find('\n'));
  const std::optional<Piece> piece = piece_of(line);
  const std::optional<Timestamp> time =
      line.size() < head.size() && piece ? rfc3339(piece->time) : std::nullopt;
  return time ? time->time : 0;
}

}  // namespace cel
