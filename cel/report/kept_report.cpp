// SPDX-License-Identifier: Apache-2.0
#include "cel/report/kept_report.h"

#include "cel/base/text.h"
#include "cel/source/lines/overflow.h"

namespace cel {
namespace {

constexpr std::size_t kMemory = std::size_t{12} << 20U;
constexpr std::size_t kMostKept = 32'768;
constexpr std::size_t kBeginning = 1024;  // of a string, where the rest has no room

std::size_t memory_of_all = 0;
std::size_t number_of_all = 0;

/// What a list needs of a record.
Json beginnings_of(const Json& record) {
  Json brief = Json::object();
  for (const char* key : {"type", "executable", "reason", "backtrace"}) {
    append_member(brief, key, valid_utf8(string_at(record, key).value_or("").substr(0, kBeginning)));
  }
  return brief;
}

}  // namespace

KeptReport::KeptReport(Report report) : report_(std::move(report)), counted_(true) {
  ++number_of_all;
  memory_ = memory_of(report_.record);
  memory_of_all += memory_;
  if (memory_of_all > kMemory) {
    spill();
  }
}

KeptReport::~KeptReport() {
  if (counted_) {
    --number_of_all;
    memory_of_all -= memory_;
    if (size_ > 0) {
      Overflow::shared().release(size_);
    }
  }
}

void KeptReport::swap(KeptReport& other) noexcept {
  std::swap(report_, other.report_);
  std::swap(memory_, other.memory_);
  std::swap(size_, other.size_);
  std::swap(offset_, other.offset_);
  std::swap(counted_, other.counted_);
}

void KeptReport::spill() {
  const std::string line = to_line(report_.record);
  if (Overflow::shared().write(line, offset_)) {
    size_ = line.size();
    report_.record = nullptr;
  } else {
    report_.record = beginnings_of(report_.record);
    report_.state = Rejoined::State::oversized;
  }
  memory_of_all -= memory_;
  memory_ = size_ > 0 ? 0 : memory_of(report_.record);
  memory_of_all += memory_;
}

Report KeptReport::copy() const {
  Report report = report_;
  if (size_ > 0) {
    std::string line(size_, '\0');
    std::optional<Json> record =
        Overflow::shared().read(offset_, line) ? parse_json(line) : std::optional<Json>();
    report.record = record ? std::move(*record) : Json::object();
  }
  return report;
}

Report KeptReport::take() { return size_ > 0 ? copy() : std::move(report_); }

bool KeptReport::crowded() { return number_of_all > kMostKept; }

}  // namespace cel
