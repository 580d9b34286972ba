// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/destination/settings.h"

#include <fcntl.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <utility>

#include "cel/base/fd.h"
#include "cel/base/sha256.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kLargestSecret = 65536;  // bytes
constexpr std::size_t kShortestSecret = 4;     // shorter ones are parts of words

Result<std::string> content_of(const std::string& path) {
  const Fd file = open_file(path.c_str(), O_RDONLY);
  std::string content(kLargestSecret, '\0');
  const ssize_t size = file ? read_some(file.get(), content.data(), content.size()) : -1;
  if (size < 0) {
    return Error{"cannot read " + path + ": " + errno_text(errno)};
  }
  content.resize(static_cast<std::size_t>(size));
  return std::string(trimmed(content));
}

Result<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nobody sets one
  return value != nullptr ? Result<std::string>(value) : Error{"there is no variable " + name};
}

/// The secret that the inside of `${…}` names.
Result<std::string> secret_named(std::string_view inside) {
  const std::string kind(take_field(inside, ':'));
  const std::string name(inside);
  if (kind == "env") {
    return variable(name);
  }
  if (kind == "file") {
    return content_of(name);
  }
  if (kind == "credential") {  // systemd.exec(5), LoadCredential=
    Result<std::string> folder = variable("CREDENTIALS_DIRECTORY");
    return folder ? content_of(*folder + "/" + name) : folder;
  }
  return Error{"${" + kind + ":" + name + "} is none of ${env:NAME}, ${file:PATH}, ${credential:NAME}"};
}

}  // namespace

Result<Settings> Settings::of_words(std::string_view words) {
  constexpr std::size_t kDigits = 8;
  Settings settings;
  settings.type = take_field(words, '=');
  settings.address = words;
  if (settings.type.empty() || settings.address.empty()) {
    return Error{"--to takes TYPE=ADDRESS, such as webhook=https://example.com/"};
  }
  const Sha256Digest digest = sha256(settings.address);
  settings.name = settings.type + "-" + hex(digest.data(), digest.size()).substr(0, kDigits);
  return settings;
}

Result<void> Settings::fill_in(std::string& text) {
  std::size_t at = 0;
  while ((at = text.find("${", at)) != std::string::npos) {
    const std::size_t end = text.find('}', at);
    if (end == std::string::npos) {
      return Error{"a ${ without its }"};
    }
    Result<std::string> secret = secret_named(std::string_view(text).substr(at + 2, end - at - 2));
    if (!secret) {
      return Error{secret.error()};
    }
    if (secret->find_first_of("\r\n") != std::string::npos) {
      return Error{"a secret has more than one line"};
    }
    text.replace(at, end + 1 - at, *secret);
    at += secret->size();
    hide(std::move(*secret));
  }
  return {};
}

Result<void> Settings::fill_in_secrets() {
  Result<void> filled = fill_in(address);
  for (auto& [key, values] : values_) {
    for (std::string& value : values) {
      if (filled) {
        filled = fill_in(value);
      }
    }
  }
  return filled ? filled : Error{name + ": " + filled.error()};
}

std::vector<std::string> Settings::take_all(const std::string& key) {
  const auto node = values_.extract(key);
  return node ? std::move(node.mapped()) : std::vector<std::string>();
}

std::string Settings::take(const std::string& key, std::string otherwise) {
  const auto found = values_.find(key);
  if (found == values_.end() || found->second.size() != 1) {
    return otherwise;  // several are left for all_taken() to complain of
  }
  return std::move(take_all(key).front());
}

Result<std::chrono::milliseconds> Settings::take_time(const std::string& key,
                                                      std::chrono::milliseconds otherwise) {
  const std::string text = take(key);
  if (text.empty()) {
    return otherwise;
  }
  Result<std::chrono::milliseconds> span = time_span(text);
  return span ? span : Error{name + ": " + key + ": " + span.error()};
}

Result<void> Settings::all_taken() const {
  if (values_.empty()) {
    return {};
  }
  const auto& [key, values] = *values_.begin();
  return Error{name + ": " +
               (values.size() > 1 ? "key " + quoted(key) + " is given once, or is no key"
                                  : "there is no key " + quoted(key)) +
               " for " + type};
}

void Settings::hide(std::string secret) {
  if (secret.size() >= kShortestSecret) {
    secrets_.push_back(std::move(secret));
  }
}

std::string Settings::masked(std::string text) const {
  constexpr std::string_view kHidden = "***";
  for (const std::string& secret : secrets_) {
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += kHidden.size()) {
      text.replace(at, secret.size(), kHidden);
    }
  }
  return text;
}

}  // namespace cel
