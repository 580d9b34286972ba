// SPDX-License-Identifier: Apache-2.0
//
// kafka=BROKERS/TOPIC: a message for each report, whose key is the fingerprint and whose value is the report
// as JSON, by an idempotent producer. A report counts as delivered once all replicas in sync have it.

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/text.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/kafka_producer.h"

namespace cel {
namespace {

constexpr std::chrono::seconds kKafkaTimeout{30};
constexpr std::size_t kLongestTopic = 249;  // Kafka's own limit

struct KafkaAddress {
  std::string brokers;
  std::string topic;
};

Result<KafkaAddress> kafka_address(const std::string& address) {
  constexpr std::string_view kOfTopics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  const std::size_t slash = std::min(address.rfind('/'), address.size());
  KafkaAddress parts{address.substr(0, slash), address.substr(std::min(slash + 1, address.size()))};
  if (parts.brokers.empty() || parts.topic.empty() || parts.topic.size() > kLongestTopic ||
      parts.topic.find_first_not_of(kOfTopics) != std::string::npos) {
    return Error{"the address is BROKERS/TOPIC, such as kafka1:9092,kafka2:9092/reports"};
  }
  return parts;
}

/// What no property may change: the promise rests on it, or it has a key of its own.
bool is_ours(std::string_view name) {
  constexpr std::array kOurs{"bootstrap.servers",     "metadata.broker.list", "acks",
                             "request.required.acks", "enable.idempotence",   "message.timeout.ms",
                             "delivery.timeout.ms"};
  return std::find(kOurs.begin(), kOurs.end(), name) != kOurs.end();
}

Result<KafkaProducer::Properties> properties_of(Settings& settings, const std::string& brokers) {
  const Result<std::chrono::milliseconds> timeout = settings.take_time("timeout", kKafkaTimeout);
  if (!timeout) {
    return Error{timeout.error()};
  }
  KafkaProducer::Properties properties{
      {"bootstrap.servers", brokers},
      {"client.id", "cel"},
      {"enable.idempotence", "true"},
      {"acks", "all"},
      {"compression.codec", "zstd"},
      {"message.max.bytes", "67108864"},  // the broker says what is too large
      {"message.timeout.ms", std::to_string(timeout->count())}};
  for (const std::string& line : settings.take_all("property")) {
    std::string_view value = line;
    const std::string name(take_field(value, '='));
    if (name.size() == line.size()) {
      return Error{settings.name + ": a property is NAME=VALUE, not " + cel::quoted(line)};
    }
    if (is_ours(name)) {
      return Error{settings.name + ": the property " + name + " is set by cel"};
    }
    if (name.ends_with("password")) {
      settings.hide(std::string(value));
    }
    properties.emplace_back(name, value);
  }
  return properties;
}

bool is_for_its_content(rd_kafka_resp_err_t error) {
  return error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || error == RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE ||
         error == RD_KAFKA_RESP_ERR_INVALID_RECORD;
}

/// The key of a line, which has no fingerprint, is the container, or what was read: its lines stay in order.
std::string key_of(const Json& report) {
  const Json none = Json::object();
  const auto found = report.find("container");
  const Json& container = found != report.end() && found->is_object() ? *found : none;
  return std::string(
      string_at(report, "fingerprint")
          .value_or(string_at(container, "id").value_or(string_at(container, "log").value_or(""))));
}

KafkaMessage kafka_message(const Json& report) { return {key_of(report), to_line(report)}; }

class Kafka : public Destination {
 public:
  Kafka(const KafkaLibrary& library, KafkaAddress address, KafkaProducer::Properties properties)
      : library_(library), address_(std::move(address)), properties_(std::move(properties)) {}

  Verdict deliver(std::span<const Json> reports, const Stop& stop) override {
    if (!producer_ || producer_->is_broken()) {
      producer_.reset();
      Result<std::unique_ptr<KafkaProducer>> opened =
          KafkaProducer::open(library_, properties_, address_.topic);
      if (!opened) {
        return {Verdict::Outcome::down, opened.error()};
      }
      producer_ = std::move(*opened);
    }
    std::vector<KafkaMessage> messages;
    for (const Json& report : reports) {
      messages.push_back(kafka_message(report));
    }
    std::vector<rd_kafka_resp_err_t> outcomes = producer_->send(messages, stop);
    for (std::size_t at = 0; at < outcomes.size() && messages.size() > 1; ++at) {
      if (is_for_its_content(outcomes[at])) {  // or for that of its neighbours in a batch
        outcomes[at] = producer_->send(std::span(messages).subspan(at, 1), stop).front();
      }
    }
    return verdict_on(outcomes);
  }

  std::string preview(const Json& report) override {
    const KafkaMessage message = kafka_message(report);
    return "topic " + address_.topic + " at " + address_.brokers + ", key " + one_line(message.key) + "\n" +
           message.value + "\n";
  }

 private:
  Verdict verdict_on(const std::vector<rd_kafka_resp_err_t>& outcomes) const {
    Verdict verdict;
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
      if (outcomes[at] == RD_KAFKA_RESP_ERR_NO_ERROR) {
        continue;
      }
      const std::string words = library_.err2str(outcomes[at]);
      if (is_for_its_content(outcomes[at])) {
        verdict.refused.emplace_back(at, words);
      } else {
        verdict.again.push_back(at);
        verdict.answer = producer_->trouble().empty() ? words : words + ": " + producer_->trouble();
      }
    }
    if (verdict.again.size() == outcomes.size()) {
      verdict.outcome = Verdict::Outcome::down;
    }
    return verdict;
  }

  const KafkaLibrary& library_;
  KafkaAddress address_;
  KafkaProducer::Properties properties_;
  std::unique_ptr<KafkaProducer> producer_;
};

}  // namespace

Result<std::unique_ptr<Destination>> make_kafka(Settings& settings) {
  Result<KafkaAddress> address = kafka_address(settings.address);
  if (!address) {
    return Error{settings.name + ": " + address.error()};
  }
  Result<KafkaProducer::Properties> properties = properties_of(settings, address->brokers);
  if (!properties) {
    return Error{properties.error()};
  }
  const Result<const KafkaLibrary*> library = kafka_library();
  const Result<void> checked =
      library ? KafkaProducer::check(**library, *properties) : Error{library.error()};
  if (!checked) {
    return Error{settings.name + ": " + checked.error()};
  }
  return std::unique_ptr<Destination>(
      std::make_unique<Kafka>(**library, std::move(*address), std::move(*properties)));
}

}  // namespace cel
