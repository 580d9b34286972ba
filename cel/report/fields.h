// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cel/report/report.h"

namespace cel {

/// What a report holds under the names that people use for it. Each is made once, when it is first asked for.
/// A field is what the host attests (`container`, `engine`, `id`, `image`, `pod`, `namespace`, `unit`,
/// `user`, `host`, `log`), `fingerprint`, `version` (the image's tag, or what the record says), what any
/// exception of the chain holds (`exception`, which is its type, `message`, `file`, `module`, `function`), or
/// an element of the record, with dots into objects: `type`, `executable`, `runtime.version`.
class ReportFields {
 public:
  /// The report outlives the object.
  explicit ReportFields(const Report& report) : report_(report) {}

  /// All values of a field, at most 1000 of at most 16 KiB; one empty text if there is none.
  const std::vector<std::string>& values(const std::string& name);

  const std::string& fingerprint();

  const Report& report() const { return report_; }

 private:
  std::vector<std::string> made(const std::string& name);
  const Json& exceptions();

  const Report& report_;
  std::map<std::string, std::vector<std::string>> values_;
  Json exceptions_;  // those of the text, where the record has none
  bool looked_ = false;
};

/// The version of the program that a report is of: the tag of its image if that is one, else the `version` of
/// the record; empty if neither is there.
std::string version_of(const Report& report);

}  // namespace cel
