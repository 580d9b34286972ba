// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/state/segment.h"

#include <dirent.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "cel/base/fd.h"
#include "cel/base/sha256.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::string_view kSegmentSuffix = ".jsonl";
constexpr std::size_t kNumberDigits = 19;  // all of them below 2^63

}  // namespace

std::string segment_name(std::uint64_t first) {
  return fmt::format("{:0{}}{}", first, kNumberDigits, kSegmentSuffix);
}

std::optional<std::uint64_t> segment_number(std::string_view name) {
  if (name.size() != kNumberDigits + kSegmentSuffix.size() || !name.ends_with(kSegmentSuffix)) {
    return std::nullopt;
  }
  return whole_number(name.substr(0, kNumberDigits), 0, INT64_MAX);
}

Result<std::vector<std::uint64_t>> segments_in(const std::string& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(folder.c_str()), closedir);
  if (!entries) {
    return Error{"cannot read " + folder + ": " + errno_text(errno)};
  }
  std::vector<std::uint64_t> numbers;
  while (const dirent* entry =
             readdir(entries.get())) {  // NOLINT(concurrency-mt-unsafe): one DIR, one thread
    if (const auto number = segment_number(static_cast<const char*>(entry->d_name))) {
      numbers.push_back(*number);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::size_t whole_lines(std::string_view content) { return content.rfind('\n') + 1; }

std::string line_digest(std::string_view line) {
  const Sha256Digest digest = sha256(line);
  return {digest.begin(), digest.end()};
}

}  // namespace cel
