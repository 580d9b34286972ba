// SPDX-License-Identifier: Apache-2.0
//
// The statements that the Python hook is held to (tests/hooks/redaction), as far as one is a variable with a
// text, or a list of texts, which is a command line.

#include "cel/redact/redact.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <optional>

namespace {

using Words = std::vector<std::string>;

struct Statement {
  std::string name;
  Words texts;
  bool is_list = false;
};

/// `name = "text"`, `name = ["text", b"text"]`; nothing for what is more than that.
std::optional<Statement> parse(const std::string& line) {
  const std::size_t equals = line.find(" = ");
  if (equals == std::string::npos || line[0] == '#') {
    return std::nullopt;
  }
  Statement found{line.substr(0, equals), {}, false};
  std::size_t at = equals + 3;
  found.is_list = line[at] == '[' || line[at] == '(';
  at += found.is_list ? 1 : 0;
  while (at < line.size() && line[at] != ']' && line[at] != ')') {
    at += line[at] == 'b' || line[at] == 'u' ? 1 : 0;
    const char quote = line[at];
    if (quote != '"' && quote != '\'') {
      return std::nullopt;
    }
    std::string text;
    for (++at; at < line.size() && line[at] != quote; ++at) {
      if (line[at] == '\\') {
        ++at;
        text += line[at] == 'n' ? '\n' : line[at] == 'r' ? '\r' : line[at];
      } else {
        text += line[at];
      }
    }
    found.texts.push_back(text);
    ++at;
    at += line.compare(at, 2, ", ") == 0 ? 2 : 0;
  }
  return found;
}

std::vector<Statement> statements(const std::string& name) {
  std::ifstream file(CEL_SOURCE_DIR "/tests/hooks/redaction/" + name);
  std::vector<Statement> found;
  for (std::string line; std::getline(file, line);) {
    if (const auto statement = line.empty() ? std::nullopt : parse(line)) {
      found.push_back(*statement);
    }
  }
  return found;
}

std::string shown(const Statement& statement) {
  if (!statement.is_list) {
    return cel::Redactor().value(statement.name, statement.texts.at(0));
  }
  std::string all;
  const Words words = cel::Redactor().arguments(statement.texts);
  for (const std::string& word : words) {
    all += word + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("No secret of the corpus leaves in a variable or on a command line") {
  const std::vector<Statement> secrets = statements("secrets.txt");
  CHECK(secrets.size() > 170);
  for (const Statement& each : secrets) {
    if (each.is_list && each.name.rfind("argv", 0) != 0 && each.name != "many") {
      continue;  // secret by the name of the list
    }
    CAPTURE(each.name, shown(each));
    CHECK(shown(each).find("LEAK") == std::string::npos);
    CHECK(shown(each).find("[redacted]") != std::string::npos);
  }
}

TEST_CASE("What only looks like a secret stays readable") {
  const std::vector<Statement> innocents = statements("innocents.txt");
  CHECK(innocents.size() > 120);
  for (const Statement& each : innocents) {
    CAPTURE(each.name, shown(each));
    CHECK(shown(each).find("[redacted]") == std::string::npos);
  }
}

TEST_CASE("A text may be anything") {
  for (const std::string text :
       {"", " ", "password=", "password='", "token: \\", "://@", "a://b:c@", "=", "\"'", "password=\\",
        "Cookie:", "<password>", "(\"token\",", "-----BEGIN KEY"}) {
    CHECK_NOTHROW(cel::Redactor().text(text));
    CHECK_NOTHROW(cel::Redactor().arguments({text, text}));
  }
  CHECK(cel::Redactor().text("") == "");  // NOLINT(readability-container-size-empty)
  CHECK(cel::Redactor().value("PIN", "1234") == "[redacted]");
  CHECK(cel::Redactor().value("SESSION_COUNT", "3") == "3");
  CHECK(cel::Redactor().value("SECRET_KEY", "") == "");  // NOLINT(readability-container-size-empty)
}
