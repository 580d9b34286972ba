// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/table.h"

#include <algorithm>
#include <utility>

#include "cel/reader/output/printable.h"

namespace cel {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 8;       // of the last column
constexpr std::size_t kReadableWidth = 18;  // of the last column, while others can be left out

}  // namespace

std::size_t SpareColumns::take(std::size_t most) {
  const std::size_t taken = std::min(most, left_);
  left_ -= taken;
  return taken;
}

bool SpareColumns::take_all(std::size_t count) { return count <= left_ && take(count) == count; }

Table::Table(std::vector<Column> columns, const Style& style, bool cut)
    : columns_(std::move(columns)), shown_(columns_.size(), true), style_(style), cut_(cut) {
  if (cut_) {
    drop_columns();
  }
}

void Table::drop_columns() {
  std::size_t used = kReadableWidth;
  for (std::size_t i = 0; i + 1 < columns_.size(); ++i) {
    used += columns_[i].width + kGap;
  }
  for (int turn = 1; used > style_.width; ++turn) {
    const auto dropped = std::find_if(columns_.begin(), columns_.end(),
                                      [turn](const Column& column) { return column.drop == turn; });
    if (dropped == columns_.end()) {
      return;
    }
    shown_[static_cast<std::size_t>(dropped - columns_.begin())] = false;
    used -= dropped->width + kGap;
  }
}

std::string Table::heading() const {
  std::vector<std::string> cells;
  for (const Column& column : columns_) {
    cells.emplace_back(column.heading);
  }
  return laid_out(cells, true);
}

std::string Table::line(const std::vector<std::string>& cells) const { return laid_out(cells, false); }

std::string Table::cell(const Column& column, const std::string& text, std::size_t width) const {
  if (cut_ && columns(text) > width) {
    return column.keep_end ? fitted_end(text, width) : fitted(text, width);
  }
  return text;
}

std::string Table::laid_out(const std::vector<std::string>& cells, bool is_heading) const {
  std::string line;
  std::size_t used = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!shown_[i]) {
      continue;
    }
    const Column& column = columns_[i];
    const bool is_last = i + 1 == columns_.size();
    const std::size_t left = style_.width > used ? style_.width - used : 0;
    const std::size_t width = is_last ? std::max(left, kNarrowest) : column.width;
    const std::string text = cell(column, printable(cells[i]), width);
    const std::size_t taken = columns(text);
    const std::string fill(!is_last && taken < width ? width - taken : 0, ' ');
    const std::string painted = style_.paint(is_heading ? Ink::faint : column.ink, text);
    line += column.to_right ? fill + painted : painted + fill;
    if (!is_last) {
      line.append(kGap, ' ');
      used += std::max(taken, width) + kGap;
    }
  }
  return line + '\n';
}

std::vector<Column> with_status_column(std::vector<Column> columns, bool wanted) {
  constexpr std::size_t kStatusWidth = 9;
  if (wanted) {
    columns.insert(columns.end() - 1, {"STATUS", kStatusWidth, Ink::strong, false, false, 6});
  }
  return columns;
}

}  // namespace cel
