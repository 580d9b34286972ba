// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cel/record/json.h"

namespace cel {

/// The exceptions of a report in the order in which a person reads them, as Python prints them: a cause
/// before what it led to, the raised exception after its causes, the members of a group behind it. Every
/// string in it is printable (printable.h), whatever the record holds.
struct Chain {
  struct SourceLine {
    std::uint64_t number = 0;
    std::string text;
    bool failed = false;  ///< the line that was running
  };
  struct Variable {
    std::string name;
    std::string value;
  };
  struct Frame {
    std::string file;
    std::uint64_t line = 0;  ///< 0: unknown
    std::string function;
    bool own = true;  ///< the program's, not a library's
    std::vector<SourceLine> source;
    std::vector<Variable> locals;
  };
  /// How what stands before an exception led to it.
  enum class Before { nothing, cause, context };
  /// What an exception that hangs on another one is of it.
  enum class Member { none, group, suppressed };

  struct Link {
    std::string type;                  ///< with its module where that says something
    std::vector<std::string> message;  ///< lines; none when it is empty
    std::vector<std::string> notes;    ///< lines (PEP 678)
    std::vector<Frame> frames;         ///< outermost first
    std::uint64_t omitted = 0;         ///< frames that the record leaves out …
    std::size_t omitted_after = 0;     ///< … behind this many
    Before before = Before::nothing;
    Member member = Member::none;
    std::size_t depth = 0;  ///< of groups within groups
  };

  std::vector<Link> links;
  std::uint64_t links_left_out = 0;
  /// For a report without structure: the text before and after the traceback, or all of it without one.
  std::vector<std::string> text_before;
  std::vector<std::string> text_after;
};

/// The chain of a record: from its `exceptions`, else from the text of its `backtrace`. Any object will do;
/// what is not as docs/record.md has it is passed over.
Chain chain_of(const Json& record);

}  // namespace cel
