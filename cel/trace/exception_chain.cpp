// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/exception_chain.h"

#include <cstdint>
#include <set>
#include <vector>

#include "cel/trace/call_path.h"

namespace cel {
namespace {

enum class Branch { kChain, kMember, kAside };

/// Where each link stands: in the chain of the raised one, under a group's member, or aside: what failed only
/// while something was closed (Java's suppressed exceptions).
std::vector<Branch> branches(const Json& links) {
  std::vector<Branch> branch(links.size(), Branch::kChain);
  for (std::size_t i = 0; i < links.size(); ++i) {
    const auto link = links[i].is_object() ? links[i].find("link") : links[i].end();
    if (link == links[i].end() || !link->is_object()) {
      continue;
    }
    const std::string_view kind = string_at(*link, "kind").value_or("");
    const std::uint64_t of = number_at(*link, "of").value_or(0);
    branch[i] = of < i ? branch[of] : Branch::kChain;
    if (kind == "suppressed" || kind == "context" || branch[i] == Branch::kAside) {
      branch[i] = Branch::kAside;
    } else if (kind == "group") {
      branch[i] = Branch::kMember;
    }
  }
  return branch;
}

bool has_frames(const Json& link) {
  const auto frames = link.is_object() ? link.find("frames") : link.end();
  return frames != link.end() && frames->is_array() && !frames->empty();
}

/// Whether an exception began and ended within a library. `wrapper` is what it was the cause of: the frames
/// that both came through, which Java prints as `... 5 more`, do not tell.
bool is_within_library(const Json& link, const Json& wrapper) {
  return has_frames(link) && !has_own_frames(link, shared_frames(link, wrapper));
}

/// The exception that a link hangs on; itself for the raised one.
const Json& wrapper_of(const Json& links, std::size_t index) {
  const auto link = links[index].is_object() ? links[index].find("link") : links[index].end();
  const bool hangs = link != links[index].end() && link->is_object();
  const std::uint64_t of = hangs ? number_at(*link, "of").value_or(0) : index;
  return links[of < index ? of : index];
}

}  // namespace

std::string_view type_name(const Json& link, std::string_view type) {
  const std::string_view name = string_at(link, "type").value_or("");
  return type == "Python" ? name.substr(name.rfind('.') + 1) : name;
}

std::string chain_types(const Json& links, std::string_view type) {
  const std::vector<Branch> branch = branches(links);
  const bool own = links.size() > 1 && has_own_frames(telling_link(links));  // one alone counts in any case
  std::string text;
  std::set<std::string_view> members;
  for (std::size_t i = links.size(); i-- > 0;) {
    const std::string_view name = links[i].is_object() ? type_name(links[i], type) : std::string_view();
    if (branch[i] == Branch::kMember) {
      members.insert(name);
    } else if (branch[i] == Branch::kChain && links[i].is_object() &&
               (i == 0 || !own || !is_within_library(links[i], wrapper_of(links, i)))) {
      (text += '\n') += name;
    }
  }
  for (const std::string_view name : members) {
    (text += "\n|") += name;
  }
  return text;
}

const Json& telling_link(const Json& links) {
  std::size_t telling = 0;
  std::size_t at = 0;
  for (std::size_t i = 1; i < links.size(); ++i) {
    const auto link = has_frames(links[i]) ? links[i].find("link") : links[i].end();
    const std::string_view kind = link == links[i].end() ? "" : string_at(*link, "kind").value_or("");
    if ((kind == "group" || kind == "cause") && number_at(*link, "of") == at) {
      at = i;
      const bool own = has_own_frames(links[i], shared_frames(links[i], links[telling]));
      telling = own || !has_own_frames(links[telling]) ? i : telling;
    }
  }
  return links[telling];
}

}  // namespace cel
