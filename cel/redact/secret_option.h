// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/redact/secret_name.h"

namespace cel {

/// What a word of a command line tells about a secret.
struct Announced {
  enum class What {
    nothing,
    next,  ///< the next word is a secret
    user,  ///< the next word may be user:secret
    rest,  ///< this word is a secret after its first `size` bytes
  };
  What what = What::nothing;
  std::size_t size = 0;
  bool by_name = false;      ///< the option has a secret's name: --password
  bool not_numbers = false;  ///< a number is no secret: --max-tokens
};

/// Reads the words of a command line, one after the other.
class CommandReader {
 public:
  explicit CommandReader(const SecretNames& names) : names_(names) {}

  /// Forgets the words of the line before.
  void start_line();

  /// Reads the next word; of a program's path, pass the last part only. Views of the last two words are kept.
  Announced take(std::string_view word);

  /// Returns the word that was read last.
  std::string_view last() const { return last_; }

 private:
  unsigned programs_ = 0;  // a bit for each option rule whose program is on this line
  std::string_view previous_;
  std::string_view last_;
  const SecretNames& names_;
};

}  // namespace cel
