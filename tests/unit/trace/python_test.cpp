// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "cel/trace/trace.h"
#include "tests/unit/trace/shape.h"

using namespace cel;

namespace {

constexpr std::string_view kPlain = R"(Traceback (most recent call last):
  File "/srv/shop.py", line 9, in <module>
    price({"items": 0})
    ~~~~~^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/json/decoder.py", line 6, in price
    return order["total"] / order["items"]
           ~~~~~~~~~~~~~~~^~~~~~~~~~~~~~~~
shop.errors.Price.Missing: no price
in two lines
)";

constexpr std::string_view kGroups = R"(  + Exception Group Traceback (most recent call last):
  |   File "g.py", line 16, in main
  |     raise ExceptionGroup("outer", es)
  | ExceptionGroup: outer (3 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "g.py", line 2, in a
    |     def a(): raise ValueError("x")
    |              ^^^^^^^^^^^^^^^^^^^^^
    | ValueError: x
    | a note
    | 
    | The above exception was the direct cause of the following exception:
    | 
    | Traceback (most recent call last):
    |   File "g.py", line 7, in b
    |     raise KeyError("k") from e
    | KeyError: 'k'
    +---------------- 2 ----------------
    | TypeError: never raised
    +---------------- 3 ----------------
    | ExceptionGroup: inner (1 sub-exception)
    +-+---------------- 1 ----------------
      | FileNotFoundError: [Errno 2] no
      +------------------------------------

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "g.py", line 18, in main
    raise RuntimeError("x")
RuntimeError: x
)";

}  // namespace

TEST_CASE("a traceback of Python has frames, sources, and a type split into module and name") {
  const auto trace = parse_trace(kPlain);
  REQUIRE(trace);
  CHECK(trace->type == "Python3");
  CHECK(trace->offset == 0);
  CHECK(trace->length == kPlain.size());
  const Json& raised = trace->exceptions[0];
  CHECK(raised["type"] == "Price.Missing");
  CHECK(raised["module"] == "shop.errors");
  CHECK(raised["message"] == "no price\nin two lines");
  CHECK(raised["frames"][0]["in_app"] == true);
  CHECK(raised["frames"][1]["in_app"] == false);
  CHECK(raised["frames"][1]["file"] == "/usr/lib/python3.11/json/decoder.py");
  CHECK(raised["frames"][1]["context"] ==
        Json({{"start", 6}, {"lines", {R"(return order["total"] / order["items"])"}}}));
}

TEST_CASE("the type hint tells Python 2 from 3") {
  CHECK(parse_trace(kPlain, "Python")->type == "Python");
  CHECK(parse_trace(kPlain, "Backup")->type == "Python3");
}

TEST_CASE("groups, causes and contexts of Python come in the hook's order") {
  CHECK(shape(kGroups) ==
        "Python3: RuntimeError(x) main18; context>0 ExceptionGroup(outer (3 sub-exceptions)) main16; group>1 "
        "KeyError('k') b7; "
        "group>1 TypeError(never raised); group>1 ExceptionGroup(inner (1 sub-exception)); "
        "cause>2 ValueError(x) a2; group>4 FileNotFoundError([Errno 2] no)");
}

TEST_CASE("the place of a syntax error is in its message, as str() has it") {
  CHECK(shape("x.py:3:<module>:SyntaxError: '(' was never closed\n\n"
              "  File \"/srv/x.py\", line 3\n    print(\n         ^\nSyntaxError: '(' was never closed\n") ==
        "Python3: SyntaxError('(' was never closed (x.py, line 3))");
}

TEST_CASE("an omitted repetition is there once more") {
  CHECK(shape("Traceback (most recent call last):\n  File \"a.py\", line 4, in f\n    f()\n"
              "  [Previous line repeated 996 more times]\nRecursionError: deep\n") ==
        "Python3: RecursionError(deep) f4 f4");
}

TEST_CASE("an exception that was never raised can be a cause") {
  CHECK(shape("ValueError: never\n\nThe above exception was the direct cause of the following exception:\n\n"
              "Traceback (most recent call last):\n  File \"a.py\", line 4, in f\nOSError\n") ==
        "Python3: OSError() f4; cause>0 ValueError(never)");
}

