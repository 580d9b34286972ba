// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"

namespace cel {

/// What was configured for one destination, secrets filled in.
class Settings {
 public:
  /// Reads `TYPE=ADDRESS`, as `--to` takes it.
  static Result<Settings> of_words(std::string_view words);

  std::string type;     ///< `webhook`
  std::string address;  ///< what follows `TYPE=`
  std::string name;     ///< tells it apart from the others, as a file name; says nothing secret
  std::string state;    ///< the folder that it may keep files in

  /// Adds a value to `key`.
  void add(const std::string& key, std::string value) { values_[key].push_back(std::move(value)); }

  /// Replaces `${env:NAME}`, `${file:PATH}` and `${credential:NAME}` in the address and all values. The error
  /// names what is not there.
  Result<void> fill_in_secrets();

  /// The values of a key, which has been used from now on; empty if it was not given.
  std::vector<std::string> take_all(const std::string& key);

  /// The value of a key, or `otherwise`.
  std::string take(const std::string& key, std::string otherwise = {});

  /// A time such as `500ms`, `10s`, `5m`, `1h` or `7d`.
  Result<std::chrono::milliseconds> take_time(const std::string& key, std::chrono::milliseconds otherwise);

  /// A key that nobody took, or that was given twice without need: the error names it.
  Result<void> all_taken() const;

  /// From now on `secret` is not shown, either.
  void hide(std::string secret);

  /// Returns `text` with each secret replaced by `***`.
  std::string masked(std::string text) const;

 private:
  Result<void> fill_in(std::string& text);

  std::map<std::string, std::vector<std::string>> values_;
  std::vector<std::string> secrets_;
};

/// A time such as `500ms`, `10s`, `5m`, `1h` or `7d`; the error says what is taken.
Result<std::chrono::milliseconds> time_span(std::string_view text);

/// A size such as `64K`, `256M` or `2G`, in bytes; the error says what is taken.
Result<std::uint64_t> byte_size(std::string_view text);

}  // namespace cel
