// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cel/record/json.h"
#include "cel/record/serialize.h"

namespace cel {

inline constexpr std::string_view kDefaultTag = "container-exception-logger";
inline constexpr std::size_t kMaxTag = 128;

/// Bytes of a line before its newline. 4086 is what every common consumer carries whole with its defaults,
/// and with the newline it is below PIPE_BUF, so that the kernel never tears it (docs/record.md has the
/// table).
inline constexpr std::size_t kDefaultMaxLine = 4086;
inline constexpr std::size_t kMinMaxLine = 512;
inline constexpr std::size_t kMaxMaxLine = 16U << 20U;

struct LineFormat {
  std::string tag = std::string(kDefaultTag);  ///< empty for lines without `<tag> - `
  std::size_t max_line = kDefaultMaxLine;      ///< bytes, from kMinMaxLine to kMaxMaxLine
};

/// Whether `tag` can stand at the start of a line: 1 to kMaxTag printable ASCII characters, the first not
/// `<`, which a kernel or syslog reader would take for a priority, and neither end a space.
bool valid_tag(std::string_view tag);

/// The lines that carry a complete record (build.h), each with its newline: the record itself when it fits
/// into one line, else a head, which stands by itself, and parts (docs/record.md). `serialized` is of the
/// same record. `id` is 16 hex digits, another one for each record.
std::vector<std::string> encode_record(const Json& record, const SerializedRecord& serialized,
                                       const LineFormat& format, std::string_view id);

}  // namespace cel
