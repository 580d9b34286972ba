// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/manifest.h"

#include <algorithm>
#include <cstddef>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kMaxNames = 4;
constexpr std::size_t kMaxName = 255;

bool valid_hash(std::string_view text) {
  return text.size() == kHashDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool valid_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

bool valid_volume_path(std::string_view path) {
  if (path.empty() || path.back() == '/' || path == "run" || path.starts_with("run/")) {
    return false;
  }
  std::size_t names = 0;
  while (!path.empty()) {
    if (++names > kMaxNames || !valid_name(take_field(path, '/'))) {
      return false;
    }
  }
  return true;
}

Manifest parse_manifest(std::string_view text) {
  Manifest manifest;
  while (!text.empty()) {
    std::string_view path = take_field(text, '\n');
    const std::string_view hash = take_field(path, ' ');
    if (valid_hash(hash) && valid_volume_path(path)) {
      manifest.insert_or_assign(std::string(path), std::string(hash));
    }
  }
  return manifest;
}

std::string format_manifest(const Manifest& manifest) {
  std::string text;
  for (const auto& [path, hash] : manifest) {
    text += hash;
    text += ' ';
    text += path;
    text += '\n';
  }
  return text;
}

}  // namespace cel
