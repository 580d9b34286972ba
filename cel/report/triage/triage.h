// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cel {

/// What people or `cel follow --new` have said of a group. Times are in microseconds since 1970-01-01 UTC.
struct TriageEntry {
  enum class Decision : std::uint8_t { none, resolved, muted };

  Decision decision = Decision::none;
  std::int64_t known = 0;    ///< since when the group is no new one
  std::int64_t decided = 0;  ///< when it was resolved or muted
  std::string version;       ///< in which it is resolved; empty: in what runs since
  std::int64_t until = 0;    ///< when the mute ends; 0: no such moment
  std::uint64_t most = 0;    ///< after how many further times the mute ends; 0: after none
  std::int64_t back = 0;     ///< when it came again, though resolved; 0: it did not

  bool operator==(const TriageEntry&) const = default;
};

/// What was said of groups, by their ids.
class Triage {
 public:
  const TriageEntry* find(const std::string& id) const;
  const std::map<std::string, TriageEntry>& entries() const { return entries_; }

  /// The last decision on a group counts; reopening takes it back.
  void resolve(const std::string& id, std::int64_t now, std::string version);
  void mute(const std::string& id, std::int64_t now, std::int64_t until, std::uint64_t most);
  void reopen(const std::string& id, std::int64_t now);

  /// The group is no new one from now on. Of groups without a decision the 20,000 latest are remembered.
  void know(const std::string& id, std::int64_t now);

  /// A report of the resolved group came at `time`.
  void come_back(const std::string& id, std::int64_t time);

  void put(const std::string& id, TriageEntry entry) { entries_[id] = std::move(entry); }

 private:
  void forget_oldest();

  std::map<std::string, TriageEntry> entries_;
};

/// How a group stands.
enum class GroupStatus : std::uint8_t { fresh, open, resolved, muted, regressed };

/// The word for it: new, open, resolved, muted, regressed.
std::string_view status_word(GroupStatus status);

/// The status of a word; nothing if it is none.
std::optional<GroupStatus> status_of_word(std::string_view word);

/// Whether version `a` comes before `b`: numbers by their value, other letters as they are, and `1.2-rc1`
/// before `1.2`.
bool is_version_before(std::string_view a, std::string_view b);

}  // namespace cel
