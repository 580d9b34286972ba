// SPDX-License-Identifier: Apache-2.0
#include "cel/run/tree/tree_plan.h"

#include <catch2/catch.hpp>

using namespace cel;

namespace {

using Kind = ArchiveEntry::Kind;

ArchiveEntry file(const std::string& path) { return {Kind::file, path, "", 0644}; }
ArchiveEntry folder(const std::string& path) { return {Kind::folder, path, "", 0755}; }
ArchiveEntry points(const std::string& path, const std::string& target) {
  return {Kind::symbolic_link, path, target, 0777};
}
ArchiveEntry hard_link(const std::string& path, const std::string& target) {
  return {Kind::hard_link, path, target, 0644};
}

std::vector<std::string> paths_of(const std::vector<ArchiveEntry>& entries) {
  std::vector<std::string> paths;
  const auto plan = plan_tree(entries, true);
  REQUIRE(plan);
  for (const ArchiveEntry& entry : plan->entries) {
    paths.push_back(entry.path);
  }
  return paths;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("Leading folders are left out up to the first level with a root's folder") {
  CHECK(paths_of({file("usr/bin/x")}) == Paths{"usr/bin/x"});
  CHECK(paths_of({file("./usr//bin/./x")}) == Paths{"usr/bin/x"});
  CHECK(paths_of({folder("repo-main/"), file("repo-main/usr/x"), file("repo-main/README")}) ==
        Paths{"", "usr/x", "README"});
  CHECK(paths_of({file("a/b/etc/x"), file("README")}) == Paths{"etc/x", ""});
  CHECK(paths_of({file("a/b/c/etc/x")}) == Paths{"a/b/c/etc/x"});  // ceph-container looked at three levels
  CHECK(paths_of({file("a/my-lib/x")}) == Paths{"a/my-lib/x"});
  CHECK(paths_of({file("app/main.py")}) == Paths{"app/main.py"});
  CHECK(paths_of({file("app/bin")}) == Paths{"app/bin"});  // a file is no folder
}

TEST_CASE("What leads out of the tree, and what is no file, refuses the whole archive") {
  const std::string long_part(256, 'x');
  std::string deep;
  for (int i = 0; i < 200; ++i) {
    deep += "x/";
  }
  const std::vector<std::vector<ArchiveEntry>> hostile = {
      {file("/etc/passwd")},
      {file("../x")},
      {file("a/../../x")},
      {file("a/..")},
      {folder("a/../..")},
      {file(long_part)},
      {file(deep)},
      {points("a", "../x")},
      {points("a/b", "../../x")},
      {points("a/b", "../c/../../../x")},
      {points("a", "")},
      {points("a", "/x"), file("a/b")},
      {file("a/b"), points("a", "x")},
      {points("a", "b"), folder("a")},
      {file("a"), file("a/b")},
      {file("a"), file("a")},
      {file("a"), file("./a")},
      {hard_link("a", "/etc/passwd")},
      {hard_link("a", "../x")},
      {hard_link("a", "b")},
      {hard_link("a", "b"), file("b")},
      {points("b", "c"), hard_link("a", "b")},
      {folder("b"), hard_link("a", "b")},
      {{Kind::other, "dev/null", "", 0666}},
      {{Kind::file, "bin/su", "", 04755}},
      {{Kind::file, "bin/wall", "", 02755}},
  };
  for (std::size_t i = 0; i < hostile.size(); ++i) {
    CAPTURE(i, hostile[i].back().path);
    auto entries = hostile[i];
    entries.insert(entries.begin(), file("usr/good"));
    const auto plan = plan_tree(entries, true);
    REQUIRE(!plan);
    CHECK(plan.error().find("the archive is refused: ") == 0);
  }
}

TEST_CASE("Links within the tree are fine, and absolute ones below / only") {
  CHECK(paths_of(
            {file("usr/a"), points("usr/b", "a"), points("usr/c", "../usr/a"), hard_link("usr/d", "usr/a")})
            .size() == 4);
  CHECK(plan_tree({points("usr/b", "/usr/a")}, true));
  CHECK(!plan_tree({points("usr/b", "/usr/a")}, false));
  CHECK(plan_tree({points("usr/a", ".."), points("usr/b", "a/..")}, true));
  CHECK(!plan_tree({points("usr/a", ".."), points("usr/b", "a/..")}, false));
  CHECK(!plan_tree({points("usr/lib/a", "../x/../.."), file("usr/y")}, false));
  CHECK(plan_tree({points("usr/lib/a", "../../etc/x")}, false));
  const auto plan = plan_tree({file("r/usr/a"), hard_link("r/usr/b", "r/usr/a")}, false);
  REQUIRE(plan);
  CHECK(plan->entries[1].target == "usr/a");
  CHECK(plan->stripped == 1);
}
