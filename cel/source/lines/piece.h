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
  bool escaped = false;   ///< whether `text` is a JSON string's, without its quotes: see append_piece()
};

/// A line of the CRI's log format, which containerd, CRI-O and podman's k8s-file driver write:
/// `2026-01-31T23:59:59.123456789Z stdout F text`, with P for F where the container's line goes on in the
/// stream's next piece (kubernetes: "CRI: Log management for container stdout/stderr streams").
std::optional<Piece> cri_piece(std::string_view line);

/// A line of Docker's json-file driver as dockerd writes it:
/// `{"log":"text\n","stream":"stdout","attrs":{…},"time":"2026-01-31T23:59:59.123456789Z"}`, attrs if asked
/// for; the container's line goes on in the stream's next piece where the text has no newline.
std::optional<Piece> json_file_piece(std::string_view line);

/// What lines an engine's log file may hold. `any`: each line tells by itself what it is.
enum class TextFormat : std::uint8_t { any, json_file, cri };

/// A line in one of the formats, or in the one that is named.
std::optional<Piece> piece_of(std::string_view line, TextFormat format = TextFormat::any);

/// Appends the text of a piece to the line `out` that it belongs to; what is no UTF-8 in it stays readable.
/// False, and nothing appended, when it is not what its format says.
bool append_piece(const Piece& piece, std::string& out);

}  // namespace cel
