// SPDX-License-Identifier: Apache-2.0
//
// sendmail=ADDRESS[,ADDRESS…]: notices of groups by mail, which this machine's sendmail takes.

#include <poll.h>
#include <sys/utsname.h>

#include <array>
#include <cerrno>
#include <utility>

#include "cel/ship/to/destinations.h"
#include "cel/ship/to/handler.h"
#include "cel/ship/to/mail_message.h"
#include "cel/ship/to/notifier.h"

namespace cel {
namespace {

constexpr std::chrono::minutes kMailTimeout{1};

/// Writes all of it, closes the input, and reads what the program says, which means nothing, until it says no
/// more.
void feed(Handler& program, std::string_view text, const Deadline& deadline, const Stop& stop) {
  std::array<char, 4096> said{};
  bool goes_on = true;
  while (goes_on && !deadline.passed() && !stop.aborted()) {
    if (text.empty()) {
      program.close_input();
    }
    std::array<pollfd, 3> ready{
        {{stop.abort_descriptor(), POLLIN, 0}, {program.output(), POLLIN, 0}, {program.input(), POLLOUT, 0}}};
    (void)poll_some(ready.data(), ready.size(), deadline.poll_timeout());
    if (ready[2].revents != 0) {
      const ssize_t size = write_some(program.input(), text.data(), text.size());
      text.remove_prefix(size > 0 ? static_cast<std::size_t>(size) : 0);
      if (size < 0 && errno != EAGAIN && errno != EINTR) {
        text = {};  // it reads no more, and ends with a status that says whether that was all
      }
    }
    if (ready[1].revents != 0) {
      const ssize_t size = read_some(program.output(), said.data(), said.size());
      goes_on = size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR));
    }
  }
}

class Sendmail : public NoticeSender {
 public:
  Sendmail(std::string command, MailHead head, std::chrono::milliseconds timeout)
      : command_(std::move(command)), head_(std::move(head)), timeout_(timeout) {}

  Verdict send(const Notice& notice, const Stop& stop) override {
    Result<Handler> program = Handler::start(command_);
    if (!program) {
      return {Verdict::Outcome::down, program.error()};
    }
    const Deadline deadline = Deadline::after(timeout_);
    feed(*program, mail_message(notice, head_, std::chrono::system_clock::now()), deadline, stop);
    program->close_input();
    const std::string ending = program->end(stop.aborted() ? Deadline::after({}) : deadline);
    if (ending.empty()) {
      return {};
    }
    return {Verdict::Outcome::down,
            "sendmail ended with " + ending + (deadline.passed() ? ", since its time was over" : "")};
  }

  std::string preview(const Notice& notice) override {
    return "# " + command_ + "\n" + mail_message(notice, head_, std::chrono::system_clock::now());
  }

 private:
  std::string command_;
  MailHead head_;
  std::chrono::milliseconds timeout_;
};

/// The command of the shell; all of its words are plain ones.
Result<std::string> command_of(Settings& settings, const std::vector<std::string>& to) {
  const std::string program = settings.take("program", "/usr/sbin/sendmail");
  if (!program.starts_with('/') ||
      program.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-") !=
          std::string::npos) {
    return Error{settings.name + ": program is an absolute path of letters, digits and '._/-'"};
  }
  std::string command = "exec " + program + " -i --";
  for (const std::string& address : to) {
    command += " " + address;
  }
  return command;
}

}  // namespace

Result<std::unique_ptr<Destination>> make_sendmail(Settings& settings) {
  MailHead head;
  head.to = mail_addresses(settings.address);
  head.from = settings.take("from");
  if (head.to.empty() || (!head.from.empty() && mail_addresses(head.from).size() != 1)) {
    return Error{settings.name + ": addresses are like ops@example.com, with commas between them"};
  }
  if (utsname names{}; uname(&names) == 0) {
    head.host = static_cast<const char*>(names.nodename);
  }
  const Result<std::string> command = command_of(settings, head.to);
  const Result<std::chrono::milliseconds> timeout = settings.take_time("timeout", kMailTimeout);
  if (!command || !timeout) {
    return Error{!command ? command.error() : timeout.error()};
  }
  return notifier(settings, std::make_unique<Sendmail>(*command, std::move(head), *timeout));
}

}  // namespace cel
