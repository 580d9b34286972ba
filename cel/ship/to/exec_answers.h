// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// What a handler said of a report.
struct ExecAnswer {
  bool is_ok = false;
  std::string id;
  std::string why;  ///< of a report that is refused
};

/// What a line says: `ok ID` or `no ID WHY`; nothing if it is any other line.
std::optional<ExecAnswer> exec_answer(std::string_view line);

/// Splits what a handler prints into lines; a line of more than 4096 bytes is passed over.
class ExecAnswers {
 public:
  /// The answers in the lines that end within `bytes`.
  std::vector<ExecAnswer> take(std::string_view bytes);

 private:
  std::string line_;
  bool too_long_ = false;
};

}  // namespace cel
