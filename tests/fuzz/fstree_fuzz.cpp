// SPDX-License-Identifier: Apache-2.0
//
// Whatever bytes an archive has, and whatever links lie in the folder that it is laid over: nothing outside
// of the folder is made, changed or removed, and an archive that is refused leaves the folder as it was.

#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "cel/base/fd.h"
#include "cel/run/tree/fstree.h"
#include "tests/fuzz/check.h"

using namespace cel;
namespace fs = std::filesystem;

namespace {

const fs::path& place() {
  static const fs::path path = [] {
    std::string name = (fs::exists("/dev/shm") ? "/dev/shm" : "/tmp") + std::string("/cel-fuzz-XXXXXX");
    CEL_CHECK(mkdtemp(name.data()) != nullptr);
    return name;
  }();
  return path;
}

std::size_t count_below(const fs::path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    ++count;
  }
  return count;
}

/// A folder with ways out, beside a file that nobody may touch.
void prepare() {
  fs::remove_all(place());
  fs::create_directories(place() / "root" / "usr" / "lib");
  fs::create_directories(place() / "outside");
  std::ofstream(place() / "outside" / "kept") << "kept";
  fs::create_symlink(place() / "outside", place() / "root" / "etc");
  fs::create_symlink("../outside", place() / "root" / "var");
  fs::create_symlink("usr/lib", place() / "root" / "lib");
  fs::create_symlink(place() / "outside" / "kept", place() / "root" / "usr" / "kept");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  prepare();
  const std::size_t before = count_below(place() / "root");
  const Fd archive(memfd_create("archive", MFD_CLOEXEC));
  CEL_CHECK(archive && write(archive.get(), data, size) == static_cast<ssize_t>(size));
  const ArchiveBounds bounds{100, 1U << 20U, 1000, 1U << 16U};
  const Result<void> laid =
      lay_tree(archive.get(), (place() / "root").string(), bounds, [](std::string_view) {});
  CEL_CHECK(laid || count_below(place() / "root") == before);
  CEL_CHECK(count_below(place() / "outside") == 1);
  CEL_CHECK(fs::file_size(place() / "outside" / "kept") == 4);
  std::size_t beside = 0;
  for ([[maybe_unused]] const fs::directory_entry& entry : fs::directory_iterator(place())) {
    ++beside;
  }
  CEL_CHECK(beside == 2);
  fs::remove_all(place());
  return 0;
}