TEST_CASE("the last traceback of a text is the one that counts, and its place is known") {
  const std::string before = "starting\n" + std::string(kPlain) + "\nretrying\n";
  const std::string last =
      "Exception in thread Thread-1 (work):\nTraceback (most recent call last):\n"
      "  File \"a.py\", line 4, in f\nOSError: gone\n";
  const std::string text = before + last + "\nLocal variables in innermost frame:\nx: 1\n";
  const auto trace = parse_trace(text);
  REQUIRE(trace);
  CHECK(trace->exceptions[0]["type"] == "OSError");
  CHECK(text.substr(trace->offset, trace->length) == last);
}

TEST_CASE("of a long traceback the ends are kept, and what was left out is counted") {
  std::string text = "Traceback (most recent call last):\n";
  for (int i = 1; i <= 1000; ++i) {
    text += "  File \"a.py\", line " + std::to_string(i) + ", in f\n    f()\n";
  }
  const auto trace = parse_trace(text + "RuntimeError: deep\n");
  REQUIRE(trace);
  const Json& raised = trace->exceptions[0];
  CHECK(raised["frames"].size() == 100);
  CHECK(raised["frames"][19]["line"] == 20);
  CHECK(raised["frames"][20]["line"] == 921);
  CHECK(raised["omitted_frames"] == Json({{"after", 20}, {"count", 900}}));
}

TEST_CASE("a traceback whose middle was cut keeps both its ends") {
  const std::string start = "Traceback (most recent call last):\n  File \"a.py\", line 4, in f\n    f()\n";
  const std::string end = "  File \"a.py\", line 9, in g\n    g()\nRuntimeError: deep\n";
  CHECK(shape(start + "  File \"/srv\n... 36061 characters ...\nop/b.py\", line 5, in walk\n" + end) ==
        "Python3: RuntimeError(deep) f4 g9");
  for (const char* begun : {"", " "}) {  // of the next line, where the cut is
    std::string text = start;
    text.append(begun).append("\n... 36061 characters ...\n^^^^^^^^^\n").append(end);
    CHECK(shape(text) == "Python3: RuntimeError(deep) f4 g9");
  }
  CHECK(shape(start + "  File \"/srv… 36061 bytes …op/b.py\", line 5, in walk\n" + end) ==
        "Python3: RuntimeError(deep) f4 g9");
}

TEST_CASE("an error that came from a worker's process as a text is told by where it happened there") {
  const auto worker = [](const char* function) {
    const std::string remote =
        "concurrent.futures.process._RemoteTraceback: \n\"\"\"\n"
        "Traceback (most recent call last):\n  File \"w.py\", line 2, in " +
        std::string(function) + "\nZeroDivisionError: division by zero\n\"\"\"\n";
    const std::string text =
        remote +
        "\nThe above exception was the direct cause of the following exception:\n\n"
        "Traceback (most recent call last):\n  File \"w.py\", line 9, in <module>\n    map(work)\n"
        "ZeroDivisionError: division by zero\n";
    const Json structured = {
        {"type", "Python3"},
        {"backtrace", text},
        {"exceptions",
         {{{"type", "ZeroDivisionError"}, {"frames", {{{"file", "w.py"}, {"function", "<module>"}}}}},
          {{"type", "_RemoteTraceback"}, {"link", {{"kind", "cause"}, {"of", 0}}}}}}};
    CHECK(fingerprint_of(structured) == fingerprint_of({{"type", "Text"}, {"backtrace", text}}));
    return fingerprint_of(structured);
  };
  CHECK(worker("square") != worker("label"));
}

TEST_CASE("what is no traceback is none") {
  for (const char* text :
       {"", "\n\n", "Traceback (most recent call last):", "  File \"x\", line 3, in f\n",
        "  File \"x\", line 3\n", "During handling of the above exception, another exception occurred:\n",
        "The above exception was the direct cause of the following exception:"}) {
    CHECK_FALSE(parse_trace(text));
  }
}

TEST_CASE("every record has a fingerprint: of its structure, its text, or its reason") {
  const Json text = {{"type", "Python3"}, {"backtrace", std::string(kPlain)}, {"fingerprint", "cel2:forged"}};
  const Json structured = {{"type", "Python3"}, {"exceptions", parse_trace(kPlain)->exceptions}};
  CHECK(fingerprint_of(text) == fingerprint_of(structured));
  const auto reason = [](const char* said) {
    return fingerprint_of({{"type", "Backup"}, {"executable", "/usr/bin/backup"}, {"reason", said}});
  };
  CHECK(reason("3 files lost") == reason("17 files lost"));
  CHECK(reason("3 files lost") != reason("disk full"));
}
