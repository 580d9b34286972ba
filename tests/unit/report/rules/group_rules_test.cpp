// SPDX-License-Identifier: Apache-2.0
#include "cel/report/rules/group_rules.h"

#include <catch2/catch.hpp>

#include "cel/report/rules/rules_file.h"

using namespace cel;

namespace {

Report failure(const std::string& container, const std::string& type, const std::string& message) {
  Container attested;
  attested.name = container;
  attested.image = "registry:5000/shop:1.4.2";
  Report report;
  report.id = "0123456789abcdef0123456789abcdef";
  report.container = std::make_shared<const Container>(attested);
  report.record =
      Json{{"type", "Python3"},
           {"reason", "views.py:3:post:" + type + ": " + message},
           {"exceptions",
            {{{"type", type},
              {"message", message},
              {"frames",
               {{{"file", "/srv/orders/views.py"}, {"module", "orders.views"}, {"function", "post"}}}}}}}};
  return report;
}

GroupRules rules(std::string_view text) {
  auto parsed = parse_group_rules(text);
  REQUIRE(parsed);
  GroupRules rules;
  rules.add(std::move(*parsed));
  return rules;
}

std::string error_of(std::string_view text) {
  const auto parsed = parse_group_rules(text);
  REQUIRE_FALSE(parsed);
  return parsed.error();
}

}  // namespace

TEST_CASE("without rules a report is of its error's group") {
  const Report report = failure("shop", "KeyError", "'a'");
  const GroupId group = GroupRules()(report);
  CHECK(group.id == group_of_error(report).id);
  CHECK(group.error == group.id);
  CHECK(group.name.empty());
}

TEST_CASE("a named rule makes one group of different errors") {
  const GroupRules database = rules("[[group]]\nname='Database'\nmessage='*could not connect*'\n");
  const GroupId one = database(failure("shop", "OperationalError", "could not connect to a"));
  const GroupId other = database(failure("mail", "InterfaceError", "pool: could not connect"));
  CHECK(one.id.starts_with("rule1:"));
  CHECK(one.id == other.id);
  CHECK(one.error != other.error);
  CHECK(one.name == "Database");
  CHECK(database(failure("shop", "KeyError", "'a'")).name.empty());
}

TEST_CASE("a rule without a name splits the error's group by the values of its fields") {
  const GroupRules split = rules("[[group]]\nexception='KeyError'\nsplit-by=['message', 'version']\n");
  const GroupId one = split(failure("shop", "KeyError", "'a'"));
  CHECK(one.part == "message='a' version=1.4.2");
  CHECK(split(failure("mail", "KeyError", "'a'")).id == one.id);
  CHECK(split(failure("shop", "KeyError", "'b'")).id != one.id);
  CHECK(split(failure("shop", "KeyError", "'b'")).error == one.error);
}

TEST_CASE("the first rule that matches counts, and all of its fields must match") {
  const GroupRules two = rules(
      "[[group]]\nname='one'\nmodule='orders.*'\ncontainer=['a', 'sh?p']\n"
      "[[group]]\nname='two'\nfile='*/views.py'\n");
  CHECK(two(failure("shop", "KeyError", "'a'")).name == "one");
  CHECK(two(failure("mail", "KeyError", "'a'")).name == "two");
}

TEST_CASE("dotted keys and fingerprints are fields, too") {
  const Report report = failure("shop", "KeyError", "'a'");
  CHECK(rules("[[group]]\nname='it'\nfingerprint='" + group_of_error(report).id + "'\n")(report).name ==
        "it");
  Report other = report;
  other.record["runtime"] = {{"version", "3.11"}};
  const GroupRules runtime = rules("[[group]]\nname='it'\nruntime.version='3.*'\n");
  CHECK(runtime(other).name == "it");
  CHECK(runtime(report).name.empty());
}

TEST_CASE("a text's exceptions are fields as a record's are") {
  Report report = failure("shop", "KeyError", "'a'");
  report.record =
      Json{{"type", "Python3"},
           {"backtrace",
            "Traceback (most recent call last):\n  File \"/srv/pay.py\", line 3, in pay\n    x()\n"
            "ValueError: no money\n"}};
  CHECK(rules("[[group]]\nname='it'\nexception='ValueError'\nfile='*/pay.py'\n")(report).name == "it");
}

TEST_CASE("values that hold what separates them make other groups") {
  const GroupRules split = rules("[[group]]\ntype='*'\nsplit-by=['message', 'container']\n");
  CHECK(split(failure("b", "KeyError", "a container=b")).id !=
        split(failure("b container=b", "KeyError", "a")).id);
}

TEST_CASE("a group's id and name are matched") {
  const GroupRules database = rules("[[group]]\nname='Database'\nmessage='*connect*'\n");
  const Report report = failure("shop", "OperationalError", "could not connect");
  const auto found = [&](const std::string& argument) {
    Match match;
    REQUIRE(match.add(argument));
    match.group_by(database);
    return match(report);
  };
  const GroupId group = database(report);
  CHECK(found(group.id));
  CHECK(found(group.id.substr(6, 5)));
  CHECK(found("fingerprint=" + group.id));
  CHECK(found("fingerprint=" + group.error));
  CHECK(found("group=Data*"));
  CHECK_FALSE(found("group=Other"));
  CHECK_FALSE(found("rule1:0000"));
}

TEST_CASE("a broken file says where and why") {
  CHECK(error_of("[[group]]\nname = 'a'\nfile = 3\n").starts_with("line 3, column 8: 'file' takes a text"));
  CHECK(error_of("[[group]\n").starts_with("line 1, column 9: "));
  CHECK(error_of("group = 1\n").starts_with("line 1, column 9: 'group' is no table"));
  CHECK(error_of("[[group]]\nfile = 'a'\n").find("neither a name nor split-by") != std::string::npos);
  CHECK(error_of("[[group]]\nname = 'a'\n").find("matches everything") != std::string::npos);
  CHECK(error_of("[[group]]\nname = ''\nfile='a'\n").find("1 to 200 bytes") != std::string::npos);
  CHECK(error_of("[[group]]\nname = 'a'\nfile = []\n").find("no text in it") != std::string::npos);
}

TEST_CASE("rules are bounded") {
  std::string many;
  for (int i = 0; i < 1001; ++i) {
    many += "[[group]]\nname='a'\nfile='b'\n";
  }
  CHECK(error_of(many).find("more than 1000 rules") != std::string::npos);
  CHECK(error_of("[[group]]\nname='a'\nfile='" + std::string(2000, '*') + "'\n").find("1024 bytes") !=
        std::string::npos);
}
