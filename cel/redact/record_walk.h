// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/base/clock.h"
#include "cel/record/json.h"
#include "cel/redact/known_values.h"
#include "cel/redact/secret_name.h"
#include "cel/redact/secret_value.h"

namespace cel {

/// Redacts a record in two passes: the first masks secrets by name and shape, and learns their values; the
/// second masks these values wherever they are.
class RecordWalk {
 public:
  /// Adds what it learns to `known`. `until`: when to leave out the rest, if that is not null.
  RecordWalk(const SecretNames& names, KnownValues& known, const Deadline* until)
      : names_(names), known_(known), until_(until) {}

  void redact(Json& record);

 private:
  /// What the strings in a value are.
  enum class Kind {
    text,
    value,   ///< Python's repr of a variable
    source,  ///< lines of a program
    name,    ///< a function's, file's or type's, which fingerprints are made of and which is kept
  };

  void by_rules(Json& value, std::string_view name, Kind kind);
  void string_by_rules(Json& value, std::string_view name, Kind kind);
  void members_by_rules(Json& object, std::string_view name);
  void list_by_rules(Json& list, Kind kind);
  void source_by_rules(Json& lines);
  void learn_all(const Json& value);
  void by_values(Json& value);
  void mask_part(Json& text, const Value& secret);
  bool out_of_time(Json& value);

  const SecretNames& names_;
  KnownValues& known_;
  const Deadline* until_;
  std::size_t strings_ = 0;
  bool stopped_ = false;
};

}  // namespace cel
