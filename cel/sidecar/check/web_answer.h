// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cel/base/result.h"

namespace cel {

/// Where a check asks: `http://HOST[:PORT][/PATH]`.
struct WebPlace {
  std::string host;  ///< an IP address, or localhost
  std::uint16_t port = 80;
  std::string path;  ///< with what follows it; at least `/`

  /// As a header names it.
  std::string authority() const;
};

/// Returns the parts of a URL. The error is a sentence: there is no TLS, and no name is looked up, since a
/// probe asks within its own pod.
Result<WebPlace> web_place(std::string_view url);

/// The most of an answer that is read, in bytes.
inline constexpr std::size_t kMostOfAnswer = std::size_t{1} << 20U;

/// An answer to a request of HTTP/1.0.
struct WebAnswer {
  int status = 0;
  std::string body;
};

/// Returns whether no more bytes of the answer are to be waited for: its Content-Length is there.
bool is_whole_answer(std::string_view bytes);

/// Returns the answer that was read to its end; the error says what it lacks.
Result<WebAnswer> web_answer(std::string_view bytes);

}  // namespace cel
