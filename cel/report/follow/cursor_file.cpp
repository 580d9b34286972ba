// SPDX-License-Identifier: Apache-2.0
#include "cel/report/follow/cursor_file.h"

#include <utility>

namespace cel {
namespace {

constexpr std::string_view kFirstLine = "{\"cel\":\"cursor\"}\n";
constexpr std::size_t kRemembered = 4096;  // reports, several times what waits for parts at any moment

void take(const Json& line, CursorContent& content) {
  const auto at = line.find("at");
  if (const auto log = string_at(line, "log"); log && at != line.end()) {
    if (at->is_null()) {
      content.positions.erase(std::string(*log));
    } else {
      content.positions[std::string(*log)] = *at;
    }
  } else if (const auto id = string_at(line, "id")) {
    content.add({std::string(*id), std::string(string_at(line, "container").value_or("")),
                 std::string(string_at(line, "user").value_or("")),
                 std::string(string_at(line, "content").value_or(""))});
  }
}

}  // namespace

void CursorContent::add(Delivered report) {
  delivered.push_back(std::move(report));
  if (delivered.size() > kRemembered) {
    delivered.pop_front();
  }
}

std::optional<CursorContent> parse_cursor(std::string_view text) {
  CursorContent content;
  if (text.empty()) {
    return content;
  }
  if (!text.starts_with(kFirstLine)) {
    return std::nullopt;
  }
  text.remove_prefix(kFirstLine.size());
  for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
    if (const std::optional<Json> line = parse_json(text.substr(0, end)); line && line->is_object()) {
      take(*line, content);
    }
  }
  return content;
}

std::string cursor_line(const Delivered& report) {
  Json line{{"id", report.id}};
  if (!report.container.empty()) {
    line["container"] = report.container;
  }
  if (!report.user.empty()) {
    line["user"] = report.user;
  }
  if (!report.content.empty()) {
    line["content"] = report.content;
  }
  return to_line(line) + '\n';
}

std::string cursor_line(const std::string& log, const Json& position) {
  return to_line(Json{{"log", log}, {"at", position}}) + '\n';
}

std::string cursor_text(const CursorContent& content) {
  std::string text(kFirstLine);
  for (const auto& [log, position] : content.positions) {
    text += cursor_line(log, position);
  }
  for (const Delivered& report : content.delivered) {
    text += cursor_line(report);
  }
  return text;
}

}  // namespace cel
