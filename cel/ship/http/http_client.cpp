// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/http/http_client.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/text.h"
#include "cel/http/curl.h"
#include "cel/ship/http/gzip.h"

namespace cel {
namespace {

constexpr std::size_t kLargestAnswer = 4U << 20U;  // bytes
constexpr std::chrono::seconds kUsualTimeout{30};
constexpr int kLongestPoll = 1000;  // milliseconds

std::size_t take_answer(const char* bytes, std::size_t size, std::size_t count, void* body) {
  std::string& answer = *static_cast<std::string*>(body);
  if (answer.size() + size * count > kLargestAnswer) {
    return 0;  // curl ends with an error
  }
  answer.append(bytes, size * count);
  return size * count;
}

}  // namespace

struct CurlHandles {
  std::unique_ptr<CURLM, CURLMcode (*)(CURLM*)> multi{curl_multi_init(), curl_multi_cleanup};
  std::unique_ptr<CURL, void (*)(CURL*)> easy{curl_easy_init(), curl_easy_cleanup};
};

HttpClient::HttpClient() : handles_(std::make_unique<CurlHandles>()) {}

HttpClient::~HttpClient() = default;

Result<std::unique_ptr<HttpClient>> HttpClient::open(Settings& settings) {
  prepare_curl();
  std::unique_ptr<HttpClient> client(new HttpClient);
  client->headers_ = settings.take_all("header");
  for (const std::string& header : client->headers_) {
    const std::size_t colon = header.find(':');
    if (colon == 0 || colon == std::string::npos || header.find_first_of("\r\n") != std::string::npos) {
      return Error{settings.name + ": header takes one line such as 'Name: value'"};
    }
    settings.hide(std::string(trimmed(std::string_view(header).substr(colon + 1))));
  }
  const Result<std::chrono::milliseconds> timeout = settings.take_time("timeout", kUsualTimeout);
  if (!timeout) {
    return Error{timeout.error()};
  }
  client->timeout_ = *timeout;
  client->authorities_ = settings.take("ca-file");
  return client;
}

HttpAnswer HttpClient::post(const HttpRequest& request, const Stop& stop) {
  CURL* const easy = handles_->easy.get();
  CURLM* const multi = handles_->multi.get();
  HttpAnswer answer;
  CurlHeaders headers(nullptr, curl_slist_free_all);
  for (const auto* lines : {&request.headers, &std::as_const(headers_)}) {
    for (const std::string& line : *lines) {
      add_header(headers, line);
    }
  }
  std::string compressed;
  if (request.is_compressed) {
    compressed = gzip(request.body);
    add_header(headers, "Content-Encoding: gzip");
  }
  const std::string& body = request.is_compressed ? compressed : request.body;
  add_header(headers, "Expect:");  // no round trip before the body
  std::array<char, CURL_ERROR_SIZE> reason{};
  curl_easy_reset(easy);
  set_option(easy, CURLOPT_URL, request.url.c_str());
  set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set_option(easy, CURLOPT_HTTPHEADER, headers.get());
  set_option(easy, CURLOPT_USERAGENT, "cel/" CEL_VERSION);
  set_option(easy, CURLOPT_POSTFIELDS, body.data());
  set_option(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  set_option(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_.count()));
  set_option(easy, CURLOPT_NOSIGNAL, 1L);
  set_option(easy, CURLOPT_WRITEFUNCTION, take_answer);
  set_option(easy, CURLOPT_WRITEDATA, &answer.body);
  set_option(easy, CURLOPT_ERRORBUFFER, reason.data());
  if (!authorities_.empty()) {
    set_option(easy, CURLOPT_CAINFO, authorities_.c_str());
  }
  (void)curl_multi_add_handle(multi, easy);
  int running = 1;
  curl_waitfd aborting{stop.abort_descriptor(), CURL_WAIT_POLLIN, 0};
  while (curl_multi_perform(multi, &running) == CURLM_OK && running > 0 && !stop.aborted()) {
    (void)curl_multi_poll(multi, &aborting, 1, kLongestPoll, nullptr);
  }
  CURLcode result = CURLE_ABORTED_BY_CALLBACK;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    result = message->msg == CURLMSG_DONE ? message->data.result : result;
  }
  if (result == CURLE_OK) {
    curl_off_t seconds = 0;
    (void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);  // NOLINT(*-vararg)
    (void)curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);          // NOLINT(*-vararg)
    answer.retry_after = std::chrono::seconds(std::clamp<curl_off_t>(seconds, 0, INT32_MAX));
  } else {
    answer.body = reason[0] != '\0' ? reason.data() : curl_easy_strerror(result);
  }
  (void)curl_multi_remove_handle(multi, easy);
  return answer;
}

std::string HttpClient::text_of(const HttpRequest& request) const {
  std::string text = "POST " + request.url + "\n";
  for (const auto* lines : {&request.headers, &std::as_const(headers_)}) {
    for (const std::string& line : *lines) {
      text += line + "\n";
    }
  }
  return text + "\n" + request.body + (request.body.ends_with('\n') ? "" : "\n");
}

}  // namespace cel
