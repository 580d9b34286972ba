// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/call_path.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

#include "cel/trace/frame_name.h"
#include "cel/trace/message_pattern.h"

namespace cel {
namespace {

/// Whether a line of Python ends in a call that hands on what its function was given, by any name:
/// `f(*args, **kwargs)`, `f(self, **options)`.
bool hands_on(std::string_view line) {
  if (line.find("**") == std::string_view::npos) {
    return false;  // most, without folding them first
  }
  const std::string folded = folded_spaces(line);
  const std::string_view source = folded;
  const std::size_t open = source.rfind('(');
  const std::size_t stars = source.rfind("**");
  if (open == std::string_view::npos || stars == std::string_view::npos || stars < open ||
      !source.ends_with(')')) {
    return false;
  }
  const auto of_names = [](std::string_view text, std::string_view others) {
    return std::all_of(text.begin(), text.end(), [others](unsigned char c) {
      return std::isalnum(c) != 0 || c == '_' || others.find(static_cast<char>(c)) != std::string_view::npos;
    });
  };
  const std::string_view last = source.substr(stars + 2, source.size() - stars - 3);
  return !last.empty() && of_names(last, "") && of_names(source.substr(open + 1, stars - open - 1), "*, ");
}

bool is_own(const Json& frame) { return frame.is_object() && is_own_frame(frame); }

const Json::array_t& frames_of(const Json& exception) {
  static const Json kNone = Json::array();
  const auto frames = exception.is_object() ? exception.find("frames") : exception.end();
  return (frames != exception.end() && frames->is_array() ? *frames : kNone).get_ref<const Json::array_t&>();
}

}  // namespace

std::size_t shared_frames(const Json& exception, const Json& other) {
  const Json::array_t& frames = frames_of(exception);
  const Json::array_t& others = frames_of(other);
  const auto same = [](const Json& one, const Json& another) {
    constexpr std::array kTold = {"file", "module", "function"};
    return one.is_object() && another.is_object() && number_at(one, "line") == number_at(another, "line") &&
           std::all_of(kTold.begin(), kTold.end(),
                       [&](const char* key) { return string_at(one, key) == string_at(another, key); });
  };
  const auto ends = std::mismatch(frames.begin(), frames.end(), others.begin(), others.end(), same);
  return &exception == &other ? 0 : static_cast<std::size_t>(ends.first - frames.begin());
}

bool has_own_frames(const Json& exception, std::size_t outermost) {
  const Json::array_t& frames = frames_of(exception);
  return std::any_of(frames.begin() + static_cast<std::ptrdiff_t>(std::min(outermost, frames.size())),
                     frames.end(), is_own);
}

std::vector<Call> call_path(const Json& exception, std::string_view type) {
  const Json::array_t& frames = frames_of(exception);
  std::vector<bool> own;
  std::transform(frames.begin(), frames.end(), std::back_inserter(own), is_own);
  const bool own_only = std::find(own.begin(), own.end(), true) != own.end();
  const std::string root = program_root(frames);
  std::vector<Call> calls;
  const Json* last = nullptr;  // of those that count
  bool by_library = false;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const Json& frame = frames[i];
    if (!frame.is_object()) {
      continue;
    }
    if (own_only && !own[i]) {
      by_library = true;
      continue;
    }
    if (last != nullptr && !calls.empty() && type == "Python" && hands_on(source_of(*last))) {
      by_library = calls.back().by_library;
      calls.pop_back();
    }
    last = &frame;
    std::string name = frame_name(frame, type, root);
    if (!name.empty()) {
      calls.push_back({std::move(name), by_library});
    }
    by_library = false;
  }
  if (last != nullptr && (calls.empty() || calls.back().name.ends_with(":<module>"))) {
    (calls.empty() ? calls.emplace_back() : calls.back()).name += ":" + folded_spaces(source_of(*last));
  }
  return calls;
}

}  // namespace cel
