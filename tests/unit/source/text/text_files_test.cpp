// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/text_files.h"

#include <algorithm>
#include <random>

#include "tests/unit/sink/temporary.h"
#include "tests/unit/source/log_text.h"

using namespace cel;
using namespace cel::test;
using Texts = std::vector<std::string>;

namespace {

std::shared_ptr<const Container> nobody() { return std::make_shared<const Container>(); }

/// What comes out of files of the given contents, oldest first.
Texts read(const Folder& folder, const Texts& contents, Direction direction = Direction::oldest_first,
           TextFormat format = TextFormat::any, SourceCounts* counts = nullptr) {
  Texts paths;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    paths.push_back(folder.file("log." + std::to_string(i)));
    write_file(paths.back(), contents[i]);
  }
  Wanted wanted;
  wanted.tag = "the-tag";
  wanted.direction = direction;
  const auto source = text_files(paths, nobody(), format, wanted);
  Texts texts = texts_of(*source);
  if (counts != nullptr) {
    *counts = source->counts();
  }
  return texts;
}

struct Written {
  std::vector<std::string> files;
  Texts tagged;  // from the tag on
};

/// A log as an engine writes it: lines of two streams, each split at random places, the pieces mixed, the
/// files rotated at any of them. Lines have up to `longest` characters.
Written random_log(std::mt19937& random, bool docker, bool compress, unsigned longest = 200) {
  const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  Written log{{""}, {}};
  std::string rest[2];
  std::string line[2];
  for (unsigned written = 0, lines = 40 + below(60); written < lines;) {
    const unsigned stream = below(2);
    if (rest[stream].empty()) {
      const bool tagged = below(3) == 0;
      std::string text =
          std::string(below(tagged ? longest / 5 : longest), static_cast<char>('a' + below(26)));
      text += tagged ? "the-tag - {\"n\":" + std::to_string(written) + "}" : "";
      text += text.empty() ? "\xC3\xA9 \"quoted\" \\ " : "";
      rest[stream] = line[stream] = text;
      if (tagged) {
        log.tagged.push_back(text.substr(text.find("the-tag")));
      }
      ++written;
    }
    // dockerd's pieces are long ones only.
    const bool split = docker ? rest[stream].size() > 20'000 : below(2) == 0;
    const std::size_t size =
        split ? 1 + below(static_cast<unsigned>(rest[stream].size())) : rest[stream].size();
    const bool ends = size == rest[stream].size();
    const std::string piece = rest[stream].substr(0, size);
    log.files.back() += docker ? docker_line(piece, ends, stream != 0 ? "stderr" : "stdout")
                               : cri_line(piece, ends, stream != 0 ? "stderr" : "stdout");
    rest[stream].erase(0, size);
    if (below(20) == 0) {
      log.files.emplace_back();
    }
  }
  for (unsigned stream = 0; stream < 2; ++stream) {
    if (!rest[stream].empty()) {
      log.files.back() += docker ? docker_line(rest[stream], true, stream != 0 ? "stderr" : "stdout")
                                 : cri_line(rest[stream], true, stream != 0 ? "stderr" : "stdout");
    }
  }
  for (std::size_t i = 0; compress && i + 1 < log.files.size(); ++i) {
    log.files[i] = gzipped(log.files[i]);
  }
  return log;
}

Texts from_tag(Texts texts) {
  for (std::string& text : texts) {
    text.erase(0, text.find("the-tag"));
  }
  return texts;
}

Texts sorted(Texts texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

/// Reads random logs from both ends.
void check_random_logs(int rounds, unsigned longest) {
  std::mt19937 random(7);
  for (int round = 0; round < rounds; ++round) {
    const Folder folder;
    const bool docker = round % 2 == 0;
    const bool compressed = round % 3 == 0;
    const Written log = random_log(random, docker, compressed, longest);
    INFO("round " << round);
    const Texts forwards = read(folder, log.files);
    CHECK((sorted(from_tag(forwards)) == sorted(log.tagged)));
    Texts backwards = read(folder, log.files, Direction::newest_first);
    std::reverse(backwards.begin(), backwards.end());
    if (compressed) {  // a line that begins in a compressed file may come a second time, beheaded
      backwards = from_tag(backwards);
      backwards.erase(std::unique(backwards.begin(), backwards.end()), backwards.end());
    }
    CHECK((backwards == (compressed ? from_tag(forwards) : forwards)));
  }
}

}  // namespace

TEST_CASE("A split, mixed and rotated log gives the same lines from both ends, each once") {
  check_random_logs(400, 200);
}

