// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/exec_answers.h"

#include <algorithm>
#include <utility>

#include "cel/base/text.h"

namespace cel {

std::optional<ExecAnswer> exec_answer(std::string_view line) {
  const std::string_view word = take_field(line, ' ');
  if (word != "ok" && word != "no") {
    return std::nullopt;
  }
  const std::string_view id = trimmed(take_field(line, ' '));
  if (id.empty()) {
    return std::nullopt;
  }
  return ExecAnswer{word == "ok", std::string(id), std::string(trimmed(line))};
}

std::vector<ExecAnswer> ExecAnswers::take(std::string_view bytes) {
  constexpr std::size_t kLongestAnswerLine = 4096;
  std::vector<ExecAnswer> answers;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    too_long_ = too_long_ || line_.size() + end > kLongestAnswerLine;
    if (!too_long_) {
      line_ += bytes.substr(0, end);
    }
    if (end < bytes.size()) {
      if (auto answer = too_long_ ? std::nullopt : exec_answer(line_)) {
        answers.push_back(std::move(*answer));
      }
      line_.clear();
      too_long_ = false;
    }
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return answers;
}

}  // namespace cel
