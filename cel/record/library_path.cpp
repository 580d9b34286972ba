// SPDX-License-Identifier: Apache-2.0
#include "cel/record/library_path.h"

#include <algorithm>
#include <array>

namespace cel {
namespace {

using namespace std::string_view_literals;

/// Where package managers put what they install, and toolchains what they bring.
constexpr std::array kFolders = {"/site-packages/"sv,
                                 "/dist-packages/"sv,  // Python
                                 "/node_modules/"sv,   // Node.js
                                 "/gems/"sv,
                                 "/lib/ruby/"sv,  // Ruby
                                 "/pkg/mod/"sv,
                                 "/usr/local/go/src/"sv,  // Go
                                 "/cargo/registry/"sv,
                                 "/.cargo/registry/"sv,
                                 "/cargo/git/checkouts/"sv,
                                 "/.cargo/git/checkouts/"sv,  // Rust
                                 "/rustc/"sv,
                                 "/rustlib/src/rust/"sv};

/// Not paths: what the interpreter has within itself.
constexpr std::array kPrefixes = {
    "<frozen "sv,      "<internal:"sv,    "node:"sv,       "internal/"sv, "<__array_function__"sv,
    "/usr/include/"sv, "/usr/lib/gcc/"sv, "../sysdeps/"sv, "./csu/"sv,    "../csu/"sv,
    "./nptl/"sv};

/// `…/lib/python3.11/…`, `…/lib64/pypy3.9/…`, `python311.zip`; a virtual environment's own folder of that
/// name holds but site-packages.
bool is_python_library(std::string_view file) {
  for (std::size_t at = file.find("/lib"); at != std::string_view::npos; at = file.find("/lib", at + 1)) {
    std::string_view rest = file.substr(at + 4);
    if (rest.starts_with("64")) {
      rest.remove_prefix(2);
    }
    const std::size_t name = rest.starts_with("/python") ? 7 : rest.starts_with("/pypy") ? 5 : 0;
    if (name > 0 && name < rest.size() && rest[name] >= '0' && rest[name] <= '9') {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_library_path(std::string_view file) {
  const auto within = [file](std::string_view folder) { return file.find(folder) != std::string_view::npos; };
  const auto starts = [file](std::string_view prefix) { return file.starts_with(prefix); };
  // Cython names its sources by paths of the build, which are relative; nearly all that is compiled is
  // installed.
  const bool compiled = !file.starts_with('/') && (file.ends_with(".pyx") || file.ends_with(".pxi"));
  return compiled || std::any_of(kPrefixes.begin(), kPrefixes.end(), starts) ||
         std::any_of(kFolders.begin(), kFolders.end(), within) || is_python_library(file);
}

}  // namespace cel
