// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/report_maker.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "cel/base/program.h"
#include "cel/base/text.h"
#include "cel/logger/reserve.h"
#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::size_t kQuicklyMade = 16384;  // bytes of a report that is made in full at any time
constexpr std::size_t kExcerpt = 3000;       // bytes of a shortened report
constexpr std::size_t kTinyExcerpt =
    500;  // bytes of one for which there is hardly any memory: it fits into a line

/// The start and the end of a report's bytes.
class Excerpt {
 public:
  Excerpt(std::string_view bytes, std::size_t limit) : text_(bytes.substr(0, limit)), start_(text_.size()) {
    if (bytes.size() > limit) {
      start_ = whole_start(bytes.substr(0, limit / 2));
      const std::size_t end = whole_end(bytes.substr(bytes.size() - limit / 2));
      text_ = bytes.substr(0, start_);
      text_ += "\n" + cut_marker(bytes.size() - start_ - end) + "\n";
      text_ += bytes.substr(bytes.size() - end);
    }
  }

  /// Returns the report; its text is a view of this.
  RawReport report() const { return parse_cut_report(text_, start_, {}); }

  std::string_view text() const { return text_; }

 private:
  std::string text_;
  std::size_t start_;  // bytes of the text before the cut
};

std::string executable_of_parent() {
  return valid_utf8(target_of("/proc/" + std::to_string(getppid()) + "/exe"));
}

Origin origin_of(const LoggerOptions& options) {
  Origin origin;
  origin.type = options.type;
  origin.executable = options.executable.empty() ? executable_of_parent() : options.executable;
  utsname host{};
  if (uname(&host) == 0) {
    origin.hostname = valid_utf8(static_cast<const char*>(host.nodename));
  }
  origin.time = unix_time();
  origin.uid = getuid();
  return origin;
}

}  // namespace

ReportMaker::ReportMaker(const LoggerOptions& options, const Deadline& until)
    : options_(options), until_(until), origin_(origin_of(options)) {}

EncodedReport ReportMaker::make(RawReport report) {
  const std::string_view bytes = report.text;
  const bool is_long = bytes.size() > kQuicklyMade;
  try {
    if (!is_long || !until_.passed()) {
      EncodedReport made = make_in_full(std::move(report), is_long ? &until_ : nullptr);
      shortened_ += is_long && until_.passed() ? 1 : 0;
      return made;
    }
  } catch (const std::bad_alloc&) {
    open_reserve();
  }
  report.object = nullptr;
  return make_shortened(bytes);
}

EncodedReport ReportMaker::make_shortened(std::string_view bytes) {
  ++shortened_;
  open_reserve();
  try {
    const Excerpt excerpt(bytes, kExcerpt);
    return make_in_full(excerpt.report(), nullptr);
  } catch (const std::bad_alloc&) {
    const Excerpt excerpt(bytes, kTinyExcerpt);
    return make_in_full({nullptr, excerpt.text()}, nullptr);
  }
}

EncodedReport ReportMaker::make_in_full(RawReport report, const Deadline* until) const {
  return encoded_report(std::move(report), origin_, options_.max_record, options_.format, until);
}

}  // namespace cel
