// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/kafka_library.h"

#include <dlfcn.h>

#include <string>

namespace cel {
namespace {

constexpr const char* kFileOfLibrary = "librdkafka.so.1";  // its ABI since version 1.0

/// Looks each function up, and keeps the name of one that is not there.
class Functions {
 public:
  explicit Functions(void* library) : library_(library) {}

  template <typename Function>
  void find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library_, name));  // POSIX: a function's address, too
    missing_ = function == nullptr ? name : missing_;
  }

  const std::string& missing() const { return missing_; }

 private:
  void* library_;
  std::string missing_;
};

Result<const KafkaLibrary*> load() {
  void* const file = dlopen(kFileOfLibrary, RTLD_NOW | RTLD_LOCAL);
  if (file == nullptr) {
    return Error{"kafka needs librdkafka: install librdkafka1 (Debian, Ubuntu) or librdkafka (Fedora, RHEL)"};
  }
  static KafkaLibrary library;
  Functions functions(file);
  functions.find(library.conf_new, "rd_kafka_conf_new");
  functions.find(library.conf_dup, "rd_kafka_conf_dup");
  functions.find(library.conf_destroy, "rd_kafka_conf_destroy");
  functions.find(library.conf_set, "rd_kafka_conf_set");
  functions.find(library.conf_set_opaque, "rd_kafka_conf_set_opaque");
  functions.find(library.conf_set_dr_msg_cb, "rd_kafka_conf_set_dr_msg_cb");
  functions.find(library.conf_set_error_cb, "rd_kafka_conf_set_error_cb");
  functions.find(library.conf_set_log_cb, "rd_kafka_conf_set_log_cb");
  functions.find(library.open, "rd_kafka_new");
  functions.find(library.destroy, "rd_kafka_destroy");
  functions.find(library.topic_new, "rd_kafka_topic_new");
  functions.find(library.topic_destroy, "rd_kafka_topic_destroy");
  functions.find(library.produce, "rd_kafka_produce");
  functions.find(library.poll, "rd_kafka_poll");
  functions.find(library.purge, "rd_kafka_purge");
  functions.find(library.last_error, "rd_kafka_last_error");
  functions.find(library.err2str, "rd_kafka_err2str");
  if (!functions.missing().empty()) {
    return Error{std::string(kFileOfLibrary) + " has no " + functions.missing() +
                 ": install librdkafka 1.0 or later"};
  }
  return &library;
}

}  // namespace

Result<const KafkaLibrary*> kafka_library() {
  static const Result<const KafkaLibrary*> loaded = load();
  return loaded;
}

}  // namespace cel