// Files this large are mapped, in windows that lines and their pieces cross.
TEST_CASE("A large log gives the same lines from both ends, each once") { check_random_logs(30, 150'000); }

TEST_CASE("A log of several segments and blocks gives the same lines from both ends") {
  std::string content;
  Texts expected;
  for (int i = 0; content.size() < 5'000'000; ++i) {
    content += cri_line(std::string(static_cast<std::size_t>(i * 7919 % 997), '.'));
    if (i % 97 == 0) {
      expected.push_back("the-tag " + std::to_string(i));
      content += cri_line("the-", false) + cri_line("elsewhere", true, "stderr") +
                 cri_line("tag " + std::to_string(i));
    }
  }
  const Folder folder;
  CHECK(read(folder, {content, content}) == [&] {
    Texts twice = expected;
    twice.insert(twice.end(), expected.begin(), expected.end());
    return twice;
  }());
  Texts backwards = read(folder, {content}, Direction::newest_first);
  std::reverse(backwards.begin(), backwards.end());
  CHECK(backwards == expected);
}

TEST_CASE("A tag that dockerd split is found") {
  const std::string before(16384 - 4, 'x');
  const std::string log = docker_line(before + "the-", false) + docker_line("other", true, "stderr") +
                          docker_line("tag - {}", true);
  const Folder folder;
  for (const Direction direction : {Direction::oldest_first, Direction::newest_first}) {
    CHECK(read(folder, {docker_line("first"), log}, direction) == Texts{"the-tag - {}"});
  }
}

TEST_CASE("A line amid others is what its own shape says") {
  const Folder folder;
  const Texts lines =
      read(folder, {"\n\ntorn first line\n" + docker_line("json the-tag \"1\"") + cri_line("cri the-tag 2") +
                    "plain the-tag 3\n" + "2026-01-31T23:59:59.1Z the-tag 4\r\n" +
                    R"({"stream": "stdout", "time": "x", "log": "the-tag 5\n"})" + "\nlast the-tag " +
                    std::string("\0\xFF", 2) + "6"});
  CHECK(lines == Texts{"the-tag \"1\"", "the-tag 2", "the-tag 3", "the-tag 4\r", "the-tag 5",
                       "the-tag " + std::string("\0\xFF", 2) + "6"});
}

TEST_CASE("What an engine's file cannot hold is counted, and belongs to nobody") {
  const Folder folder;
  SourceCounts counts;
  const std::string forged = "the-tag plain\n" + cri_line("the-tag cri") + "{\"log\":\"the-tag \\ud800\n";
  CHECK(read(folder, {forged + docker_line("the-tag good")}, Direction::oldest_first, TextFormat::json_file,
             &counts) == Texts{"the-tag good"});
  CHECK(counts.malformed == 3);
  CHECK(read(folder, {"the-tag\n" + docker_line("the-tag") + cri_line("the-tag good")},
             Direction::newest_first, TextFormat::cri, &counts) == Texts{"the-tag good"});
  CHECK(counts.malformed == 2);
}

TEST_CASE("An endless line costs a count, and what is behind it is found") {
  const Folder folder;
  const std::string endless(3 * kLongestLine, 'x');
  std::string log = "the-tag 1\n";
  log.append(endless).append("the-tag 2\nthe-tag 3\n").append(endless);
  for (const Direction direction : {Direction::oldest_first, Direction::newest_first}) {
    SourceCounts counts;
    Texts texts = read(folder, {log}, direction, TextFormat::any, &counts);
    std::sort(texts.begin(), texts.end());
    CHECK(texts == Texts{"the-tag 1", "the-tag 2", "the-tag 3"});
    CHECK(counts.overlong == 2);
  }
}

TEST_CASE("Of a damaged file comes what can be read, then the rest of the log, then one error") {
  const Folder folder;
  std::string content;
  for (int i = 0; i < 20'000; ++i) {
    content += "the-tag " + std::to_string(i * 7919 % 10'007) + "\n";
  }
  const std::string gzip = gzipped(content);
  write_file(folder.file("log.1"), gzip.substr(0, gzip.size() / 2));
  write_file(folder.file("log"), "the-tag last\n");
  Wanted wanted;
  wanted.tag = "the-tag";
  for (const Direction direction : {Direction::oldest_first, Direction::newest_first}) {
    wanted.direction = direction;
    const auto source =
        text_files({folder.file("log.1"), folder.file("log")}, nobody(), TextFormat::any, wanted);
    std::string error;
    Texts texts = texts_of(*source, &error);
    CHECK(error ==
          "cannot read all of " + folder.file("log.1") + ": it is truncated; what is before that was read");
    CHECK(texts.size() > 8'000);
    CHECK(std::count(texts.begin(), texts.end(), "the-tag last") == 1);
    CHECK(texts_of(*source).empty());
  }
}

TEST_CASE("A file that is missing is an error, one that was rotated away meanwhile is none") {
  const Folder folder;
  Wanted wanted;
  wanted.tag = "the-tag";
  write_file(folder.file("log"), "the-tag\n");
  CHECK(texts_of(*text_files({folder.file("gone"), folder.file("log")}, nobody(), TextFormat::any, wanted))
            .size() == 1);
  std::string error;
  CHECK(texts_of(*text_files({folder.file("gone")}, nobody(), TextFormat::any, wanted), &error).empty());
  CHECK(error.find("No such file") != std::string::npos);
}
