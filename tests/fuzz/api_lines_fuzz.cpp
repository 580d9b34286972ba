// SPDX-License-Identifier: Apache-2.0
//
// However the bytes of a log come, its lines are the same, and a window that is kept as a position knows the
// same lines as before.

#include <string>
#include <vector>

#include "cel/source/kubernetes/api_lines.h"
#include "cel/source/kubernetes/line_window.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

using Taken = std::vector<std::pair<std::int64_t, std::string>>;

/// The lines of `text`, given in pieces of `size` bytes.
Taken lines_of(std::string_view text, std::size_t size, LineWindow& window) {
  ApiLines lines;
  ApiLines::Line line;
  Taken taken;
  const auto take = [&] {
    taken.emplace_back(line.time, line.text);
    window.note(line.time, line.hash, line.text.size() % 2 == 0);
    CEL_CHECK(line.text.size() % 2 != 0 || window.knows(line.time, line.hash));
  };
  while (!text.empty()) {
    lines.bytes() += text.substr(0, size);
    text.remove_prefix(std::min(size, text.size()));
    while (lines.next(line)) {
      take();
    }
  }
  while (lines.rest(line)) {
    take();
  }
  return taken;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) {
    return 0;
  }
  const std::string_view text = view_of(data + 1, size - 1);
  LineWindow whole(0);
  LineWindow pieces(0);
  CEL_CHECK(lines_of(text, size, whole) == lines_of(text, (data[0] % 7U) + 1, pieces));
  CEL_CHECK(whole.position() == pieces.position());
  CEL_CHECK(LineWindow::of(whole.position()).position() == whole.position());
  return 0;
}
