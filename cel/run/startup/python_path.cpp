// SPDX-License-Identifier: Apache-2.0
#include "cel/run/startup/python_path.h"

#include <fcntl.h>

#include <cerrno>

#include "cel/base/fd.h"
#include "cel/base/program.h"

namespace cel {
namespace {

constexpr const char* kVariable = "PYTHONPATH";
constexpr const char* kHook = "/sitecustomize.py";

bool has_hooks(const std::string& volume) {
  return static_cast<bool>(open_file((volume + kHook).c_str(), O_RDONLY));
}

}  // namespace

Result<std::string> find_python_hooks(const std::string& named) {
  std::string volume = named;
  if (named.empty()) {
    const std::string folder = program_folder();
    volume = folder.substr(0, folder.rfind('/'));
    if (!has_hooks(volume)) {
      volume += "/share/container-exception-logger/volume";
    }
  }
  if (!volume.starts_with('/') || volume.find(':') != std::string::npos) {
    return Error{"--python: " + volume +
                 " can be no entry of PYTHONPATH: name an absolute folder without a colon"};
  }
  if (!has_hooks(volume)) {
    return Error{"--python: cannot open " + volume + kHook + ": " + errno_text(errno) +
                 ": name the volume with --python=DIR"};
  }
  return volume;
}

void add_to_python_path(Environment& environment, const std::string& volume) {
  const char* value = value_of(environment, kVariable);
  const std::string before = value != nullptr ? value : "";
  if ((":" + before + ":").find(":" + volume + ":") == std::string::npos) {
    set_variable(environment, kVariable, before.empty() ? volume : volume + ":" + before);
  }
}

}  // namespace cel
