// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/kafka_producer.h"

#include <array>

namespace cel {
namespace {

using Conf = std::unique_ptr<rd_kafka_conf_t, decltype(&rd_kafka_conf_destroy)>;
using Reason = std::array<char, 512>;

Result<Conf> conf_of(const KafkaLibrary& library, const KafkaProducer::Properties& properties) {
  Conf conf(library.conf_new(), library.conf_destroy);
  Reason reason{};
  for (const auto& [name, value] : properties) {
    if (library.conf_set(conf.get(), name.c_str(), value.c_str(), reason.data(), reason.size()) !=
        RD_KAFKA_CONF_OK) {
      return Error{reason.data()};
    }
  }
  return conf;
}

}  // namespace

Result<void> KafkaProducer::check(const KafkaLibrary& library, const Properties& properties) {
  const Result<Conf> conf = conf_of(library, properties);
  return conf ? Result<void>() : Error{conf.error()};
}

Result<std::unique_ptr<KafkaProducer>> KafkaProducer::open(const KafkaLibrary& library,
                                                           const Properties& properties,
                                                           const std::string& topic) {
  Result<Conf> conf = conf_of(library, properties);
  if (!conf) {
    return Error{conf.error()};
  }
  std::unique_ptr<KafkaProducer> producer(new KafkaProducer(library));
  library.conf_set_opaque(conf->get(), producer.get());
  library.conf_set_dr_msg_cb(conf->get(), report_delivery);
  library.conf_set_error_cb(conf->get(), report_trouble);
  library.conf_set_log_cb(conf->get(), [](const rd_kafka_t*, int, const char*, const char*) {});
  Reason reason{};
  producer->handle_ = library.open(RD_KAFKA_PRODUCER, conf->get(), reason.data(), reason.size());
  if (producer->handle_ == nullptr) {
    return Error{reason.data()};
  }
  (void)conf->release();  // the handle has it now
  producer->topic_ = library.topic_new(producer->handle_, topic.c_str(), nullptr);
  if (producer->topic_ == nullptr) {
    return Error{topic + ": " + library.err2str(library.last_error())};
  }
  return producer;
}

KafkaProducer::~KafkaProducer() {
  if (topic_ != nullptr) {
    library_.topic_destroy(topic_);
  }
  if (handle_ != nullptr) {
    library_.destroy(handle_);
  }
}

std::vector<rd_kafka_resp_err_t> KafkaProducer::send(std::span<const KafkaMessage> messages,
                                                     const Stop& stop) {
  constexpr int kMillisecondsOfAPoll = 100;  // until `stop` is looked at again
  std::vector<rd_kafka_resp_err_t> outcomes(messages.size(), RD_KAFKA_RESP_ERR__IN_PROGRESS);
  for (std::size_t at = 0; at < messages.size(); ++at) {
    const KafkaMessage& message = messages[at];
    // The payload is copied, and so not changed.
    if (library_.produce(topic_, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY,
                         const_cast<char*>(message.value.data()), message.value.size(), message.key.data(),
                         message.key.size(), &outcomes[at]) == 0) {
      ++open_;
    } else {
      outcomes[at] = library_.last_error();
      is_broken_ = is_broken_ || outcomes[at] == RD_KAFKA_RESP_ERR__FATAL;
    }
  }
  bool is_given_up = false;
  while (open_ > 0) {
    if (!is_given_up && stop.aborted()) {
      is_given_up = true;
      library_.purge(handle_, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    }
    library_.poll(handle_, kMillisecondsOfAPoll);
  }
  return outcomes;
}

void KafkaProducer::report_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* producer) {
  auto* const self = static_cast<KafkaProducer*>(producer);
  *static_cast<rd_kafka_resp_err_t*>(message->_private) = message->err;
  --self->open_;
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    self->trouble_.clear();
  }
}

void KafkaProducer::report_trouble(rd_kafka_t*, int error, const char* reason, void* producer) {
  auto* const self = static_cast<KafkaProducer*>(producer);
  self->is_broken_ = self->is_broken_ || error == RD_KAFKA_RESP_ERR__FATAL;
  self->trouble_ = reason;
}

}  // namespace cel
