// SPDX-License-Identifier: Apache-2.0
#include "cel/record/bound.h"

#include <algorithm>
#include <array>
#include <vector>

#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::size_t kOuterFrames = 10;  // kept at each end of a trace whose middle is cut
constexpr std::size_t kInnerFrames = 20;
constexpr std::size_t kKeptString = 4096;  // strings are cut to this before elements are
constexpr std::size_t kKeptKey = 128;
constexpr std::size_t kMarkerRoom = 64;

constexpr std::array<std::string_view, 5> kMandatory = {"type", "executable", "reason", "backtrace", "time"};

bool is_mandatory(std::string_view key) {
  return std::find(kMandatory.begin(), kMandatory.end(), key) != kMandatory.end();
}

/// The arrays of frames of all links of the exception chain, the one that was raised last.
std::vector<Json*> frame_arrays(Json& record) {
  std::vector<Json*> arrays;
  const auto exceptions = record.find("exceptions");
  if (exceptions == record.end() || !exceptions->is_array()) {
    return arrays;
  }
  for (Json& link : *exceptions) {
    if (link.is_object() && link.contains("frames") && link["frames"].is_array()) {
      arrays.push_back(&link["frames"]);
    }
  }
  std::reverse(arrays.begin(), arrays.end());
  return arrays;
}

void cut_locals(Json& record, std::size_t excess) {
  for (Json* frames : frame_arrays(record)) {
    for (Json& frame : *frames) {
      if (!frame.is_object() || !frame.contains("locals")) {
        continue;
      }
      Json& locals = frame["locals"];
      const std::size_t size = line_size(locals);
      if (size <= kMarkerRoom) {
        continue;
      }
      locals = cut_marker(size);
      const std::size_t saved = size - std::min(size, line_size(locals));
      if (saved >= excess) {
        return;
      }
      excess -= saved;
    }
  }
}

void cut_middle_frames(Json& record) {
  for (Json* frames : frame_arrays(record)) {
    auto& all = frames->get_ref<Json::array_t&>();
    if (all.size() <= kOuterFrames + kInnerFrames + 1) {
      continue;
    }
    const auto first = all.begin() + kOuterFrames;
    const auto last = all.end() - kInnerFrames;
    *first = Json{{"function", "… " + std::to_string(last - first) + " frames …"}};
    all.erase(first + 1, last);
  }
}

void collect_strings(Json& value, std::vector<Json*>& strings) {
  if (value.is_string()) {
    strings.push_back(&value);
  } else if (value.is_structured()) {
    for (Json& element : value) {
      collect_strings(element, strings);
    }
  }
}

/// Cuts the longest strings so that `excess` bytes go, or as many as can go while each keeps `kept` bytes.
void cut_strings(Json& record, std::size_t excess, std::size_t kept) {
  std::vector<Json*> strings;
  collect_strings(record, strings);
  std::vector<std::size_t> sizes;
  std::size_t total = 0;
  for (const Json* string : strings) {
    sizes.push_back(escaped_size(string->get_ref<const std::string&>()));
    total += sizes.back();
  }
  const std::size_t cap =
      std::max(kept, even_cap(sizes.data(), sizes.size(), total - std::min(total, excess)));
  for (std::size_t i = 0; i < strings.size(); ++i) {
    if (sizes[i] > cap) {
      *strings[i] = cut_middle(strings[i]->get_ref<const std::string&>(), cap);
    }
  }
}

/// Keeps the mandatory elements and, smallest first, as many of the others as fit into `limit`. What goes is
/// marked under its key as long as there is room for that, and counted under the key `…` beyond.
void cut_elements(Json& record, std::size_t limit) {
  struct Element {
    std::size_t place;
    std::size_t size;
  };
  const Members& members = record.get_ref<const Json::object_t&>();
  std::vector<Element> optional;
  std::vector<bool> keep(members.size(), false);
  std::size_t used = 2 + kMarkerRoom;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::size_t size = escaped_size(members[i].first) + 4 + line_size(members[i].second);
    if (is_mandatory(members[i].first)) {
      keep[i] = true;
      used += size;
    } else {
      optional.push_back({i, size});
    }
  }
  std::stable_sort(optional.begin(), optional.end(),
                   [](const Element& a, const Element& b) { return a.size < b.size; });
  for (const Element& element : optional) {
    keep[element.place] = used + element.size <= limit - limit / 4;  // a quarter is for markers
    used += keep[element.place] ? element.size : 0;
  }
  Json kept = object_with_room(members.size() + 1);
  std::size_t uncounted = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::string& key = members[i].first;
    if (keep[i]) {
      append_member(kept, key, members[i].second);
      continue;
    }
    const std::size_t marker = escaped_size(key) + kMarkerRoom;
    if (key.size() <= kKeptKey && used + marker <= limit) {
      append_member(kept, key, cut_marker(line_size(members[i].second)));
      used += marker;
    } else {
      ++uncounted;
    }
  }
  if (uncounted > 0) {
    kept["…"] = "… " + std::to_string(uncounted) + " elements …";
  }
  record = std::move(kept);
}

/// Cuts more and more until the record fits.
void bound_record(Json& record, std::size_t limit) {
  const auto excess = [&] {
    const std::size_t size = line_size(record);
    return size - std::min(size, limit);
  };
  if (const std::size_t over = excess()) {
    cut_locals(record, over);
  }
  if (excess() > 0) {
    cut_middle_frames(record);
  }
  if (const std::size_t over = excess()) {
    cut_strings(record, over, kKeptString);
  }
  if (excess() > 0) {
    for (const std::string_view key : kMandatory) {
      if (const auto text = string_at(record, key)) {
        record[std::string(key)] = cut_middle(*text, limit / 8);
      }
    }
    cut_elements(record, limit);
  }
}

}  // namespace

SerializedRecord serialize_bounded(Json& record, std::size_t limit) {
  // What is far too long is never made a line of: that would take six times the memory.
  if (!surely_fits(record, limit) && line_size(record) > limit) {
    bound_record(record, limit);
  }
  return SerializedRecord(record);
}

}  // namespace cel
