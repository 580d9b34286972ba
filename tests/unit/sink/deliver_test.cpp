// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/deliver.h"

#include "cel/sink/order.h"
#include "tests/unit/sink/temporary.h"

using namespace cel;
using namespace std::chrono_literals;

namespace {

/// A sink that does as it is told, and writes down what it was asked.
class ScriptedSink : public Sink {
 public:
  enum class Behaviour { takes, refuses_open, fails, stalls_once, takes_last };

  ScriptedSink(std::string name, Behaviour behaviour, std::string& log)
      : name_(std::move(name)), behaviour_(behaviour), log_(log) {}

  std::string name() const override { return name_; }

  Result<void> open(const Deadline& /*deadline*/) override {
    return behaviour_ == Behaviour::refuses_open ? Error{"closed"} : Result<void>();
  }

  bool is_last_resort() const override { return behaviour_ == Behaviour::takes_last; }

  Result<void> deliver(const EncodedReport& /*report*/, const Deadline& /*deadline*/) override {
    log_ += name_;
    const bool takes = behaviour_ == Behaviour::takes || behaviour_ == Behaviour::takes_last ||
                       (behaviour_ == Behaviour::stalls_once && tries_++ > 0);
    return takes ? Result<void>() : Error{"stalled"};
  }

 private:
  std::string name_;
  Behaviour behaviour_;
  std::string& log_;
  int tries_ = 0;
};

using Behaviour = ScriptedSink::Behaviour;

Delivery deliver_to(const std::vector<std::pair<std::string, Behaviour>>& script, std::string& log) {
  std::vector<std::unique_ptr<Sink>> sinks;
  for (const auto& [name, behaviour] : script) {
    sinks.push_back(std::make_unique<ScriptedSink>(name, behaviour, log));
  }
  return deliver(test::report_of(test::small_record()), sinks, Deadline::after(10s));
}

}  // namespace

TEST_CASE("the first sink that takes the report gets it, and no other") {
  std::string log;
  const Delivery delivery = deliver_to({{"a", Behaviour::refuses_open},
                                        {"b", Behaviour::fails},
                                        {"c", Behaviour::takes},
                                        {"d", Behaviour::takes}},
                                       log);
  CHECK(delivery.outcome == Delivery::Outcome::delivered);
  CHECK(delivery.sink == "c");
  CHECK(log == "bc");
  CHECK(delivery.failures == std::vector<std::string>{"a: closed", "b: stalled"});
}

TEST_CASE("a sink that stalled gets the rest of the time when no other takes the report") {
  std::string log;
  const Delivery delivery = deliver_to(
      {{"a", Behaviour::stalls_once}, {"b", Behaviour::refuses_open}, {"c", Behaviour::fails}}, log);
  CHECK(delivery.outcome == Delivery::Outcome::delivered);
  CHECK(delivery.sink == "a");
  CHECK(log == "aca");
}

TEST_CASE("what nobody can read back is tried after everything else was tried twice") {
  std::string log;
  CHECK(deliver_to({{"last", Behaviour::takes_last}, {"a", Behaviour::stalls_once}}, log).sink == "a");
  CHECK(log == "aa");
  log.clear();
  CHECK(deliver_to({{"last", Behaviour::takes_last}, {"a", Behaviour::fails}}, log).sink == "last");
  CHECK(log == "aalast");
}

TEST_CASE("no sink that opens is another failure than no sink that takes") {
  std::string log;
  CHECK(deliver_to({{"a", Behaviour::refuses_open}}, log).outcome == Delivery::Outcome::not_opened);
  CHECK(deliver_to({{"a", Behaviour::fails}}, log).outcome == Delivery::Outcome::not_written);
}

TEST_CASE("sinks are tried in the documented order, the one that the user named first, none twice") {
  const auto names = [](const SinkChoice& choice) {
    std::vector<std::string> all;
    for (const auto& sink : sinks_in_order(choice)) {
      all.push_back(sink->name());
    }
    return all;
  };
  CHECK(names({"", "/relay", "/spool"}) ==
        std::vector<std::string>{"PID 1's stdout", "PID 1's stderr", "the relay /relay",
                                 "the inherited stderr", "the inherited stdout",
                                 "the journal at /run/systemd/journal/socket", "the spool folder /spool",
                                 "/dev/console"});
  CHECK(names({"stderr", "/relay", ""})[0] == "PID 1's stderr");
  CHECK(names({"stderr", "/relay", ""})[1] == "PID 1's stdout");
  CHECK(names({"stderr", "/relay", ""}).size() == 7);
  CHECK(names({"file:/x", "/relay", ""})[0] == "/x");
  CHECK_FALSE(sinks_in_order({"console", "", ""})[0]->is_last_resort());
  CHECK(sinks_in_order({"", "", ""}).back()->is_last_resort());
  CHECK(names({"", "", ""})[3] == "the relay /run/cel/cel.sock");
}
