// SPDX-License-Identifier: Apache-2.0
//
// C++ programs that libstdc++ or libc++ ended, without any frame:
//
//   terminate called after throwing an instance of 'std::runtime_error'
//     what():  message
//   libc++abi: terminating due to uncaught exception of type std::runtime_error: message

#include "cel/trace/language.h"

namespace cel {
namespace {

constexpr std::string_view kThrown = "terminate called after throwing an instance of '";
constexpr std::string_view kTerminated = "terminate called ";
constexpr std::string_view kLibcxx = "libc++abi: terminating ";
constexpr std::string_view kWhat = "  what():  ";

}  // namespace

bool parse_cpp(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  const std::string_view line = at.line();
  Lines lines = at;
  lines.next();
  TextLink link;
  if (line.starts_with(kThrown)) {
    link.type = line.substr(kThrown.size(), line.rfind('\'') - kThrown.size());
    if (lines.line().starts_with(kWhat)) {
      link.message = lines.line().substr(kWhat.size());
      lines.next();
    }
  } else if (line.starts_with(kLibcxx)) {
    const std::size_t type = line.find("exception of type ");
    const std::string_view rest =
        type == std::string_view::npos ? line.substr(kLibcxx.size()) : line.substr(type + 18);
    const std::size_t colon = rest.find(": ");
    link.type = rest.substr(0, colon);
    link.message = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 2);
  } else if (line.starts_with(kTerminated)) {
    link.type = "terminate";
    link.message = line.substr(kTerminated.size());
  } else {
    return false;
  }
  found = {"C++", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
