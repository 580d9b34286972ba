// SPDX-License-Identifier: Apache-2.0
//
// A Java virtual machine that crashed, as hotspot's vmError.cpp prints it, to standard output:
//
//   # A fatal error has been detected by the Java Runtime Environment:
//   #
//   #  SIGSEGV (0xb) at pc=0x00007f0a3c5d1b3c, pid=1, tid=7
//   #
//   # Problematic frame:
//   # C  [libprice.so+0x1139]  Java_Shop_price+0x10
//   #

#include <array>

#include "cel/trace/language.h"

namespace cel {
namespace {

constexpr int kMostVmLines = 60;

/// A line of the VM's without the `#` before it.
std::string_view said_by_vm(std::string_view line) { return unindented(line.substr(1)); }

/// `C  [libprice.so+0x1139]  Java_Shop_price+0x10`; of compiled Java code, `J 12 c2 shop.Cart.total()I (9
/// bytes) @ 0x00007f…`.
TextFrame vm_frame(std::string_view line) {
  const std::size_t close = line.find("]  ");
  TextFrame frame;
  frame.function = unindented(close == std::string_view::npos ? line.substr(1) : line.substr(close + 1));
  frame.function =
      frame.function.substr(0, std::min(frame.function.rfind("+0x"), frame.function.find(" @ ")));
  const std::size_t open = line.find('[');
  if (close != std::string_view::npos && open < close) {
    const std::string_view object = line.substr(open + 1, close - open - 1);
    frame.module = object.substr(0, object.find("+0x"));
  }
  frame.in_app = !line.starts_with('V') && !line.starts_with('v');
  return frame;
}

}  // namespace

bool parse_jvm(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  constexpr std::array<std::string_view, 2> kVmStarts = {
      "# A fatal error has been detected by the Java Runtime Environment:",
      "# There is insufficient memory for the Java Runtime Environment to continue."};
  if (std::find(kVmStarts.begin(), kVmStarts.end(), at.line()) == kVmStarts.end()) {
    return false;
  }
  TextLink link;
  Lines lines = at;
  lines.next();
  for (int count = 0; count < kMostVmLines && lines.line().starts_with('#'); ++count) {
    const std::string_view line = said_by_vm(lines.line());
    lines.next();
    if (line == "Problematic frame:" && lines.line().starts_with('#')) {
      link.frames.add(vm_frame(said_by_vm(lines.line())));
    } else if (link.message.empty()) {
      link.message = line;
    }
  }
  const std::string_view said = link.message;
  const bool is_memory = at.line() == kVmStarts[1];
  link.type = is_memory ? std::string_view("insufficient memory") : said.substr(0, said.find(' '));
  found = {"Java", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
