// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <string>

namespace cel {

/// To be called before libcurl is used, from whatever thread.
inline void prepare_curl() {
  static std::once_flag once;
  std::call_once(once, [] { (void)curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// Lines of headers, as libcurl takes them.
using CurlHeaders = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

inline void add_header(CurlHeaders& headers, const std::string& line) {
  curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
  (void)headers.release();
  headers.reset(longer);
}

template <typename Value>
void set_option(CURL* easy, CURLoption option, Value value) {
  (void)curl_easy_setopt(easy, option, value);  // NOLINT(*-vararg): libcurl's interface
}

}  // namespace cel
