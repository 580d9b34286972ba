// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cel {

/// Which of its two streams a container wrote to.
enum class Channel : std::uint8_t { standard_output, standard_error };

/// One line of an engine's log file: a line that the container wrote, or a piece of one that the engine
/// split. All views are into the line.
struct Piece {
  Channel channel = Channel::standard_output;
  bool ends = true;  ///< whether the container's line ends here
  std::string_view text;
  std::string_view time;  ///< as it is written
};

/// A line of the CRI's log format, which containerd, CRI-O and podman's k8s-file driver write:
/// `2026-01-31T23:59:59.123456789Z stdout F text`, with P for F where the container's line goes on in the
/// stream's next piece (kubernetes: "CRI: Log management for container stdout/stderr streams").
std::optional<Piece> cri_piece(std::string_view line);

/// A line of Docker's json-file driver as dockerd writes it:
/// `{"log":"text\n","stream":"stdout","attrs":{…},"time":"2026-01-31T23:59:59.123456789Z"}`, attrs if asked
/// for; the container's line goes on in the stream's next piece where the text has no newline. `text` is
/// still escaped: see append_text().
std::optional<Piece> json_file_piece(std::string_view line);

/// Appends to `out` the string whose JSON, without its quotes, `text` is; what is no UTF-8 in it stays
/// readable. False, and nothing appended, when it is no JSON string.
bool append_text(std::string_view text, std::string& out);

}  // namespace cel
