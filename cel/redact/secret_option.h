// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/redact/secret_name.h"
#include "cel/redact/secret_value.h"

namespace cel {

/// What a word of a command line says about secrets.
struct Announced {
  enum class What {
    nothing,
    next,  ///< the next word is one
    user,  ///< the next word may be user:secret
    rest,  ///< this word is one behind its first `size` bytes
  };
  What what = What::nothing;
  std::size_t size = 0;
  bool by_name = false;      ///< of the option, as --password is
  bool not_numbers = false;  ///< a number is no secret, as with --max-tokens
};

/// Follows the words of a command line.
class CommandLine {
 public:
  explicit CommandLine(const SecretNames& names) : names_(names) {}

  /// Forgets what was on the line before.
  void start_line();

  /// Takes the next word: of a program's path the last part. The two words before it must still be there.
  Announced take(std::string_view word);

  /// The word that was taken last.
  std::string_view last() const { return last_; }

 private:
  unsigned programs_ = 0;  // a bit for each rule whose program is on this line
  std::string_view previous_;
  std::string_view last_;
  const SecretNames& names_;
};

/// The part of the announced next word that is secret; empty if it is another option, or nothing secret.
Value secret_of_word(std::string_view word, const Announced& announced);

/// The secret that the word `text[begin, end)` announces, in a command line or a list of strings that was
/// printed: `--password X`, `mysql -pX`, `['curl', '-u', 'bob:X']`; empty if there is none.
Value secret_announced(std::string_view text, std::size_t begin, std::size_t end, const Announced& announced);

}  // namespace cel
