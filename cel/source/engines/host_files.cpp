// SPDX-License-Identifier: Apache-2.0
#include "cel/source/engines/host_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "cel/base/text.h"
#include "cel/source/bytes/byte_input.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestText = std::size_t{1} << 20U;

/// Up to `most` bytes of a file and one more, or nothing when it cannot be read.
std::optional<std::string> first_bytes(Fd file, std::size_t most) {
  const auto input = raw_input(std::move(file));
  std::string text(most + 1, '\0');
  std::size_t there = 0;
  while (there < text.size()) {
    const Result<std::size_t> got = input->read(text.data() + there, text.size() - there);
    if (!got) {
      return std::nullopt;
    }
    if (*got == 0) {
      break;
    }
    there += *got;
  }
  text.resize(there);
  return text;
}

bool is_number(const std::string& name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

Result<std::optional<std::string>> configuration_text(const Storage& storage, const std::string& path) {
  Fd file = storage.open(path);
  if (!file) {
    const bool is_absent = errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    return is_absent ? Result(std::optional<std::string>())
                     : Error{"cannot read " + path + ": " + errno_text(errno)};
  }
  std::optional<std::string> text = first_bytes(std::move(file), kLargestText);
  if (!text || text->size() > kLargestText) {
    return Error{"cannot read " + path + (text ? ": it is too large" : ": " + errno_text(errno))};
  }
  return text;
}

Result<std::optional<std::string>> HostFiles::text(const std::string& absolute) const {
  return configuration_text(Storage(), path(absolute));
}

std::vector<std::string> HostFiles::command_line(std::string_view name) const {
  struct stat ours {};
  if (stat(path("/proc/self/ns/mnt").c_str(), &ours) != 0) {
    return {};
  }
  std::error_code ignored;
  for (fs::directory_iterator process(path("/proc"), ignored), end; !ignored && process != end;
       process.increment(ignored)) {
    const std::string folder = process->path().string();
    struct stat owner {};
    struct stat theirs {};
    if (!is_number(process->path().filename().string()) ||
        trimmed(first_bytes(open_file((folder + "/comm").c_str(), O_RDONLY), kLargestText).value_or("")) !=
            name ||
        stat(folder.c_str(), &owner) != 0 || (owner.st_uid != 0 && owner.st_uid != geteuid()) ||
        stat((folder + "/ns/mnt").c_str(), &theirs) != 0 || theirs.st_ino != ours.st_ino ||
        theirs.st_dev != ours.st_dev) {
      continue;
    }
    const std::string line =
        first_bytes(open_file((folder + "/cmdline").c_str(), O_RDONLY), kLargestText).value_or("");
    std::vector<std::string> words;
    for (std::string_view rest = line; !rest.empty();) {
      words.emplace_back(take_field(rest, '\0'));
    }
    return words;
  }
  return {};
}

std::string option_value(const std::vector<std::string>& words, const std::vector<std::string>& names) {
  std::string value;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::size_t equals = words[at].find('=');
    if (std::find(names.begin(), names.end(), words[at].substr(0, equals)) == names.end()) {
      continue;
    }
    if (equals != std::string::npos) {
      value = words[at].substr(equals + 1);
    } else if (at + 1 < words.size()) {
      value = words[++at];
    }
  }
  return value;
}

}  // namespace cel
