// SPDX-License-Identifier: Apache-2.0
#include "cel/run/tree/download.h"

#include <array>
#include <climits>
#include <cstdlib>
#include <string_view>

namespace cel {
namespace {

constexpr const char* kPatience = "30";  // seconds

// Python's http.client gives a body that is cut short without an error to who reads it in pieces.
constexpr const char* kPython = R"(
import sys, urllib.request
url = sys.argv[1]
try:
    with urllib.request.urlopen(url, timeout=30) as answer:
        if url.startswith("https:") and not answer.geturl().startswith("https:"):
            raise OSError("redirected from https to http")
        announced, size = answer.headers.get("Content-Length"), 0
        for piece in iter(lambda: answer.read(65536), b""):
            sys.stdout.buffer.write(piece)
            size += len(piece)
        if announced is not None and size != int(announced):
            raise OSError("%d of %s bytes came" % (size, announced))
        sys.stdout.buffer.flush()
except Exception as problem:
    sys.exit("python3: %s" % problem)
)";

using Words = std::vector<std::string>;

Words curl(const std::string& program, const TreeSource& source) {
  // --disable: its own ~/.curlrc may say insecure.
  const char* protocols = source.is_https() ? "=https" : "=http,https";
  return {program,   "--disable",    "--fail",        "--silent",          "--show-error", "--location",
          "--proto", protocols,      "--proto-redir", protocols,           "--globoff",    "--speed-limit",
          "1",       "--speed-time", kPatience,       "--connect-timeout", kPatience,      "--output",
          "-",       "--",           source.place};
}

/// Quiet, as it would print URLs with the secrets in them.
Words wget(const std::string& program, const TreeSource& source, const Environment& environment) {
  Words words = {program, "--no-config", "--quiet", "--tries=3", "--timeout", kPatience, "--no-hsts"};
  if (source.is_https()) {
    words.emplace_back("--max-redirect=0");  // it cannot be kept from following one to http
    if (const char* known = value_of(environment, "SSL_CERT_FILE")) {
      words.emplace_back("--ca-certificate=" + std::string(known));  // the others look at it themselves
    }
  }
  words.insert(words.end(), {"-O", "-", source.place});
  return words;
}

/// Busybox's verifies no certificate.
bool is_busybox(const std::string& program) {
  std::array<char, PATH_MAX> target{};
  return realpath(program.c_str(), target.data()) != nullptr &&
         std::string_view(target.data()).ends_with("/busybox");
}

}  // namespace

Result<Command> download_command(const TreeSource& source, const Environment& environment) {
  Command command{{}, environment};
  // A Python that ends with an exception here is no news.
  set_variable(command.environment, "CEL_DISABLE", "1");
  if (const std::string program = find_program("curl", environment); !program.empty()) {
    command.arguments = curl(program, source);
  } else if (const std::string python = find_program("python3", environment); !python.empty()) {
    command.arguments = {python, "-I", "-c", kPython, source.place};
  } else if (const std::string other = find_program("wget", environment); !other.empty()) {
    if (is_busybox(other) && source.is_https()) {
      return Error{"busybox's wget verifies no certificate: have curl in the image, or mount the archive"};
    }
    command.arguments =
        is_busybox(other) ? Words{other, "-O", "-", "--", source.place} : wget(other, source, environment);
  } else {
    return Error{
        "the image has no curl, wget or python3 to get it with: mount the archive, and name its file"};
  }
  return command;
}

std::string why_failed(const Command& command, int status) {
  const std::string program = command.arguments.front();
  const std::string ended = program + " ended with status " + std::to_string(status);
  if (!program.ends_with("/wget") || is_busybox(program)) {
    return ended + ", and said why above";
  }
  // GNU wget's manual, "Exit Status".
  return ended + (status == 4   ? ": no connection, or it broke"
                  : status == 5 ? ": the certificate is not one that it knows"
                  : status == 8 ? ": the server answered with an error, or led elsewhere from https"
                                : "");
}

}  // namespace cel
