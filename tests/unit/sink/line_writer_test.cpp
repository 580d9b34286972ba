// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/line_writer.h"

#include <sys/socket.h>

#include <csignal>
#include <thread>

#include "cel/sink/stream_sinks.h"
#include "tests/unit/sink/temporary.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

void fill(int fd) {
  const std::string block(4096, 'x');
  REQUIRE(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0);
  while (write(fd, block.data(), block.size()) > 0) {
  }
  REQUIRE(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK) == 0);
}

}  // namespace

TEST_CASE("a line is written whole into an own pipe") {
  test::Pipe pipe(O_NONBLOCK);
  const LineWriter stream = LineWriter::own(std::move(pipe.writer));
  CHECK(stream.write_line("hello\n", Deadline::after(1s)));
  CHECK(pipe.read_some() == "hello\n");
}

TEST_CASE("a full pipe that nobody reads is given up at the deadline, whoever's it is") {
  test::Pipe pipe;
  fill(pipe.writer.get());
  const Result<void> written =
      LineWriter::inherited(pipe.writer.get()).write_line("hello\n", Deadline::after(30ms));
  REQUIRE_FALSE(written);
  CHECK(written.error() == "nobody reads it: it stayed full up to the deadline");
}

TEST_CASE("an inherited pipe keeps its flags") {
  test::Pipe pipe;
  const int before = fcntl(pipe.writer.get(), F_GETFL);
  CHECK(LineWriter::inherited(pipe.writer.get()).write_line("hello\n", Deadline::after(1s)));
  CHECK(fcntl(pipe.writer.get(), F_GETFL) == before);
  CHECK(pipe.read_some() == "hello\n");
}

TEST_CASE("a slow reader gets every line whole") {
  test::Pipe pipe;
  fill(pipe.writer.get());
  std::string got;
  std::thread reader([&] {
    for (int i = 0; i < 100 && got.find("end\n") == std::string::npos; ++i) {
      std::this_thread::sleep_for(1ms);
      got += pipe.read_some();
    }
  });
  const LineWriter stream = LineWriter::inherited(pipe.writer.get());
  const std::string line = std::string(4000, 'y') + "\n";
  for (int i = 0; i < 50; ++i) {
    REQUIRE(stream.write_line(line, Deadline::after(60s)));
  }
  REQUIRE(stream.write_line("end\n", Deadline::after(60s)));
  reader.join();
  for (int i = 0; i < 50; ++i) {
    CHECK(got.find(line) != std::string::npos);
  }
}

TEST_CASE("a pipe without a reader is an error, not a signal") {
  test::Pipe pipe(O_NONBLOCK);
  pipe.reader = Fd();
  const LineWriter stream = LineWriter::own(std::move(pipe.writer));
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  const Result<void> written = stream.write_line("hello\n", Deadline::after(10s));
  REQUIRE(std::signal(SIGPIPE, before) != SIG_ERR);
  REQUIRE_FALSE(written);
  CHECK(written.error() == "cannot write: Broken pipe (EPIPE)");
}

TEST_CASE("a socket is written to without waiting, and a line that it takes half of is finished") {
  std::array<int, 2> ends{};
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  const Fd ours(ends[0]);
  const Fd theirs(ends[1]);
  const std::string line = std::string(2'000'000, 'z') + "\n";
  std::string got;
  std::thread reader([&] {
    std::string block(65536, '\0');
    while (got.size() < line.size()) {
      const ssize_t size = read(theirs.get(), block.data(), block.size());
      got.append(block, 0, static_cast<std::size_t>(size));
    }
  });
  CHECK(LineWriter::inherited(ours.get()).write_line(line, Deadline::after(60s)));
  reader.join();
  CHECK(got == line);
  const Result<void> stalled = LineWriter::inherited(ours.get()).write_line(line, Deadline::after(30ms));
  REQUIRE_FALSE(stalled);
  CHECK(stalled.error().find("torn") != std::string::npos);
}

TEST_CASE("only what can be a log is one") {
  const auto why = [](const char* path) {
    const Fd fd = open_file(path, O_RDONLY);
    const Result<void> checked = check_stream(fd.get());
    return checked ? std::string("fine") : checked.error();
  };
  CHECK(why("/dev/null") == "is /dev/null, where nobody would read the report");
  CHECK(why("/dev/zero") == "is neither a pipe, a socket, a terminal nor a regular file");
  CHECK(why("/") == "is neither a pipe, a socket, a terminal nor a regular file");
  CHECK(why("/proc/self/status") == "fine");
  CHECK(check_stream(-1).error().starts_with("is not open"));
}

TEST_CASE("a file is appended to, and made if it is not there") {
  const test::Folder folder;
  const std::string path = folder.file("log");
  const EncodedReport report = test::report_of(test::small_record());
  for (int i = 0; i < 2; ++i) {
    const auto sink = file_sink(path);
    REQUIRE(sink->open(Deadline::after(1s)));
    CHECK(sink->deliver(report, Deadline::after(1s)));
  }
  CHECK(test::content_of(path) == report.lines[0] + report.lines[0]);
}

TEST_CASE("a file that cannot be opened is refused with its mode, its owner and the errno") {
  const auto sink = file_sink("/proc/nowhere/log");
  const Result<void> opened = sink->open(Deadline::after(1s));
  REQUIRE_FALSE(opened);
  CHECK(
      opened.error() ==
      "cannot open it for appending: No such file or directory (ENOENT): there is no folder /proc/nowhere/");
  const test::Folder folder;
  const Result<void> directory = file_sink(folder.path())->open(Deadline::after(1s));
  REQUIRE_FALSE(directory);
  CHECK(directory.error().find("(EISDIR): " + folder.path() + " has mode 0700 and belongs to uid") !=
        std::string::npos);
}

TEST_CASE("a second try goes on behind the lines that were written") {
  test::Pipe pipe;
  Json record = test::small_record();
  record["extra"] = std::string(200'000, 'x');
  EncodedReport report = test::report_of(record, 512);
  for (int i = 0; report.lines.size() < 200; ++i) {
    report.lines.push_back("tag - {\"line\":" + std::to_string(i) + ",\"x\":\"" + std::string(470, 'y') +
                           "\"}\n");
  }
  const auto sink = inherited_fd(pipe.writer.get());
  REQUIRE(sink->open(Deadline::after(1s)));
  REQUIRE_FALSE(sink->deliver(report, Deadline::after(20ms)));
  std::string got = pipe.read_some();
  REQUIRE(sink->deliver(report, Deadline::after(10s)));
  got += pipe.read_some();
  std::string all;
  for (const std::string& line : report.lines) {
    all += line;
  }
  CHECK(got == all);
}
