// SPDX-License-Identifier: Apache-2.0
#include "cel/run/init/lineage.h"

#include <unistd.h>

#include <climits>
#include <string>

#include "cel/base/text.h"
#include "cel/run/process/file.h"

namespace cel {
namespace {

constexpr int kDeepest = 64;
constexpr int kFieldsToParent = 1;    // after the name: the state
constexpr int kFieldsToStarted = 17;  // between the parent and the time

std::optional<ProcessStat> stat_of(pid_t pid) {
  return parse_process_stat(content_of("/proc/" + std::to_string(pid) + "/stat"));
}

void skip_fields(std::string_view& text, int count) {
  for (int i = 0; i < count; ++i) {
    take_field(text, ' ');
  }
}

}  // namespace

std::optional<ProcessStat> parse_process_stat(std::string_view text) {
  const std::size_t name_end = text.rfind(") ");  // the name may hold anything
  if (name_end == std::string_view::npos) {
    return std::nullopt;
  }
  text.remove_prefix(name_end + 2);
  skip_fields(text, kFieldsToParent);
  const auto parent = whole_number(take_field(text, ' '), 0, INT_MAX);
  skip_fields(text, kFieldsToStarted);
  const auto started = whole_number(take_field(text, ' '), 0, UINT64_MAX);
  return parent && started ? std::optional(ProcessStat{static_cast<pid_t>(*parent), *started}) : std::nullopt;
}

bool descends_from(pid_t pid, pid_t ancestor) {
  const auto oldest = stat_of(ancestor);
  for (int i = 0; oldest && i < kDeepest && pid > 0; ++i) {
    if (pid == ancestor) {
      return true;
    }
    const auto process = stat_of(pid);
    if (!process || process->started < oldest->started) {
      return false;
    }
    if (process->parent == getpid()) {
      return true;
    }
    pid = process->parent;
  }
  return false;
}

}  // namespace cel
