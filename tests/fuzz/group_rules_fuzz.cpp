// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a file of rules: they are rules or an error that names its place, and rules give the same
// report the same group each time.

#include <utility>

#include "cel/report/rules/rules_file.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

Report sample() {
  Container container;
  container.name = "shop";
  container.image = "shop:1.4.2";
  Report report;
  report.id = "0123456789abcdef0123456789abcdef";
  report.container = std::make_shared<const Container>(container);
  report.record = Json{{"type", "Python3"},
                       {"reason", "views.py:3:post:KeyError: 'a'"},
                       {"exceptions",
                        {{{"type", "KeyError"},
                          {"message", "'a'"},
                          {"frames", {{{"file", "views.py"}, {"function", "post"}}}}}}}};
  return report;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Report report = sample();
  auto parsed = parse_group_rules(view_of(data, size));
  if (!parsed) {
    CEL_CHECK(parsed.error().starts_with("line "));
    return 0;
  }
  GroupRules rules;
  rules.add(std::move(*parsed));
  const GroupId group = rules(report);
  CEL_CHECK(group.id == rules(report).id);
  CEL_CHECK(group.error == group_of_error(report).id);
  CEL_CHECK(group.id == group.error || (group.id.starts_with("rule1:") && group.id.size() == 18));
  CEL_CHECK((group.id == group.error) == (group.name.empty() && group.part.empty()));
  return 0;
}
