// SPDX-License-Identifier: Apache-2.0
#include <curl/curl.h>

#include <memory>

#include "cel/base/text.h"
#include "cel/ship/http/web_address.h"

namespace cel {
namespace {

using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

std::string part_of(const Url& url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) {
    return {};
  }
  const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
  return text;
}

}  // namespace

Result<WebAddress> web_address(const std::string& text) {
  const Url url(curl_url(), curl_url_cleanup);
  const CURLUcode error = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0);
  const std::string scheme = error == CURLUE_OK ? part_of(url, CURLUPART_SCHEME) : "";
  if (scheme != "http" && scheme != "https") {
    return Error{"the address is no http:// or https:// URL" +
                 (error == CURLUE_OK ? "" : std::string(": ") + curl_url_strerror(error))};
  }
  WebAddress address;
  address.user = part_of(url, CURLUPART_USER, CURLU_URLDECODE);
  address.password = part_of(url, CURLUPART_PASSWORD, CURLU_URLDECODE);
  (void)curl_url_set(url.get(), CURLUPART_USER, nullptr, 0);
  (void)curl_url_set(url.get(), CURLUPART_PASSWORD, nullptr, 0);
  address.path = part_of(url, CURLUPART_PATH);
  address.url = part_of(url, CURLUPART_URL);
  (void)curl_url_set(url.get(), CURLUPART_PATH, "/", 0);
  (void)curl_url_set(url.get(), CURLUPART_QUERY, nullptr, 0);
  (void)curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
  address.server = part_of(url, CURLUPART_URL);
  address.server.pop_back();
  return address;
}

}  // namespace cel
