// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/inject/inject_command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>
#include <vector>

#include "cel/base/fd.h"
#include "cel/base/text.h"
#include "cel/hooks/volume_hooks.h"
#include "cel/sidecar/inject/inject_objects.h"
#include "cel/sidecar/inject/yaml_read.h"
#include "cel/sidecar/inject/yaml_write.h"
#include "cel/sidecar/payload.h"
#include "cel/sidecar/say.h"

namespace cel {
namespace {

constexpr std::size_t kMostManifests = std::size_t{16} << 20U;
constexpr const char* kSeenAt = "/cel";  // as parts.yaml mounts it

Result<std::string> read_all(const InjectOptions& options) {
  const bool is_file = !options.file.empty() && options.file != "-";
  const Fd opened = is_file ? open_file(options.file.c_str(), O_RDONLY) : Fd();
  const std::string name = is_file ? one_line(options.file) : "standard input";
  std::string text;
  std::array<char, 65536> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
  for (ssize_t count = 1; count > 0;) {
    count = is_file && !opened ? -1
                               : read_some(is_file ? opened.get() : STDIN_FILENO, piece.data(), piece.size());
    if (count < 0) {
      return Error{fmt::format("cannot read {}: {}", name, errno_text(errno))};
    }
    text.append(piece.data(), static_cast<std::size_t>(count));
    if (text.size() > kMostManifests) {
      return Error{fmt::format("{} has more than 16 MiB: give less at a time", name)};
    }
  }
  return text;
}

}  // namespace

Result<void> run_inject(const InjectOptions& options) {
  const std::string payload = options.payload.empty() ? default_payload() : options.payload;
  auto hooks = hook_variables(payload, kSeenAt, {});
  const auto asked = hook_variables(payload, kSeenAt, language_names(options.hooks));
  if (!hooks || !asked) {
    return Error{hooks ? asked.error() : hooks.error()};
  }
  Result<PodParts> parts = pod_parts(options.image, std::move(*hooks));
  if (!parts) {
    return Error{parts.error()};
  }
  parts->by_default = language_names(options.hooks);
  const Result<std::string> text = read_all(options);
  if (!text) {
    return Error{text.error()};
  }
  Result<std::vector<YamlNode>> documents = read_yaml(*text);
  if (!documents) {
    return Error{"the manifests are no YAML: " + documents.error()};
  }
  const Result<std::vector<std::string>> said = inject_objects(*documents, *parts);
  if (!said) {
    return Error{said.error()};
  }
  const Result<std::string> written = write_yaml(*documents);
  if (!written) {
    return Error{written.error()};
  }
  fmt::print("{}", *written);
  if (std::fflush(stdout) != 0) {
    return Error{"cannot write to standard output: " + errno_text(errno)};
  }
  for (const std::string& sentence : *said) {
    say(sentence);
  }
  return {};
}

}  // namespace cel
