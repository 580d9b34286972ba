// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "cel/base/fd.h"
#include "cel/sink/encoded_report.h"
#include "cel/wire/encode.h"

namespace cel::test {

/// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "cel-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string file(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A unix socket of `type` that is bound to `path`.
inline Fd bound_socket(const std::string& path, int type) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  REQUIRE(path.size() < sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  Fd fd(socket(AF_UNIX, type | SOCK_CLOEXEC, 0));
  REQUIRE(bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  return fd;
}

struct Pipe {
  Fd reader;
  Fd writer;

  explicit Pipe(int flags = 0) {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC | flags) == 0);
    reader = Fd(ends[0]);
    writer = Fd(ends[1]);
  }

  /// What is in it now; it must not be empty unless its writer is closed.
  std::string read_some() const {
    std::string bytes(1U << 20U, '\0');
    const ssize_t size = read(reader.get(), bytes.data(), bytes.size());
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return bytes;
  }
};

/// A report as the logger makes it.
inline EncodedReport report_of(const Json& record, std::size_t max_line = kDefaultMaxLine) {
  EncodedReport report;
  report.record = record;
  const SerializedRecord serialized(record);
  report.json = serialized.line();
  report.line_id = "00112233aabbccdd";
  report.tag = "tag";
  report.lines = encode_record(record, serialized, LineFormat{"tag", max_line}, report.line_id);
  return report;
}

inline Json small_record() {
  return {{"type", "T"}, {"executable", "/e"}, {"reason", "r"}, {"backtrace", "b\nc"}, {"time", 1700000000}};
}

}  // namespace cel::test
