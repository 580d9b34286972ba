// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "cel/record/json.h"

namespace cel::test {

/// Every test that draws at random says its seed when it fails, and draws the same again with it.
using Random = std::mt19937_64;

std::size_t between(Random& random, std::size_t low, std::size_t high);

/// Any bytes, of them many that parsers stumble over.
std::string random_bytes(Random& random, std::size_t size);

/// Valid UTF-8 of about `size` bytes: words, quotes, control characters, letters from everywhere.
std::string random_text(Random& random, std::size_t size);

/// A complete record whose line takes about `size` bytes, with a chain of exceptions, frames and locals.
Json random_record(Random& random, std::size_t size);

/// 16 hex digits.
std::string random_id(Random& random);

/// The record's lines without their newlines.
std::vector<std::string> lines_of(const Json& record, std::size_t max_line, const std::string& tag,
                                  const std::string& id);

}  // namespace cel::test
