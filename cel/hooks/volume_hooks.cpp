// SPDX-License-Identifier: Apache-2.0
#include "cel/hooks/volume_hooks.h"

#include <dirent.h>
#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <utility>

#include "cel/base/fd.h"
#include "cel/base/letters.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kMostOfEnvironment = 4096;  // bytes; a tenth is usual

std::string environment_file(const std::string& folder, const std::string& language) {
  return folder + "/" + language + "/environment";
}

/// What the file holds, or nothing and errno.
std::optional<std::string> start_of(const std::string& path) {
  const Fd file = open_file(path.c_str(), O_RDONLY);
  std::array<char, kMostOfEnvironment> bytes{};
  const ssize_t size = file ? read_some(file.get(), bytes.data(), bytes.size()) : -1;
  return size < 0 ? std::nullopt : std::optional(std::string(bytes.data(), static_cast<std::size_t>(size)));
}

bool is_language(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_lower);
}

Error no_hook(const std::string& language, const std::string& folder) {
  std::string known;
  for (const std::string& each : hook_languages(folder)) {
    known += (known.empty() ? "" : ", ") + each;
  }
  return Error{"there is no hook for " + quoted(one_line(language)) + " in " + one_line(folder) +
               (known.empty() ? ": it is no volume" : ", which has " + known)};
}

}  // namespace

std::vector<std::string> hook_languages(const std::string& folder) {
  std::vector<std::string> languages;
  const std::unique_ptr<DIR, int (*)(DIR*)> names(opendir(folder.c_str()), closedir);
  while (const dirent* entry = names ? readdir(names.get()) : nullptr) {  // NOLINT: one thread
    const std::string name = static_cast<const char*>(entry->d_name);
    if (is_language(name) && open_file(environment_file(folder, name).c_str(), O_RDONLY)) {
      languages.push_back(name);
    }
  }
  std::sort(languages.begin(), languages.end());
  return languages;
}

Result<std::vector<HookVariable>> hook_variables(const std::string& folder, const std::string& seen_at,
                                                 const std::vector<std::string>& languages) {
  if (!seen_at.starts_with('/') || seen_at.find_first_of(": \t\n") != std::string::npos) {
    return Error{"programs cannot find a hook in " + one_line(seen_at) +
                 ": name an absolute folder without a colon or white space"};
  }
  const std::vector<std::string> wanted = languages.empty() ? hook_languages(folder) : languages;
  if (wanted.empty()) {
    return Error{one_line(folder) + " has no hooks: name the folder that `make volume` or cel-sidecar laid"};
  }
  std::vector<HookVariable> found;
  for (const std::string& language : wanted) {
    const std::string path = environment_file(folder, language);
    const auto text = is_language(language) ? start_of(path) : std::nullopt;
    if (!text) {
      return is_language(language) && errno != ENOENT
                 ? Error{"cannot read " + one_line(path) + ": " + errno_text(errno)}
                 : no_hook(language, folder);
    }
    Result<HookVariable> hook = parse_hook_variable(*text, seen_at);
    if (!hook) {
      return Error{one_line(path) + ": " + hook.error()};
    }
    hook->language = language;
    found.push_back(std::move(*hook));
  }
  return found;
}

std::vector<std::string> language_names(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    if (const std::string_view name = take_field(list, ','); !name.empty()) {
      names.emplace_back(name);
    }
  }
  return names;
}

}  // namespace cel
