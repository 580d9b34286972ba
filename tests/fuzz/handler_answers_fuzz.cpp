// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as what a handler of `cel ship --to exec` prints: in whatever pieces it comes, the answers are
// those of its lines.

#include "cel/ship/to/exec_answers.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

void add(std::string& all, const std::vector<ExecAnswer>& answers) {
  for (const ExecAnswer& answer : answers) {
    all += (answer.is_ok ? "ok " : "no ") + answer.id + " " + answer.why + "\n";
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = view_of(data, size);
  const std::size_t piece = size > 0 ? 1 + data[0] % 16U : 1;
  ExecAnswers whole;
  ExecAnswers pieces;
  std::string one;
  std::string other;
  add(one, whole.take(bytes));
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    add(other, pieces.take(bytes.substr(at, piece)));
  }
  CEL_CHECK(one == other);
  return 0;
}
