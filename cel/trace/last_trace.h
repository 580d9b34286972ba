// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cel/trace/trace.h"

namespace cel {

/// The traceback that `text`, what a program said until its end, ends with; nothing when there is none, or
/// when so much follows it that the program must have survived it.
std::optional<Trace> trace_at_end(std::string_view text);

/// Whether a message begins with the type of its error, as some runtimes' do: `concurrent map writes`.
bool tells_type(std::string_view message, std::string_view type);

/// `Type: message`, or the message alone if that tells the type, of the exception that was raised, the
/// message's first line.
std::string error_in(const Trace& trace);

/// Gives a record of a text (record_of_text) what the traceback at the end of the text, or else last_words(),
/// says: `reason`, `exceptions` and, where it is but `Text`, the `type`. A text without either stays as it
/// is.
void describe_by_last_trace(Json& record);

}  // namespace cel
