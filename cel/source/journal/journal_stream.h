// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/source/bytes/file_chain.h"
#include "cel/source/journal/exported_entry.h"
#include "cel/source/source.h"

namespace cel {

/// The lines in what journalctl wrote as `-o export` or `-o json`, oldest first whatever `wanted` says: those
/// of containers, the splitting of dockerd and conmon undone, and the logger's own entries. Who wrote them is
/// taken from the entries as attested() does. `name` is what is read, for messages.
std::unique_ptr<Source> journal_stream(std::unique_ptr<FileChain> chain, JournalFormat format,
                                       std::string name, const Wanted& wanted);

}  // namespace cel
