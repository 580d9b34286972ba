// SPDX-License-Identifier: Apache-2.0
//
// exec=COMMAND: reports as lines of JSON on a handler's standard input. It acknowledges them by `ok ID` lines
// or, if it is started for each batch, by its exit status 0.

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <utility>

#include "cel/ship/to/destinations.h"
#include "cel/ship/to/exec_answers.h"
#include "cel/ship/to/handler.h"

namespace cel {
namespace {

constexpr std::chrono::minutes kHandlerTimeout{1};
constexpr std::size_t kReportsOfABatch = 100;

/// The reports of a batch that the handler did not answer yet.
class Exchange {
 public:
  explicit Exchange(std::span<const Json> reports) : count_(reports.size()) {
    for (std::size_t index = 0; index < reports.size(); ++index) {
      open_.emplace(string_at(reports[index], "id").value_or(""), index);
      text_ += to_line(reports[index]) + '\n';
    }
  }

  /// Writes and reads until all is answered, the handler has closed its output, or the time is over.
  void run(Handler& handler, ExecAnswers& answers, bool keeps_running, const Deadline& deadline,
           const Stop& stop) {
    std::string_view unwritten = text_;
    while (!deadline.passed() && !stop.aborted() && !(keeps_running && open_.empty())) {
      if (unwritten.empty() && !keeps_running) {
        handler.close_input();
      }
      std::array<pollfd, 3> ready{{{stop.abort_descriptor(), POLLIN, 0},
                                   {handler.output(), POLLIN, 0},
                                   {unwritten.empty() ? -1 : handler.input(), POLLOUT, 0}}};
      (void)poll_some(ready.data(), ready.size(), deadline.poll_timeout());
      if (ready[2].revents != 0 && !write_to(handler.input(), unwritten)) {
        handler.close_input();  // it reads no more; what it said of the reports still counts
        unwritten = {};
        keeps_running = false;
      }
      if (ready[1].revents != 0 && !read_from(handler.output(), answers)) {
        return;
      }
    }
  }

  /// What became of the batch, for a handler that ended as `ending` says, or goes on.
  Verdict verdict(const std::string& ending) {
    Verdict verdict;
    verdict.answer = ending;
    verdict.refused = std::move(refused_);
    std::sort(verdict.refused.begin(), verdict.refused.end());
    if (!ending.empty()) {
      for (const auto& [id, index] : open_) {
        verdict.again.push_back(index);
      }
      std::sort(verdict.again.begin(), verdict.again.end());
      verdict.outcome = verdict.again.size() == count_ ? Verdict::Outcome::down : verdict.outcome;
    }
    return verdict;
  }

  bool is_answered() const { return open_.empty(); }

 private:
  static bool write_to(int file, std::string_view& bytes) {
    const ssize_t size = write_some(file, bytes.data(), bytes.size());
    bytes.remove_prefix(size < 0 ? 0 : static_cast<std::size_t>(size));
    return size >= 0 || errno == EAGAIN || errno == EINTR;
  }

  bool read_from(int file, ExecAnswers& answers) {
    std::array<char, 65536> block{};
    const ssize_t size = read_some(file, block.data(), block.size());
    if (size <= 0) {
      return size < 0 && (errno == EAGAIN || errno == EINTR);
    }
    for (ExecAnswer& answer : answers.take({block.data(), static_cast<std::size_t>(size)})) {
      const auto [begin, end] = open_.equal_range(answer.id);
      for (auto each = begin; each != end && !answer.is_ok; ++each) {
        refused_.emplace_back(each->second, "the handler: " + answer.why);
      }
      open_.erase(begin, end);
    }
    return true;
  }

  std::size_t count_;
  std::multimap<std::string, std::size_t> open_;  // by id
  std::vector<std::pair<std::size_t, std::string>> refused_;
  std::string text_;
};

class Exec : public Destination {
 public:
  Exec(std::string command, bool keeps_running, std::chrono::milliseconds timeout)
      : command_(std::move(command)), keeps_running_(keeps_running), timeout_(timeout) {}

  Limits limits() const override { return {.reports = kReportsOfABatch}; }

  Verdict deliver(std::span<const Json> reports, const Stop& stop) override {
    if (!handler_) {
      Result<Handler> started = Handler::start(command_);
      if (!started) {
        return {Verdict::Outcome::down, started.error()};
      }
      handler_ = std::move(*started);
      answers_ = {};
    }
    const Deadline deadline = Deadline::after(timeout_);
    Exchange exchange(reports);
    exchange.run(handler_, answers_, keeps_running_, deadline, stop);
    if (keeps_running_ && exchange.is_answered()) {
      return exchange.verdict({});
    }
    handler_.close_input();
    std::string ending = handler_.end(stop.aborted() ? Deadline::after({}) : deadline);
    if (!ending.empty()) {
      ending = "the handler ended with " + ending + (deadline.passed() ? ", since its time was over" : "");
    } else if (keeps_running_) {
      ending = "the handler ended before it said ok to all reports";
    }
    return exchange.verdict(ending);
  }

  std::string preview(const Json& report) override { return to_line(report) + "\n"; }

 private:
  std::string command_;
  bool keeps_running_;
  std::chrono::milliseconds timeout_;
  Handler handler_;
  ExecAnswers answers_;
};

}  // namespace

Result<std::unique_ptr<Destination>> make_exec(Settings& settings) {
  const std::string keep = settings.take("keep-running", "false");
  if (keep != "true" && keep != "false") {
    return Error{settings.name + ": keep-running is true or false"};
  }
  const Result<std::chrono::milliseconds> timeout = settings.take_time("timeout", kHandlerTimeout);
  if (!timeout) {
    return Error{timeout.error()};
  }
  return std::unique_ptr<Destination>(std::make_unique<Exec>(settings.address, keep == "true", *timeout));
}

}  // namespace cel
