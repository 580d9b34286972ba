// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/journal_sink.h"

#include <sys/socket.h>
#include <sys/stat.h>

#include <cstring>

#include "tests/unit/sink/temporary.h"

using namespace cel;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

/// A datagram socket that stands for journald's.
class FakeJournal {
 public:
  FakeJournal() : fd_(test::bound_socket(path(), SOCK_DGRAM)) {}

  std::string path() const { return folder_.file("socket"); }

  /// The next entry, from the datagram or from the sealed file that came with it.
  std::string receive() const {
    std::string bytes(1U << 20U, '\0');
    iovec vector{bytes.data(), bytes.size()};
    alignas(cmsghdr) std::array<char, 64> control{};
    msghdr message{};
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t size = recvmsg(fd_.get(), &message, 0);
    REQUIRE(size >= 0);
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (header == nullptr) {
      bytes.resize(static_cast<std::size_t>(size));
      return bytes;
    }
    int passed = -1;
    std::memcpy(&passed, CMSG_DATA(header), sizeof passed);
    const Fd file(passed);
    CHECK((fcntl(file.get(), F_GET_SEALS) & F_SEAL_WRITE) != 0);
    struct stat status {};
    REQUIRE(fstat(file.get(), &status) == 0);
    bytes.resize(static_cast<std::size_t>(status.st_size));
    REQUIRE(pread(file.get(), bytes.data(), bytes.size(), 0) == status.st_size);
    return bytes;
  }

 private:
  test::Folder folder_;
  Fd fd_;
};

}  // namespace

TEST_CASE("an entry has the line, the record and its elements as fields") {
  CHECK(journal_entry(test::report_of(test::small_record())) ==
        "MESSAGE=tag - "
        "{\"type\":\"T\",\"executable\":\"/"
        "e\",\"reason\":\"r\",\"backtrace\":\"b\\nc\",\"time\":1700000000}\n"
        "MESSAGE_ID=5e1f0c3a9d4b4f6e8a7c2b1d0e9f8a76\n"
        "PRIORITY=3\n"
        "SYSLOG_IDENTIFIER=tag\n"
        "CEL_RECORD={\"type\":\"T\",\"executable\":\"/"
        "e\",\"reason\":\"r\",\"backtrace\":\"b\\nc\",\"time\":1700000000}\n"
        "CEL_TYPE=T\n"
        "CEL_EXECUTABLE=/e\n"
        "CEL_REASON=r\n"
        "CEL_BACKTRACE\n\x03\0\0\0\0\0\0\0b\nc\n"
        "CEL_TIME=1700000000\n"s);
}

TEST_CASE("a key that is no field's name, or would stand for another field, stays in the record alone") {
  Json record = test::small_record();
  record["record"] = "forged";
  record["a=b\nMESSAGE=x"] = "forged";
  record[std::string(61, 'k')] = "too long";
  record["list"] = Json::array({1});
  record["severity"] = "fatal";
  const std::string entry = journal_entry(test::report_of(record));
  CHECK(entry.find("\nCEL_RECORD=forged") == std::string::npos);
  CHECK(entry.find("\nMESSAGE=x") == std::string::npos);
  CHECK(entry.find("CEL_KKK") == std::string::npos);
  CHECK(entry.find("CEL_LIST") == std::string::npos);
  CHECK(entry.find("\nPRIORITY=2\n") != std::string::npos);
}

TEST_CASE("an entry arrives, as a datagram or as a sealed file") {
  const FakeJournal fake;
  const auto size = GENERATE(10, 900'000);
  Json record = test::small_record();
  record["extra"] = std::string(static_cast<std::size_t>(size), 'x');
  const EncodedReport report = test::report_of(record);
  const auto sink = journal_sink(fake.path());
  REQUIRE(sink->open(Deadline::after(1s)));
  REQUIRE(sink->deliver(report, Deadline::after(10s)));
  CHECK(fake.receive() == journal_entry(report));
}

TEST_CASE("a journal that is not there is refused") {
  CHECK(journal_sink("/nowhere/socket")->open(Deadline::after(1s)).error() ==
        "cannot connect: No such file or directory (ENOENT)");
  CHECK(journal_sink(std::string(200, 'x'))
            ->open(Deadline::after(1s))
            .error()
            .find("longer than the 107 bytes") != std::string::npos);
}
