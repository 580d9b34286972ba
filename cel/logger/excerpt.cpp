// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/excerpt.h"

#include "cel/record/cut.h"

namespace cel {

Excerpt::Excerpt(std::string_view bytes, std::size_t limit)
    : text_(bytes.substr(0, limit)), start_(text_.size()) {
  if (bytes.size() <= limit) {
    return;
  }
  start_ = whole_start(bytes.substr(0, limit / 2));
  const std::size_t end = whole_end(bytes.substr(bytes.size() - limit / 2));
  text_ = bytes.substr(0, start_);
  text_ += "\n" + cut_marker(bytes.size() - start_ - end) + "\n";
  text_ += bytes.substr(bytes.size() - end);
}

}  // namespace cel
