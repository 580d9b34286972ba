// SPDX-License-Identifier: Apache-2.0
//
// The corpus: texts and lines of source (tests/redact), and the statements that the Python hook is held to
// (tests/hooks/redaction), as far as one is a variable with a text, or a list of texts, which is a command
// line.

#include "cel/redact/redact.h"

#include <algorithm>
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

/// What becomes of a line `text: ...` or `code: ...`, in which \\n, \\t and \\\\ are what they are in C.
std::string shown(const std::string& line) {
  std::string said;
  for (std::size_t at = line.find(": ") + 2; at < line.size(); ++at) {
    const char c = line[at];
    const char next = c == '\\' ? line[++at] : '\0';
    said += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next != '\0' ? next : c;
  }
  if (line.starts_with("text")) {
    return cel::Redactor().text(said);
  }
  cel::Json lines = cel::Json::array();
  for (std::size_t at = 0; at <= said.size();) {
    const std::size_t end = std::min(said.find('\n', at), said.size());
    lines.push_back(said.substr(at, end - at));
    at = end + 1;
  }
  cel::Json record = {{"context", {{"start", 1}, {"lines", lines}}}};
  cel::Redactor().redact(record);
  CHECK(record["context"]["lines"].size() == lines.size());
  return record.dump();
}

Words lines_of(const std::string& name) {
  std::ifstream file(CEL_SOURCE_DIR "/tests/redact/" + name);
  Words found;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') {
      found.push_back(line);
    }
  }
  return found;
}

cel::Json redacted(cel::Json record, const Words& environment = {}) {
  cel::Redactor(environment).redact(record);
  return record;
}

}  // namespace

TEST_CASE("No secret of a text or of source lines is left") {
  const Words lines = lines_of("secrets.txt");
  CHECK(lines.size() > 120);
  for (const std::string& line : lines) {
    CAPTURE(line, shown(line));
    CHECK(shown(line).find("LEAK") == std::string::npos);
    CHECK(shown(line).find("[redacted]") != std::string::npos);
  }
}

TEST_CASE("Texts and source lines without secrets stay as they are") {
  const Words lines = lines_of("innocents.txt");
  CHECK(lines.size() > 280);
  for (const std::string& line : lines) {
    CAPTURE(line, shown(line));
    CHECK(shown(line).find("[redacted]") == std::string::npos);
  }
}

TEST_CASE("What was redacted once is not changed when it is redacted again") {
  for (const std::string& line : lines_of("secrets.txt")) {
    if (line.starts_with("text")) {
      CAPTURE(line);
      CHECK(cel::Redactor().text(shown(line)) == shown(line));
    }
  }
}

TEST_CASE("The value of a secret is masked wherever it turns up in its record") {
  const std::string repr = R"('h\'k "2\\x/9')";
  const cel::Json record = redacted({{"reason", "invalid literal: " + repr},
                                     {"url", "https://x/?q=h%27k%20%222%5Cx%2F9"},
                                     {"basic", "Ym9iOmgnayAiMlx4Lzk="},
                                     {"json", R"("h'k \"2\\x/9")"},
                                     {"locals", {{"password", repr}, {"b", repr}}}});
  CHECK(record["reason"] == "invalid literal: '[redacted]'");
  CHECK(record["url"] == "https://x/?q=[redacted]");
  CHECK(record["basic"] == "[redacted]");
  CHECK(record["json"] == "\"[redacted]\"");
  CHECK(record["locals"]["b"] == "'[redacted]'");
}

TEST_CASE("The values of secrets in the environment are masked, words and paths are not") {
  const Words environment = {"DB_PASSWORD=hunter22x",
                             "SESSION_NAME=postgres",
                             "AUTH_TOKEN=/run/secrets/x",
                             "URL=amqp://bob:qwertz99@mq/",
                             "PIN=123456",
                             "API_TOKEN=sunflower"};
  const cel::Json record = redacted(
      {{"reason", "hunter22x qwertz99 postgres /run/secrets/x 123456 sunflower sunflowers"}}, environment);
  CHECK(record["reason"] == "[redacted] [redacted] postgres /run/secrets/x 123456 [redacted] sunflowers");
}

TEST_CASE("CEL_REDACT names further secrets") {
  const Words environment = {"CEL_REDACT=house-rule, kennung"};
  const cel::Json record =
      redacted({{"inner house rule", "x"}, {"reason", "HouseRule='x' kennung: y"}}, environment);
  CHECK(record["inner house rule"] == "[redacted]");
  CHECK(record["reason"] == "HouseRule='[redacted]' kennung: [redacted]");
}

TEST_CASE("What a record is made of stays, whatever CEL_REDACT names") {
  const cel::Json frames = {{{"context", {"one", "two"}}, {"locals", {{"x", "1"}}}}};
  const cel::Json record = {{"exceptions", {{{"frames", frames}}}}};
  CHECK(redacted(record, {"CEL_REDACT=e frame local"}) == record);
}

TEST_CASE("Numbers are secret under few names, and as a card's") {
  const cel::Json record = redacted({{"pin", 1234}, {"max_tokens", 4096}, {"number", 4111111111111111}});
  CHECK(record == cel::Json{{"pin", "[redacted]"}, {"max_tokens", 4096}, {"number", "[redacted]"}});
}

TEST_CASE("What fingerprints are made of is not told by names") {
  const cel::Json record = {{"type", "auth: token"}, {"function", "password=x"}, {"file", "token: x"}};
  CHECK(redacted(record) == record);
}

TEST_CASE("What there is no time to redact is left out, and said") {
  const cel::Deadline past(cel::Deadline::Clock::now());
  cel::Json record = {{"reason", "a"}, {"list", {"b", {{"c", "d"}}}}};
  cel::Redactor().redact(record, &past);
  CHECK(record.dump().find("\"d\"") == std::string::npos);
  CHECK(record["reason"].get<std::string>().find("no time to redact") != std::string::npos);
  std::string text;
  for (int i = 0; i < 10000; ++i) {
    text += "word ";
  }
  const std::string left = cel::Redactor().text(text, &past);
  CHECK(left.size() < text.size());
  CHECK(left.find("no time to redact") != std::string::npos);
}

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
