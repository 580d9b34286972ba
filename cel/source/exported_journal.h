// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/source/journal/journal.h"
#include "cel/source/source.h"

namespace cel {

/// The words of the command that exports what is wanted of a journal.
std::vector<std::string> export_command(const JournalPlace& place, const Wanted& wanted);

/// Reads the journal through journalctl(1), which ends when this does. An error says that there is none.
Result<std::unique_ptr<Source>> open_exported_journal(const JournalPlace& place, const Wanted& wanted);

}  // namespace cel
