// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/base/clock.h"
#include "cel/record/json.h"
#include "cel/redact/known_values.h"
#include "cel/redact/mask.h"
#include "cel/redact/secret_name.h"
#include "cel/redact/secret_value.h"

namespace cel {

/// Adds to `known` those secrets of a text that go by a name in it.
void learn(std::string_view text, const std::vector<Secret>& secrets, KnownValues& known);

/// Goes through a record twice: masks what is secret by name and shape, and learns it; then masks what it
/// has learnt wherever that is.
class RecordWalk {
 public:
  /// `known` gets what is learnt. `until`: when to leave out what is left, if that is not null.
  RecordWalk(const SecretNames& names, KnownValues& known, const Deadline* until)
      : names_(names), known_(known), until_(until) {}

  void redact(Json& record);

 private:
  /// What the strings of a value are.
  enum class Kind {
    text,
    value,   ///< Python's repr of a variable
    source,  ///< the lines of a program
    name,    ///< of a function, a file, a type: what fingerprints are made of
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
