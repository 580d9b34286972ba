// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/options.h"

#include <getopt.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "cel/base/command_line.h"
#include "cel/base/text.h"
#include "cel/record/bound.h"

namespace cel {

const char* const kHelp =
    R"(Usage: container-exception-logger [OPTION]... < REPORT

Reads the report of a program's death on standard input, as JSON or any text, and
writes it as a tagged JSON record into the container's log: to the stdout of PID 1
or, if that cannot be reached, to the next sink that takes it.

      --sink SINK        try this one first: stdout or stderr (PID 1's), fd:N,
                         unix:PATH (a relay), journal, file:PATH, console (auto)
      --tag TAG          start lines with 'TAG - ' (container-exception-logger)
      --no-tag           start lines with the record
      --type TYPE        type of a report that names none (Text)
      --executable PATH  executable of a report that names none (the parent's)
      --max-line BYTES   longest line, 512 to 16777216 (4086)
      --timeout SECONDS  give up after this time, reading included (5)
      --patience SECONDS wait no longer than this for stalled sinks
      --announce         read nothing; tell cel-run that the parent's death is reported
      --doctor           read nothing; tell whether a death here would be reported
  -v, --verbose          tell which sinks were tried and why they failed
  -q, --quiet            print nothing on standard error
  -h, --help             print this and exit
  -V, --version          print the version and exit

Variables: CEL_SINK, CEL_MAX_LINE, CEL_TIMEOUT and CEL_VERBOSE stand for the options;
CEL_SOCKET is the relay's socket, CEL_SPOOL a folder for reports that no other sink
takes, CEL_MAX_RECORD the longest record in bytes (1048576).

Exit status: 0 delivered; 1 usage; 2 no sink could be opened; 3 writing failed or
timed out; 4 nothing could be read; 5 delivered in part, for want of time or memory.
)";

namespace {

constexpr double kMaxTimeout = 86400;
constexpr std::size_t kMaxMaxRecord = 4U << 20U;
constexpr std::size_t kMaxWord = 4096;  // of --type and --executable

enum LongOption {
  kSink = 256,
  kTag,
  kNoTag,
  kType,
  kExecutable,
  kMaxLine,
  kTimeout,
  kPatience,
  kAnnounce,
  kDoctor
};

const std::array<option, 15> kOptions = {{
    {"sink", required_argument, nullptr, kSink},
    {"tag", required_argument, nullptr, kTag},
    {"no-tag", no_argument, nullptr, kNoTag},
    {"type", required_argument, nullptr, kType},
    {"executable", required_argument, nullptr, kExecutable},
    {"max-line", required_argument, nullptr, kMaxLine},
    {"timeout", required_argument, nullptr, kTimeout},
    {"patience", required_argument, nullptr, kPatience},
    {"announce", no_argument, nullptr, kAnnounce},
    {"doctor", no_argument, nullptr, kDoctor},
    {"verbose", no_argument, nullptr, 'v'},
    {"quiet", no_argument, nullptr, 'q'},
    {"help", no_argument, nullptr, 'h'},
    {"version", no_argument, nullptr, 'V'},
    {nullptr, 0, nullptr, 0},
}};

Refusal set_sink(LoggerOptions& options, const char* value) {
  if (std::string_view(value) != "auto") {
    if (const auto sink = named_sink(value); !sink) {
      return sink.error();
    }
  }
  options.sinks.named = value;
  return std::nullopt;
}

Refusal set_max_line(LoggerOptions& options, const char* value) {
  const auto bytes = whole_number(value, kMinMaxLine, kMaxMaxLine);
  options.format.max_line = bytes.value_or(kDefaultMaxLine);
  return bytes ? std::nullopt : Refusal(quoted(value) + " is not a number of bytes from 512 to 16777216");
}

Refusal set_max_record(LoggerOptions& options, const char* value) {
  const auto bytes = whole_number(value, kMinRecord, kMaxMaxRecord);
  options.max_record = bytes.value_or(kDefaultMaxRecord);
  return bytes ? std::nullopt : Refusal(quoted(value) + " is not a number of bytes from 4096 to 4194304");
}

Refusal set_seconds(std::chrono::duration<double>& span, const char* value) {
  char* end = nullptr;
  const double seconds = std::strtod(value, &end);
  if (end == value || *end != '\0' || !(seconds > 0 && seconds <= kMaxTimeout)) {
    return quoted(value) + " is not a number of seconds above 0, at most 86400";
  }
  span = std::chrono::duration<double>(seconds);
  return std::nullopt;
}

Refusal set_timeout(LoggerOptions& options, const char* value) { return set_seconds(options.timeout, value); }

Refusal set_tag(LoggerOptions& options, const char* value) {
  options.format.tag = value;
  return valid_tag(value)
             ? std::nullopt
             : Refusal(quoted(value) +
                       " is no tag: 1 to 128 printable ASCII characters, without '<' at the start or "
                       "spaces at the ends");
}

Refusal set_word(std::string& word, const char* value) {
  word = valid_utf8(std::string_view(value).substr(0, kMaxWord));
  return word.empty() ? Refusal("it is empty") : std::nullopt;
}

void read_variables(LoggerOptions& options) {
  const auto read = [&](const char* name, Refusal (*set)(LoggerOptions&, const char*)) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): there is one thread
    if (value == nullptr || *value == '\0') {
      return;
    }
    if (const Refusal refusal = set(options, value)) {
      options.ignored.push_back(std::string(name) + " is ignored: " + *refusal);
    }
  };
  read("CEL_SINK", set_sink);
  read("CEL_MAX_LINE", set_max_line);
  read("CEL_MAX_RECORD", set_max_record);
  read("CEL_TIMEOUT", set_timeout);
  read("CEL_SOCKET", [](LoggerOptions& o, const char* value) { return o.sinks.socket = value, Refusal(); });
  read("CEL_SPOOL", [](LoggerOptions& o, const char* value) { return o.sinks.spool = value, Refusal(); });
  read("CEL_VERBOSE", [](LoggerOptions& o, const char* value) {
    o.verbose = std::string_view(value) != "0";
    return Refusal();
  });
}

Refusal apply(LoggerOptions& options, int found, const char* value) {
  switch (found) {
    case kSink:
      return set_sink(options, value);
    case kTag:
      return set_tag(options, value);
    case kNoTag:
      options.format.tag.clear();
      return std::nullopt;
    case kType:
      return set_word(options.type, value);
    case kExecutable:
      return set_word(options.executable, value);
    case kMaxLine:
      return set_max_line(options, value);
    case kTimeout:
      return set_timeout(options, value);
    case kPatience:
      options.sinks.console = false;  // a caller that keeps reports to retry does not want them there
      return set_seconds(options.patience.emplace(), value);
    case kAnnounce:
      options.action = LoggerOptions::Action::announce;
      return std::nullopt;
    case kDoctor:
      options.action = LoggerOptions::Action::doctor;
      return std::nullopt;
    case 'v':
      options.verbose = true;
      return std::nullopt;
    case 'q':
      options.quiet = true;
      return std::nullopt;
    case 'h':
      options.action = LoggerOptions::Action::help;
      return std::nullopt;
    default:
      options.action = LoggerOptions::Action::version;
      return std::nullopt;
  }
}

}  // namespace

Result<LoggerOptions> read_logger_options(int argc, char** argv) {
  LoggerOptions options;
  read_variables(options);
  const Result<int> operand = read_command_line(
      argc, argv, ":vqhV", kOptions.data(),
      [&](int option, const char* value) { return apply(options, option, value); },
      [&] { return options.action != LoggerOptions::Action::log; });
  if (!operand) {
    return Error{operand.error()};
  }
  if (options.action == LoggerOptions::Action::log && *operand < argc) {
    return Error{quoted(argv[*operand]) + " is no option; the report is read on standard input; see --help"};
  }
  return options;
}

}  // namespace cel
