// SPDX-License-Identifier: Apache-2.0
//
// Compiled into each static program, so that the C++ library's own demangler is not, which is 50 to 100 KB
// and serves nothing but the last words about an exception that nobody caught.

#include <cstddef>

extern "C" char* __cxa_demangle(const char* /*name*/, char* /*buffer*/, std::size_t* /*size*/, int* status) {
  if (status != nullptr) {
    *status = -1;  // as without memory: the caller shows the name as it is
  }
  return nullptr;
}
