// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/stream/stream_destination.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

class StreamDestination : public Destination {
 public:
  StreamDestination(std::unique_ptr<StreamClient> client, StreamFormat format)
      : client_(std::move(client)), format_(std::move(format)) {}

  Verdict deliver(std::span<const Json> reports, const Stop& stop) override {
    std::string batch;
    for (const Json& report : reports) {
      batch += format_(report);
    }
    return client_->send(batch, stop);
  }

  std::string preview(const Json& report) override {
    std::string message = format_(report);
    std::replace(message.begin(), message.end(), '\0', '\n');
    return message.ends_with('\n') ? message : message + "\n";
  }

 private:
  std::unique_ptr<StreamClient> client_;
  StreamFormat format_;
};

}  // namespace

Result<std::unique_ptr<Destination>> stream_destination(Settings& settings, StreamFormat format) {
  Result<std::unique_ptr<StreamClient>> client = StreamClient::open(settings);
  if (!client) {
    return Error{client.error()};
  }
  return std::unique_ptr<Destination>(
      std::make_unique<StreamDestination>(std::move(*client), std::move(format)));
}

}  // namespace cel
