// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/install.h"
#include "cel/sidecar/manifest.h"

#include <sys/stat.h>

#include "tests/unit/sink/temporary.h"

using namespace cel;

namespace {

void put(const std::string& path, const std::string& text, bool runnable = false) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
  REQUIRE(chmod(path.c_str(), runnable ? 0700 : 0600) == 0);
}

struct Places {
  test::Folder payload;
  test::Folder folder;
  std::string volume = folder.file("cel");

  Places() {
    put(payload.file("bin/program"), "program 1", true);
    put(payload.file("hook.py"), "hook 1");
    put(payload.file("old/only.py"), "old 1");
  }

  Result<Installed> install() const {
    const Result<Volume> opened = Volume::open(volume);
    REQUIRE(opened);
    return cel::install(*opened, payload.path());
  }
  std::string content(const std::string& name) const { return test::content_of(volume + "/" + name); }
};

timespec changed(const std::string& path) {
  struct stat status {};
  REQUIRE(lstat(path.c_str(), &status) == 0);
  return status.st_ctim;
}

}  // namespace

TEST_CASE("an installation lays down all files for everybody, and a second one touches none") {
  const Places places;
  const auto first = places.install();
  REQUIRE(first);
  CHECK((first->files == 3 && first->written == 3 && first->removed == 0));
  CHECK(places.content("bin/program") == "program 1");
  struct stat status {};
  REQUIRE(stat((places.volume + "/bin/program").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0755);
  REQUIRE(stat((places.volume + "/hook.py").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 0644);

  std::vector<std::pair<std::string, timespec>> before;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(places.volume)) {
    before.emplace_back(entry.path().string(), changed(entry.path().string()));
  }
  CHECK(before.size() == 6);  // with the manifest
  const auto second = places.install();
  REQUIRE(second);
  CHECK((second->written == 0 && second->removed == 0));
  for (const auto& [path, time] : before) {
    const timespec now = changed(path);
    CHECK((now.tv_sec == time.tv_sec && now.tv_nsec == time.tv_nsec));
  }
}

TEST_CASE("an upgrade removes what is no part of it any more, and nobody else's files") {
  const Places places;
  REQUIRE(places.install());
  put(places.volume + "/foreign.py", "mine");
  put(places.volume + "/bin/kept", "mine");
  put(places.payload.file("hook.py"), "hook 2");
  std::filesystem::remove_all(places.payload.file("old"));
  const auto upgraded = places.install();
  REQUIRE(upgraded);
  CHECK((upgraded->written == 1 && upgraded->removed == 1));
  CHECK(places.content("hook.py") == "hook 2");
  CHECK_FALSE(std::filesystem::exists(places.volume + "/old"));
  CHECK(places.content("foreign.py") == "mine");
  CHECK(places.content("bin/kept") == "mine");
}

TEST_CASE("a file that somebody changed is not removed, and one that is part of the volume is put right") {
  const Places places;
  REQUIRE(places.install());
  put(places.volume + "/old/only.py", "changed");
  put(places.volume + "/hook.py", "changed");
  std::filesystem::remove_all(places.payload.file("old"));
  REQUIRE(places.install());
  CHECK(places.content("old/only.py") == "changed");
  CHECK(places.content("hook.py") == "hook 1");
}

TEST_CASE("a manifest that another user could have written is not believed") {
  const Places places;
  REQUIRE(places.install());
  const std::string manifest = places.volume + "/" + kManifestName;
  std::filesystem::remove_all(places.payload.file("old"));
  REQUIRE(chmod(manifest.c_str(), 0666) == 0);
  CHECK(places.install()->removed == 0);
  CHECK(places.content("old/only.py") == "old 1");
}

TEST_CASE("of files that a manifest lists no more is read than an installation may have") {
  const Places places;
  REQUIRE(places.install());
  const std::string large = places.volume + "/large";
  put(large, "");
  std::filesystem::resize_file(large, 65U << 20U);
  const Result<Volume> volume = Volume::open(places.volume);
  CHECK_FALSE(volume->digest_of_own("large", 64U << 20U));
  CHECK(volume->digest_of_own("hook.py", 6)->size == 6);
  REQUIRE(chmod(large.c_str(), 0666) == 0);
  CHECK_FALSE(volume->digest_of_own("large", 128U << 20U));
}

TEST_CASE("a folder in a file's place is moved aside") {
  const Places places;
  std::filesystem::create_directories(places.volume + "/hook.py/full");
  REQUIRE(places.install());
  CHECK(places.content("hook.py") == "hook 1");
}

TEST_CASE("no symbolic link in a volume is followed") {
  const Places places;
  REQUIRE(places.install());
  const std::string outside = places.folder.file("outside");
  put(outside + "/program", "not ours");
  std::filesystem::remove_all(places.volume + "/bin");
  REQUIRE(symlink(outside.c_str(), (places.volume + "/bin").c_str()) == 0);
  std::filesystem::remove(places.volume + "/hook.py");
  REQUIRE(symlink((outside + "/program").c_str(), (places.volume + "/hook.py").c_str()) == 0);
  put(places.payload.file("hook.py"), "hook 2");
  const auto installed = places.install();
  REQUIRE_FALSE(installed);
  CHECK(installed.error().find(places.volume + "/bin/program") != std::string::npos);
  std::filesystem::remove(places.volume + "/bin");
  REQUIRE(places.install());
  CHECK(test::content_of(outside + "/program") == "not ours");
  CHECK_FALSE(std::filesystem::is_symlink(places.volume + "/hook.py"));
  CHECK(places.content("hook.py") == "hook 2");
}

TEST_CASE("an installation that cannot write everything changes nothing") {
  const Places places;
  REQUIRE(places.install());
  put(places.payload.file("hook.py"), "hook 2");
  put(places.payload.file("new/file"), "new");
  put(places.volume + "/new", "in the way");
  const auto installed = places.install();
  REQUIRE_FALSE(installed);
  CHECK(installed.error().find("what was in the volume is left as it was") != std::string::npos);
  CHECK(places.content("hook.py") == "hook 1");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(places.volume)) {
    CHECK_FALSE(entry.path().filename().string().starts_with(".cel-new."));
  }
}

TEST_CASE("a payload that is not there is named") {
  const Places places;
  const Result<Volume> opened = Volume::open(places.volume);
  REQUIRE(opened);
  CHECK(install(*opened, "/no/such/folder").error().starts_with("/no/such/folder holds no files to install"));
}
