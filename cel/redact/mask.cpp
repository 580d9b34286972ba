// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/mask.h"

#include <algorithm>

namespace cel {
namespace {

/// Appends a mask for each line of `secret`, after the line's indentation.
void mask_lines(std::string& out, std::string_view secret) {
  for (;;) {
    const std::size_t end = std::min(secret.find('\n'), secret.size());
    const std::size_t content = std::min(secret.find_first_not_of(" \t"), end);
    out += secret.substr(0, content);
    out += content < end ? kMask : "";
    if (end == secret.size()) {
      return;
    }
    out += '\n';
    secret.remove_prefix(end + 1);
  }
}

}  // namespace

void merge(std::vector<Secret>& secrets) {
  std::sort(secrets.begin(), secrets.end(),
            [](const Secret& one, const Secret& other) { return one.begin < other.begin; });
  std::size_t kept = 0;
  for (const Secret& secret : secrets) {
    if (kept > 0 && secret.begin < secrets[kept - 1].end) {
      secrets[kept - 1].end = std::max(secrets[kept - 1].end, secret.end);
    } else {
      secrets[kept++] = secret;
    }
  }
  secrets.resize(kept);
}

std::string masked(std::string_view text, const std::vector<Secret>& secrets, bool by_line) {
  std::string out;
  out.reserve(text.size());
  std::size_t here = 0;
  for (const Secret& secret : secrets) {
    out += text.substr(here, secret.begin - here);
    if (secret.kind == Secret::Kind::unread) {
      out += kUnread;
    } else if (by_line) {
      mask_lines(out, text.substr(secret.begin, secret.end - secret.begin));
    } else {
      out += kMask;
    }
    here = secret.end;
  }
  out += text.substr(here);
  return out;
}

}  // namespace cel
