// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/program_path.h"

#include <algorithm>
#include <array>

#include "cel/base/text.h"

namespace cel {
namespace {

using namespace std::string_view_literals;

/// Where packages lie in an environment.
constexpr std::array kInstalled = {"/site-packages/"sv, "/dist-packages/"sv, "/node_modules/"sv, "/gems/"sv,
                                   "/pkg/mod/"sv,       "/lib/ruby/"sv,      "/vendor/"sv};

/// First folders of a path that are the checkout itself, as container images have them.
constexpr std::array kRoots = {"app"sv, "code"sv, "workspace"sv, "src"sv, "application"sv};

/// Folders in which people keep their checkouts.
constexpr std::array kHolders = {"src"sv,       "dev"sv,       "code"sv,    "work"sv,     "git"sv,
                                 "github"sv,    "repos"sv,     "project"sv, "projects"sv, "Projects"sv,
                                 "workspace"sv, "Documents"sv, "Desktop"sv, "Downloads"sv};

/// Folders that a build, an archive or a deployment adds.
constexpr std::array kTransparent = {"src"sv, "lib"sv, "dist"sv,     "build"sv,
                                     "bin"sv, "out"sv, "releases"sv, "current"sv};

/// Names of files that stand for their folder.
constexpr std::array kPackageFiles = {"__init__"sv, "__main__"sv, "index"sv};

template <std::size_t size>
bool is_among(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Takes the last part of a path off.
std::string_view take_last(std::string_view& path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view last = path.substr(slash + 1);  // npos + 1 is the start
  path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
  return last;
}

/// `shop` of `shop-1.2.3`, `shop-main` and `shop@v1.2`; empty of a version alone.
std::string_view without_version(std::string_view folder) {
  folder = folder.substr(0, folder.find('@'));
  for (const std::string_view branch : {"-main"sv, "-master"sv}) {
    folder.remove_suffix(folder.ends_with(branch) ? branch.size() : 0);
  }
  const std::size_t name = folder.find_last_not_of("0123456789.");
  if (name == std::string_view::npos) {
    return {};
  }
  const bool version = name + 1 < folder.size() && std::string_view("-_v").find(folder[name]) < 3;
  return version ? folder.substr(0, std::min(folder.find_last_not_of("-_v", name) + 1, folder.size()))
                 : folder;
}

/// Of an absolute path what is below the folder of the checkout.
std::string_view below_checkout(std::string_view path) {
  std::string_view rest = path.substr(1);
  if (rest.size() > 1 && rest[1] == ':') {  // `/C:/…`
    rest.remove_prefix(std::min<std::size_t>(3, rest.size()));
  }
  const std::string_view base = take_field(rest, '/');
  if (is_among(kRoots, base)) {
    return rest;
  }
  if (base == "home" || base == "Users" || base == "usr" || base == "var") {
    take_field(rest, '/');
  }
  std::string_view ahead = rest;
  while (is_among(kHolders, take_field(ahead, '/')) && ahead.find('/') != std::string_view::npos) {
    rest = ahead;
  }
  if (rest.find('/') != std::string_view::npos) {
    take_field(rest, '/');
  }
  return rest;
}

std::string_view within_program(std::string_view file, std::string_view root) {
  std::size_t installed = std::string_view::npos;
  for (const std::string_view mark : kInstalled) {
    const std::size_t at = file.rfind(mark);
    if (at != std::string_view::npos &&
        (installed == std::string_view::npos || at + mark.size() > installed)) {
      installed = at + mark.size();
    }
  }
  if (installed != std::string_view::npos) {
    return file.substr(installed);
  }
  if (!root.empty() && file.starts_with(root) && file.substr(root.size()).starts_with('/')) {
    return file.substr(root.size() + 1);
  }
  if (file.starts_with('/')) {
    return below_checkout(file);
  }
  while (file.starts_with("./") || file.starts_with("../")) {
    file.remove_prefix(file.find('/') + 1);
  }
  return file;
}

}  // namespace

std::string forward_slashes(std::string_view path) {
  std::string out(path.substr(path.starts_with("file://") ? 7 : 0));
  std::replace(out.begin(), out.end(), '\\', '/');
  if (out.size() > 2 && out[1] == ':' && out[2] == '/') {
    out.insert(0, 1, '/');
  }
  return out;
}

std::string program_path(std::string_view file, std::string_view root) {
  if (file.find('\\') != std::string_view::npos || file.starts_with("file://") ||
      (file.size() > 2 && file[1] == ':' && file[2] == '/')) {
    return program_path(forward_slashes(file), root);
  }
  std::string_view path = within_program(file, root);
  std::string_view name = take_last(path);
  name = name.substr(0, std::max<std::size_t>(name.rfind('.'), 1));
  if (is_among(kPackageFiles, name)) {
    std::string_view folders = path.empty() ? file.substr(0, file.rfind('/')) : path;
    const std::string_view folder = without_version(take_last(folders));
    name = folder.empty() || file.find('/') == std::string_view::npos ? name : folder;
    path = path.empty() ? path : folders;
  }
  while (!path.empty()) {
    const std::string_view folder = without_version(take_last(path));
    if (!folder.empty() && !is_among(kTransparent, folder)) {
      return (std::string(folder) += '/') += name;
    }
  }
  return std::string(name);
}

std::string program_path_of_module(std::string_view module) {
  if (module.ends_with(".__init__") || module.ends_with(".__main__")) {
    module.remove_suffix(9);
  }
  const std::size_t last = module.rfind('.');
  if (last == std::string_view::npos || last == 0) {
    return std::string(module);
  }
  const std::size_t before = module.rfind('.', last - 1);
  std::string path(module.substr(before + 1));  // npos + 1 is the start
  std::replace(path.begin(), path.end(), '.', '/');
  return path;
}

}  // namespace cel
