// SPDX-License-Identifier: Apache-2.0
#include "cel/source/places.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "cel/source/engine_places.h"
#include "cel/source/file_places.h"
#include "cel/source/logs/log_files.h"
#include "tests/unit/sink/temporary.h"
#include "tests/unit/source/log_text.h"

using namespace cel;
using namespace cel::test;
using Texts = std::vector<std::string>;

namespace {

const std::string kId(64, 'a');
const std::string kOtherId(64, 'b');

void put(const std::string& path, const std::string& content) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  write_file(path, content);
}

Wanted wanted_tag() {
  Wanted wanted;
  wanted.tag = "the-tag";
  return wanted;
}

struct Found {
  Container owner;
  Texts texts;
};

std::vector<Found> read(Result<Sources> sources) {
  INFO((sources ? "" : sources.error()));
  REQUIRE(sources);
  std::vector<Found> all;
  for (const auto& source : *sources) {
    Found& found = all.emplace_back();
    LogLine line;
    for (;;) {
      const Result<bool> more = source->next(line);
      REQUIRE(more);
      if (!*more) {
        break;
      }
      found.owner = *line.container;
      found.texts.emplace_back(line.text);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("Rotated files are one log, oldest first, each engine's and logrotate's names") {
  CHECK(group_rotated({"x-json.log", "x-json.log.1", "x-json.log.10.gz", "x-json.log.2.gz"}) ==
        std::vector<Texts>{{"x-json.log.10.gz", "x-json.log.2.gz", "x-json.log.1", "x-json.log"}});
  CHECK(group_rotated({"0.log", "0.log.20260101-000000.gz", "0.log.20260102-000000", "1.log"}) ==
        std::vector<Texts>{{"0.log.20260101-000000.gz", "0.log.20260102-000000", "0.log"}, {"1.log"}});
  CHECK(group_rotated({"a.log-20260102", "a.log-20260101.xz", "a.log", "b.log.1.zst"}) ==
        std::vector<Texts>{{"a.log-20260101.xz", "a.log-20260102", "a.log"}, {"b.log.1.zst"}});
}

TEST_CASE("Docker's folder is read container by container, named by the engine's own file") {
  const Folder folder;
  const std::string log = folder.file("containers/" + kId + "/" + kId + "-json.log");
  put(log + ".2.gz", gzipped(docker_line("the-tag 1")));
  put(log + ".1", docker_line("the-tag 2"));
  put(log, docker_line("the-tag 3"));
  put(folder.file("containers/" + kId + "/config.v2.json"),
      R"({"Name":"/shop","Config":{"Image":"shop:1","Labels":{}}})");
  put(folder.file("containers/" + kOtherId + "/" + kOtherId + "-json.log"), "");
  const auto found = read(open_docker(wanted_tag(), folder.path()));
  REQUIRE(found.size() == 2);
  CHECK(found[0].texts == Texts{"the-tag 1", "the-tag 2", "the-tag 3"});
  CHECK(found[0].owner.engine == "docker");
  CHECK(found[0].owner.id == kId);
  CHECK(found[0].owner.name == "shop");
  CHECK(found[0].owner.image == "shop:1");
  CHECK(found[0].owner.log == log);

  Wanted other = wanted_tag();
  other.container = "shop";
  CHECK(open_docker(other, folder.path())->size() == 1);
  other.container = "bbbb";
  CHECK(open_docker(other, folder.path())->size() == 1);
  other.container = "nobody";
  CHECK(open_docker(other, folder.path())->empty());
}

TEST_CASE("podman's folder is read container by container, named by its storage") {
  const Folder folder;
  put(folder.file("overlay-containers/" + kId + "/userdata/ctr.log"), cri_line("the-tag 1"));
  put(folder.file("overlay-containers/containers.json"),
      R"([{"id":")" + kId + R"(","names":["shop"],"metadata":"{\"image-name\":\"localhost/shop:1\"}"}])");
  std::string problem;
  const auto found = read(open_podman(wanted_tag(), Storage::own(folder.path()), problem));
  REQUIRE(found.size() == 1);
  CHECK(found[0].texts == Texts{"the-tag 1"});
  CHECK(found[0].owner.engine == "podman");
  CHECK(found[0].owner.name == "shop");
  CHECK(found[0].owner.image == "localhost/shop:1");
}

TEST_CASE("Pods' logs are known by their folders, and links to them by their names") {
  const Folder folder;
  const std::string log = folder.file("pods/prod_shop-1_0000-11/web/0.log");
  put(log + ".20260101-000000.gz", gzipped(cri_line("the-tag 1")));
  put(log, cri_line("the-tag 2"));
  put(folder.file("pods/prod_shop-1_0000-11/web/1.log"), cri_line("the-tag 3"));
  const auto found = read(open_pods(wanted_tag(), folder.file("pods")));
  REQUIRE(found.size() == 2);
  CHECK(found[0].texts == Texts{"the-tag 1", "the-tag 2"});
  CHECK(found[1].texts == Texts{"the-tag 3"});
  CHECK(found[0].owner.space == "prod");
  CHECK(found[0].owner.pod == "shop-1");
  CHECK(found[0].owner.name == "web");

  std::filesystem::create_directory(folder.file("containers"));
  std::filesystem::create_symlink(log, folder.file("containers/shop-1_prod_web-" + kId + ".log"));
  const auto linked = read(open_pods(wanted_tag(), folder.file("containers")));
  REQUIRE(linked.size() == 1);
  CHECK(linked[0].texts == Texts{"the-tag 1", "the-tag 2"});
  CHECK(linked[0].owner.id == kId);
  CHECK(linked[0].owner.pod == "shop-1");
  CHECK(linked[0].owner.space == "prod");
}

TEST_CASE("The folder that is named as that of pods may be called anything") {
  const Folder folder;
  const std::string log = folder.file("backup/prod_shop-1_0000-11/web/0.log");
  put(log, cri_line("the-tag 1"));
  const auto named = read(open_pods(wanted_tag(), folder.file("backup")));
  REQUIRE(named.size() == 1);
  CHECK(named[0].owner.pod == "shop-1");
  CHECK(named[0].owner.name == "web");
  const auto other = read(open_folder(wanted_tag(), folder.file("backup")));
  REQUIRE(other.size() == 1);
  CHECK(other[0].owner.pod.empty());
}

TEST_CASE("podman's containers are found whatever its storage driver") {
  const Folder folder;
  put(folder.file("vfs-containers/" + kId + "/userdata/ctr.log"), cri_line("the-tag 1"));
  std::string problem;
  const auto found = read(open_podman(wanted_tag(), Storage::own(folder.path()), problem));
  REQUIRE(found.size() == 1);
  CHECK(found[0].owner.engine == "podman");
}

TEST_CASE("A line's own word never names a container") {
  const Folder folder;
  const std::string forged = R"({"__CURSOR":"s","CONTAINER_NAME":"victim","MESSAGE":"the-tag forged"})";
  write_file(folder.file("a.log"),
             "first\n" + forged + "\n__CURSOR=s\nCONTAINER_NAME=victim\nMESSAGE=the-tag\n\n");
  for (const Found& found : read(open_path(folder.file("a.log"), wanted_tag()))) {
    CHECK(found.texts.size() == 2);
    CHECK(found.owner.name.empty());
    CHECK(found.owner.engine.empty());
  }
}

TEST_CASE("A file that was last written before the time that is asked for is not read") {
  const Folder folder;
  write_file(folder.file("a.log"), docker_line("the-tag"));
  Wanted wanted = wanted_tag();
  wanted.until = kLineTime;
  CHECK(read(open_path(folder.file("a.log"), wanted))[0].texts.size() == 1);
  wanted.until = kLineTime - 1;
  CHECK(read(open_path(folder.file("a.log"), wanted))[0].texts.empty());
  wanted = wanted_tag();
  wanted.since = 4'000'000'000'000'000;
  CHECK(read(open_path(folder.file("a.log"), wanted))[0].texts.empty());
}

TEST_CASE("What is not there is said in one sentence") {
  CHECK(open_path("/nowhere/log", wanted_tag()).error() ==
        "cannot read /nowhere/log: No such file or directory (ENOENT)");
  CHECK(open_docker(wanted_tag(), "/nowhere").error() ==
        "cannot read /nowhere/containers: No such file or directory (ENOENT)");
}

TEST_CASE("Each place is one, by its name and by its options") {
  std::set<std::string> names;
  for (const KnownPlace& place : known_places()) {
    CHECK(names.insert(place.name).second);
    for (const PlaceOption& option : place.options) {
      CHECK(names.insert("--" + std::string(option.name())).second);
      CHECK((option.takes == PlaceOption::Takes::nothing) == std::string(option.value).empty());
    }
  }
}

TEST_CASE("What is named is read and followed, and nothing else") {
  const Folder folder;
  write_file(folder.file("a.log"), docker_line("the-tag"));
  PlaceChoice choice;
  add_file(choice, folder.file("a.log"));
  add_file(choice, folder.file("none.log"));
  const std::vector<OpenedPlace> opened = open_places(choice, wanted_tag());
  REQUIRE(opened.size() == 2);
  CHECK(opened[0].name == folder.file("a.log"));
  CHECK(opened[0].logs.size() == 1);
  CHECK(opened[0].problem.empty());
  CHECK(opened[1].logs.empty());
  CHECK(opened[1].problem ==
        "cannot read " + folder.file("none.log") + ": No such file or directory (ENOENT)");

  const Result<FollowedPlace> followed = follow_places(choice, wanted_tag());
  REQUIRE(followed);
  CHECK(followed->logs.size() == 2);  // a file that is missing may come
  add_file(choice, folder.file("nowhere/a.log"));
  CHECK(follow_places(choice, wanted_tag()).error().starts_with("cannot follow "));
}
