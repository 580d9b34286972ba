// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/reserve.h"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <new>

namespace {

constexpr std::size_t kReserve = 256U << 10U;
constexpr std::size_t kAlignment = alignof(std::max_align_t);

// Unused pages take no memory.
alignas(kAlignment) std::array<char, kReserve> reserve;  // NOLINT: one for the program, as is reserve_left
std::size_t reserve_left = 0;                            // NOLINT

bool is_of_reserve(const void* memory) {
  const char* const at = static_cast<const char*>(memory);
  return !std::less<>()(at, reserve.data()) && std::less<>()(at, reserve.data() + reserve.size());
}

/// Returns memory that is never given back: the program is about to end.
void* take_of_reserve(std::size_t size) {
  const std::size_t whole = (size + kAlignment - 1) / kAlignment * kAlignment;
  if (whole < size || whole > reserve_left) {
    return nullptr;
  }
  reserve_left -= whole;
  return reserve.data() + (reserve.size() - reserve_left - whole);
}

}  // namespace

namespace cel {

void open_reserve() {
  static bool opened = false;
  if (!opened) {
    opened = true;
    reserve_left = reserve.size();
  }
}

}  // namespace cel

void* operator new(std::size_t size) {
  void* memory = std::malloc(size > 0 ? size : 1);  // NOLINT: this is what hands memory out
  if (memory == nullptr) {
    memory = take_of_reserve(size);
  }
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}

void operator delete(void* memory) noexcept {
  if (!is_of_reserve(memory)) {
    std::free(memory);  // NOLINT
  }
}

void operator delete(void* memory, std::size_t /*size*/) noexcept { operator delete(memory); }
