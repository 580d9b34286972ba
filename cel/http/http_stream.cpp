// SPDX-License-Identifier: Apache-2.0
#include "cel/http/http_stream.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "cel/base/clock.h"
#include "cel/http/curl.h"

namespace cel {
namespace {

constexpr std::size_t kMostOfStream = 256U << 10U;  // bytes
constexpr long kConnectTimeout = 10'000;            // milliseconds

}  // namespace

struct StreamHandles {
  std::unique_ptr<CURLM, CURLMcode (*)(CURLM*)> multi{curl_multi_init(), curl_multi_cleanup};
  std::unique_ptr<CURL, void (*)(CURL*)> easy{curl_easy_init(), curl_easy_cleanup};
  CurlHeaders headers{nullptr, curl_slist_free_all};
  std::array<char, CURL_ERROR_SIZE> reason{};
  std::string bytes;
  bool paused = false;

  /// libcurl keeps what it could not give, and gives it again.
  static std::size_t take(const char* bytes, std::size_t size, std::size_t count, void* self) {
    StreamHandles& handles = *static_cast<StreamHandles*>(self);
    if (handles.bytes.size() >= kMostOfStream) {
      handles.paused = true;
      return CURL_WRITEFUNC_PAUSE;
    }
    handles.bytes.append(bytes, size * count);
    return size * count;
  }
};

HttpStream::HttpStream(const HttpTarget& target) {
  prepare_curl();
  handles_ = std::make_unique<StreamHandles>();
  CURL* const easy = handles_->easy.get();
  for (const std::string& line : target.headers) {
    add_header(handles_->headers, line);
  }
  set_option(easy, CURLOPT_URL, target.url.c_str());
  set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set_option(easy, CURLOPT_HTTPHEADER, handles_->headers.get());
  set_option(easy, CURLOPT_USERAGENT, "cel/" CEL_VERSION);
  set_option(easy, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeout);
  set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  set_option(easy, CURLOPT_NOSIGNAL, 1L);
  set_option(easy, CURLOPT_WRITEFUNCTION, &StreamHandles::take);
  set_option(easy, CURLOPT_WRITEDATA, handles_.get());
  set_option(easy, CURLOPT_ERRORBUFFER, handles_->reason.data());
  if (!target.authorities.empty()) {
    set_option(easy, CURLOPT_CAINFO, target.authorities.c_str());
  }
  (void)curl_multi_add_handle(handles_->multi.get(), easy);
}

HttpStream::~HttpStream() { (void)curl_multi_remove_handle(handles_->multi.get(), handles_->easy.get()); }

void HttpStream::advance(std::string& bytes, std::chrono::milliseconds wait, Until until) {
  CURLM* const multi = handles_->multi.get();
  const Deadline deadline = Deadline::after(wait);
  if (handles_->paused) {
    handles_->paused = false;
    (void)curl_easy_pause(handles_->easy.get(), CURLPAUSE_CONT);
  }
  for (int running = 1; curl_multi_perform(multi, &running) == CURLM_OK && running > 0;) {
    const bool enough = !handles_->bytes.empty() || (until == Until::answer && status() != 0);
    if (enough || deadline.passed()) {
      break;
    }
    (void)curl_multi_poll(multi, nullptr, 0, deadline.poll_timeout(), nullptr);
  }
  bytes += handles_->bytes;
  handles_->bytes.clear();
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg == CURLMSG_DONE) {
      over_ = true;
      const CURLcode result = message->data.result;
      error_ = result == CURLE_OK            ? ""
               : handles_->reason[0] != '\0' ? handles_->reason.data()
                                             : curl_easy_strerror(result);
    }
  }
}

long HttpStream::status() const {
  long status = 0;
  (void)curl_easy_getinfo(handles_->easy.get(), CURLINFO_RESPONSE_CODE, &status);  // NOLINT(*-vararg)
  return status;
}

std::chrono::milliseconds HttpStream::retry_after() const {
  curl_off_t seconds = 0;
  (void)curl_easy_getinfo(handles_->easy.get(), CURLINFO_RETRY_AFTER, &seconds);  // NOLINT(*-vararg)
  return std::chrono::seconds(std::clamp<curl_off_t>(seconds, 0, INT32_MAX));
}

}  // namespace cel
