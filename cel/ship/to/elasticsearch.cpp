// SPDX-License-Identifier: Apache-2.0
//
// elasticsearch=URL/INDEX: the bulk API of Elasticsearch and OpenSearch, with documents by the Elastic Common
// Schema. A document's _id is the report's, so that a second delivery makes no second one.

#include <utility>

#include "cel/ship/http/http_destination.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/elastic_bulk.h"

namespace cel {
namespace {

class Elasticsearch : public HttpFormat {
 public:
  Elasticsearch(std::string url, std::string index) : url_(std::move(url)), index_(std::move(index)) {}

  HttpRequest request_of(std::span<const Json> reports) const override {
    return {url_, {"Content-Type: application/x-ndjson"}, elastic_bulk(reports, index_), true};
  }

  Verdict verdict_on(const HttpAnswer& answer, std::size_t reports) const override {
    Verdict verdict = verdict_of(answer);
    return verdict.outcome == Verdict::Outcome::settled ? elastic_verdict(answer.body, reports) : verdict;
  }

 private:
  std::string url_;
  std::string index_;
};

}  // namespace

Result<std::unique_ptr<Destination>> make_elasticsearch(Settings& settings) {
  const Result<WebAddress> address = address_of(settings);
  if (!address) {
    return Error{address.error()};
  }
  const std::size_t slash = address->path.rfind('/');
  std::string index = address->path.substr(slash + 1);
  if (index.empty()) {
    return Error{settings.name + ": the address is URL/INDEX, such as https://host:9200/reports"};
  }
  std::string url = address->server + address->path.substr(0, slash) + "/_bulk";
  return http_destination(settings, std::make_unique<Elasticsearch>(std::move(url), std::move(index)));
}

}  // namespace cel
