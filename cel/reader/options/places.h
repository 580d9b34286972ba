// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/reader/options/options.h"
#include "cel/source/source.h"

namespace cel {

/// A place where logs are: the journal, an engine's folder, a file.
struct Place {
  std::string name;  ///< as a person calls it
  std::vector<std::unique_ptr<Source>> logs;
  std::string problem;  ///< why it, or some of it, cannot be read: a sentence; else empty
};

/// Whether something is piped into this program: a pipe that holds bytes or whose other end is still open, or
/// a file. Cron and the like give every program a pipe, which is closed and empty.
bool is_piped_into();

/// Whether there is a journal where systemd keeps it (systemd-journald.service(8)).
bool has_journal();

bool is_there(const std::string& path);

/// Opens the places that a person named or, when none was, all that this host has: the journal, Docker's,
/// podman's and Kubernetes' log files; or standard input instead of these where something is piped into it. A
/// place that was not named and is not there is left out.
std::vector<Place> open_places(const SourceChoice& choice, const Wanted& wanted);

}  // namespace cel
