// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cel/base/result.h"
#include "cel/ship/destination/stop.h"
#include "cel/ship/to/kafka_library.h"

namespace cel {

struct KafkaMessage {
  std::string key;
  std::string value;
};

/// A producer of librdkafka for one topic. It is used by one thread.
class KafkaProducer {
 public:
  /// Names of librdkafka's CONFIGURATION.md, and their values; a later one stands in for an earlier one.
  using Properties = std::vector<std::pair<std::string, std::string>>;

  /// Whether librdkafka takes the properties, each by itself.
  static Result<void> check(const KafkaLibrary& library, const Properties& properties);

  static Result<std::unique_ptr<KafkaProducer>> open(const KafkaLibrary& library,
                                                     const Properties& properties, const std::string& topic);

  KafkaProducer(const KafkaProducer&) = delete;
  KafkaProducer& operator=(const KafkaProducer&) = delete;
  ~KafkaProducer();

  /// Sends the messages, and waits for a delivery report of each, which it returns; gives those up that have
  /// none when `stop` is aborted.
  std::vector<rd_kafka_resp_err_t> send(std::span<const KafkaMessage> messages, const Stop& stop);

  /// Whether it can send no more, and another one has to be opened.
  bool is_broken() const { return is_broken_; }

  /// What librdkafka said last of the brokers, if something is wrong with them.
  const std::string& trouble() const { return trouble_; }

 private:
  explicit KafkaProducer(const KafkaLibrary& library) : library_(library) {}
  static void report_delivery(rd_kafka_t* handle, const rd_kafka_message_t* message, void* producer);
  static void report_trouble(rd_kafka_t* handle, int error, const char* reason, void* producer);

  const KafkaLibrary& library_;
  rd_kafka_t* handle_ = nullptr;
  rd_kafka_topic_t* topic_ = nullptr;
  std::size_t open_ = 0;  // messages without a delivery report
  bool is_broken_ = false;
  std::string trouble_;
};

}  // namespace cel
