// SPDX-License-Identifier: Apache-2.0
#include "cel/source/bytes/truncation.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>

namespace cel {
namespace {

volatile std::sig_atomic_t truncated = 0;
std::uintptr_t page_size = 0;

/// mmap(2) is a bare system call, and so safe in a handler. A fault of another kind (a broken memory page, a
/// signal that somebody sent) does what it does by default: it comes again as soon as this returns.
void replace_page(int /*signal*/, siginfo_t* info, void* /*context*/) {
  const int error = errno;
  auto* page = static_cast<char*>(info->si_addr);
  page -= reinterpret_cast<std::uintptr_t>(page) & (page_size - 1);
  if (info->si_code == BUS_ADRERR &&
      mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) {
    truncated = 1;
  } else {
    (void)std::signal(SIGBUS, SIG_DFL);
    (void)(info->si_code <= 0 && raise(SIGBUS) != 0);
  }
  errno = error;
}

}  // namespace

void survive_truncation() {
  page_size = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  struct sigaction action {};
  action.sa_sigaction = replace_page;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGBUS, &action, nullptr);
}

bool was_truncated() {
  const bool was = truncated != 0;
  truncated = 0;
  return was;
}

}  // namespace cel
