// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cel/report/group_id.h"
#include "cel/report/histogram.h"
#include "cel/report/kept_report.h"
#include "cel/report/report.h"
#include "cel/report/summary.h"

namespace cel {

/// One of a group's reports.
struct Sighting {
  std::int64_t time = 0;  ///< microseconds since 1970-01-01 UTC
  std::string id;
  std::string container;  ///< short_name()
};

/// Reports of one and the same error, or of what rules call one group.
struct Group {
  std::string fingerprint;  ///< GroupId::id
  std::string name;         ///< GroupId::name
  std::string part;         ///< GroupId::part
  std::string status;       ///< how it stands, in words, if that is told
  std::uint64_t count = 0;  ///< reports
  std::uint64_t suppressed =
      0;                   ///< times that it happened besides, which the program counted and did not send
  std::int64_t first = 0;  ///< microseconds since 1970-01-01 UTC
  std::int64_t last = 0;
  std::string newest_id;
  std::string representative_id;        ///< of the fullest report, of several the newest
  Summary summary;                      ///< of the representative report
  std::vector<std::string> containers;  ///< short_name() of the first kNamed that it was seen in
  bool more_containers = false;         ///< it was seen in others, too
  Histogram histogram;
  int fullness = -1;                         ///< of the representative report
  std::int64_t represented = 0;              ///< its time
  std::size_t representative_size = 0;       ///< of its record on a line
  std::optional<KeptReport> representative;  ///< when GroupLimits allows
  std::vector<Sighting> latest;  ///< where representatives are kept: the last kLatest, newest first

  static constexpr std::size_t kNamed = 16;
  static constexpr std::size_t kLatest = 10;

  /// Without reports yet; `end` is its histogram's.
  explicit Group(std::int64_t end) : histogram(end) {}
};

/// How often the error happened: the reports, and what programs counted and did not send.
inline std::uint64_t times_of(const Group& group) { return group.count + group.suppressed; }

/// What the group is called and was split by, before what its representative says.
std::string titled(const Group& group);

/// What grouping may keep in memory.
struct GroupLimits {
  std::size_t groups = 20'000;         ///< reports of further ones are only counted
  std::size_t bytes = 20U << 20U;      ///< of memory for all of them, apart from representatives
  std::size_t kept_bytes = 0;          ///< of the representatives' records on their lines, all together
  std::size_t kept_one = 256U << 10U;  ///< of one of them
};

/// Groups reports as they come, in any order, in memory that does not grow with their number.
class Groups {
 public:
  /// Histograms end at `end`, microseconds since 1970-01-01 UTC.
  explicit Groups(std::int64_t end, GroupLimits limits = {});

  void add(Report report, GroupId id);

  /// Adds it to the group of its error.
  void add(Report report);

  /// The group of an id; null when there is none.
  const Group* find(const std::string& fingerprint) const;

  /// All groups, those seen last first, their histograms of one width. To be called once, at the end.
  std::vector<Group> take();

  /// Reports that belong to none, since there were too many groups.
  std::uint64_t ungrouped() const { return ungrouped_; }

 private:
  bool has_room(std::size_t bytes);
  void name_container(Group& group, const std::string& name);
  void keep_sighting(Group& group, const Report& report, std::string container);
  void keep_representative(Group& group, Report&& report);

  std::int64_t end_;
  GroupLimits limits_;
  std::unordered_map<std::string, Group> groups_;
  std::size_t kept_bytes_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t ungrouped_ = 0;
};

}  // namespace cel
