// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/library_path.h"

#include <algorithm>
#include <array>

#include "cel/trace/program_path.h"

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

/// `/lib/python3.11/…`, `/lib64/pypy3.9/…`, `/lib/python311.zip`, and `/Python311/lib/…` of Windows; a
/// virtual environment's own folder of that name holds but site-packages.
bool begins_python_library(std::string_view path) {
  if (path.starts_with("/Python3") || path.starts_with("/Python2")) {
    path = path.substr(1);
    path = path.substr(std::min(path.find('/'), path.size()));
    return path.starts_with("/lib/") || path.starts_with("/Lib/");
  }
  if (!path.starts_with("/lib")) {
    return false;
  }
  path.remove_prefix(path.substr(4).starts_with("64") ? 6 : 4);
  const std::size_t name = path.starts_with("/python") ? 7 : path.starts_with("/pypy") ? 5 : 0;
  return name > 0 && name < path.size() && path[name] >= '0' && path[name] <= '9';
}

/// The letter after the slash tells nearly all folders apart, sooner than comparing does.
bool begins_library(std::string_view path) {
  const auto begins = [path](std::string_view folder) {
    return path[1] == folder[1] && path.starts_with(folder);
  };
  return path.size() > 1 &&
         (std::any_of(kFolders.begin(), kFolders.end(), begins) || begins_python_library(path));
}

}  // namespace

bool is_library_path(std::string_view file) {
  if (file.empty()) {
    return false;
  }
  if (file.find('\\') != std::string_view::npos) {
    return is_library_path(forward_slashes(file));
  }
  const auto starts = [file](std::string_view prefix) {
    return file[0] == prefix[0] && file.starts_with(prefix);
  };
  if (std::any_of(kPrefixes.begin(), kPrefixes.end(), starts)) {
    return true;
  }
  for (std::size_t slash = file.find('/'); slash != std::string_view::npos;
       slash = file.find('/', slash + 1)) {
    if (begins_library(file.substr(slash))) {
      return true;
    }
  }
  // Cython names its sources by paths of the build, which are relative; nearly all that is compiled is
  // installed.
  return !file.starts_with('/') && (file.ends_with(".pyx") || file.ends_with(".pxi"));
}

}  // namespace cel
