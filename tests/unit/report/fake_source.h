// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cel/source/source.h"

namespace cel::test {

struct FakeLine {
  std::int64_t time = 0;
  std::shared_ptr<const Container> container;
  std::string text;
  bool bare = false;
};

inline std::shared_ptr<const Container> container(const std::string& name) {
  Container container;
  container.engine = "docker";
  container.name = name;
  container.id = "id of " + name;
  return std::make_shared<const Container>(container);
}

/// A log in memory.
class FakeSource : public Source {
 public:
  explicit FakeSource(std::vector<FakeLine> lines) : lines_(std::move(lines)) {}

  Result<bool> next(LogLine& line) override {
    if (next_ == lines_.size()) {
      return false;
    }
    const FakeLine& stored = lines_[next_++];
    line = {stored.time, stored.container, stored.text, stored.bare};
    return true;
  }

  SourceCounts counts() const override { return {}; }

 private:
  std::vector<FakeLine> lines_;
  std::size_t next_ = 0;
};

}  // namespace cel::test
