// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/fingerprint.h"

#include <catch2/catch.hpp>

using namespace cel;

namespace {

Json frame(const char* module, const char* function, int line, bool in_app = true) {
  return {{"file", std::string("/srv/") + module + ".py"},
          {"line", line},
          {"function", function},
          {"module", module},
          {"in_app", in_app}};
}

Json record(Json frames, const char* type = "ValueError", const char* message = "bad 5") {
  return {
      {"type", "Python3"},
      {"exceptions", Json::array({{{"type", type}, {"message", message}, {"frames", std::move(frames)}}})}};
}

std::string print_of(const Json& record) { return fingerprint(record).value_or("none"); }

}  // namespace

TEST_CASE("a fingerprint has a version and 12 hex digits") {
  const std::string print = print_of(record(Json::array({frame("app", "f", 1)})));
  CHECK(print.starts_with("cel2:"));
  CHECK(print.size() == 17);
}

TEST_CASE("neither a shifted line nor another message makes another error") {
  CHECK(print_of(record(Json::array({frame("app", "f", 1)}), "ValueError", "a")) ==
        print_of(record(Json::array({frame("app", "f", 99)}), "ValueError", "b")));
}

TEST_CASE("another type, another function, another module or another cause does") {
  const Json base = record(Json::array({frame("app", "f", 1)}));
  CHECK(print_of(base) != print_of(record(Json::array({frame("app", "f", 1)}), "KeyError")));
  CHECK(print_of(base) != print_of(record(Json::array({frame("app", "g", 1)}))));
  CHECK(print_of(base) != print_of(record(Json::array({frame("lib", "f", 1)}))));
  Json caused = base;
  caused["exceptions"].push_back({{"type", "OSError"}});
  CHECK(print_of(base) != print_of(caused));
}

TEST_CASE("the library's frames count only where the program has none") {
  const Json own = frame("app", "f", 1);
  CHECK(print_of(record(Json::array({own, frame("json", "loads", 2, false)}))) ==
        print_of(record(Json::array({own, frame("json.decoder", "decode", 3, false)}))));
  CHECK(print_of(record(Json::array({frame("json", "loads", 2, false)}))) !=
        print_of(record(Json::array({frame("json", "dumps", 2, false)}))));
}

TEST_CASE("recursion is folded, however deep and over however many functions") {
  const auto recursion = [](int depth) {
    Json frames = Json::array({frame("app", "main", 1)});
    for (int i = 0; i < depth; ++i) {
      frames.push_back(frame("app", "even", 2));
      frames.push_back(frame("app", "odd", 3));
    }
    return record(std::move(frames), "RecursionError");
  };
  CHECK(print_of(recursion(3)) == print_of(recursion(500)));
}

TEST_CASE("the 2 functions nearest to the crash count") {
  const auto called_by = [](const char* outer, const char* caller) {
    return record(Json::array({frame("app", outer, 1), frame("app", caller, 2), frame("app", "ensure", 3)}));
  };
  CHECK(print_of(called_by("x", "pay")) == print_of(called_by("y", "pay")));
  CHECK(print_of(called_by("x", "pay")) != print_of(called_by("x", "ship")));
}

TEST_CASE("a function that a library calls counts alone: who set the library going is another matter") {
  const Json served = frame("bottle", "_handle", 9, false);
  const auto through = [&](const char* entry, const char* handler) {
    return record(Json::array({frame("main", entry, 1), served, frame("app", handler, 3)}));
  };
  CHECK(print_of(through("replay", "show")) == print_of(through("serve", "show")));
  CHECK(print_of(through("replay", "show")) == print_of(record(Json::array({frame("app", "show", 3)}))));
  CHECK(print_of(through("replay", "show")) != print_of(through("replay", "close")));
}

TEST_CASE("what a library calls back within one function leaves its caller to count") {
  const Json caller = frame("app", "checkout", 1);
  const Json total = frame("app", "total", 2);
  const Json library = frame("functools", "reduce", 5, false);
  CHECK(print_of(record(Json::array({caller, total, library, frame("app", "<lambda>", 2)}))) ==
        print_of(record(Json::array({caller, total}))));
}

TEST_CASE("a function of Python that only hands its arguments on does not count, unless it crashed") {
  const auto decorated = [](const char* source, bool crashed) {
    Json wrapper = frame("app", "timed", 2);
    wrapper["context"] = {{"start", 2}, {"lines", Json::array({source})}};
    Json frames = Json::array({frame("app", "serve", 1), std::move(wrapper), frame("app", "show", 3)});
    if (crashed) {
      frames.erase(2);
    }
    return print_of(record(std::move(frames)));
  };
  const std::string plain =
      print_of(record(Json::array({frame("app", "serve", 1), frame("app", "show", 3)})));
  CHECK(decorated("        return handler(*args, **kwargs)", false) == plain);
  CHECK(decorated("result = function(self, *a, **k)", false) == plain);
  CHECK(decorated("return handler(**options)", false) == plain);
  CHECK(decorated("return show(number)", false) != plain);
  CHECK(decorated("return show(*rows)", false) != plain);
  CHECK(decorated("return show(*parse(text), **options)", false) != plain);
  CHECK(decorated("return 2 ** (power)", false) != plain);
  CHECK(decorated("return handler(*args, **kwargs)", true) != decorated("return handler(1)", false));
}

TEST_CASE("what a library raised and caught within itself does not count, where the program's frames do") {
  const auto chained = [](Json frames, const char* cause_kind, bool own) {
    Json raised = record(std::move(frames), "URLError");
    raised["exceptions"].push_back({{"type", "ConnectionRefusedError"},
                                    {"frames", Json::array({frame("socket", "connect", 7, own)})},
                                    {"link", {{"kind", cause_kind}, {"of", 0}}}});
    return print_of(raised);
  };
  const Json fetch = Json::array({frame("app", "fetch", 1)});
  const Json library = Json::array({frame("urllib", "open", 1, false)});
  CHECK(chained(fetch, "cause", false) == print_of(record(fetch, "URLError")));
  CHECK(chained(fetch, "cause", true) != print_of(record(fetch, "URLError")));
  CHECK(chained(library, "cause", false) != print_of(record(library, "URLError")));
  for (const Json& frames : {fetch, library}) {  // what was being handled is there one time and not the other
    CHECK(chained(frames, "context", true) == print_of(record(frames, "URLError")));
  }
}

TEST_CASE("the frames that a cause came through with its wrapper, `... 5 more` of Java, do not tell") {
  const auto wrapped = [](bool shared) {
    Json main = {{"file", "Main.java"}, {"line", 9}, {"function", "main"}, {"module", "shop.Main"}};
    Json load = {{"file", "Class.java"},
                 {"line", 4},
                 {"function", "load"},
                 {"module", "java.lang.Class"},
                 {"in_app", false}};
    Json cause = {{"type", "java.lang.ClassNotFoundException"}, {"link", {{"kind", "cause"}, {"of", 0}}}};
    cause["frames"] = shared ? Json::array({main, load}) : Json::array({load});
    Json raised = {{"type", "java.lang.NoClassDefFoundError"}, {"frames", Json::array({main})}};
    return print_of({{"type", "Java"}, {"exceptions", Json::array({raised, cause})}});
  };
  CHECK(wrapped(true) == wrapped(false));
}

TEST_CASE("files of one name in different folders of a program are different places") {
  const auto in = [](const std::string& file, const char* module = "") {
    const auto frame = [&](const char* function) {
      return Json{{"file", file}, {"line", 5}, {"function", function}, {"module", module}};
    };
    return print_of(record(Json::array({frame("post"), frame("save")}), "KeyError"));
  };
  CHECK(in("/srv/shop/orders/views.py") != in("/srv/shop/users/views.py"));
  CHECK(in("/srv/shop/plugins/csv/plugin.py") != in("/srv/shop/plugins/xml/plugin.py"));
  for (const char* file : {"/home/alice/src/shop/orders/views.py", "/app/orders/views.py",
                           "C:\\Users\\alice\\shop\\orders\\views.py", "orders/views.pyc", "orders\\views.py",
                           "/opt/venv/lib/python3.11/site-packages/orders/views.py"}) {
    CHECK(in(file) == in("/srv/shop/orders/views.py"));
  }
  CHECK(in("/srv/shop/orders/views.py", "orders.views") == in("/srv/shop/orders/views.py"));
}

TEST_CASE("a stack overflow breaks off anywhere in the circle of its functions") {
  const auto overflow = [](std::initializer_list<const char*> functions) {
    Json frames = Json::array();
    for (const char* function : functions) {
      frames.push_back(frame("app", function, 1));
    }
    return print_of(record(std::move(frames), "RecursionError"));
  };
  CHECK(overflow({"main", "even", "odd", "even", "odd"}) ==
        overflow({"start", "even", "odd", "even", "odd", "even"}));
  CHECK(overflow({"main", "even", "odd", "even", "odd"}) != overflow({"main", "even", "even", "even"}));
}

TEST_CASE("a crash outside of any function counts by its source line") {
  const auto at = [](const char* source, int line) {
    Json top = frame("__main__", "<module>", line);
    top["context"] = {{"start", line - 1}, {"lines", {"before", source, "after"}}};
    return print_of(record(Json::array({std::move(top)})));
  };
  CHECK(at("  run( 1 )", 10) == at("run(  1 )", 77));
  CHECK(at("run()", 10) != at("stop()", 10));
}

TEST_CASE("the frames of what a wrapper was raised from count, or those of a group's first member") {
  for (const char* kind : {"cause", "group"}) {
    const auto raised = [kind](const char* wrapper, const char* crashed) {
      Json wrapped = record(Json::array({frame("app", wrapper, 1)}), "Unavailable");
      wrapped["exceptions"].push_back(record(Json::array({frame("app", crashed, 1)}))["exceptions"][0]);
      wrapped["exceptions"][1]["link"] = {{"kind", kind}, {"of", 0}};
      return print_of(wrapped);
    };
    CHECK(raised("call", "stock") == raised("other", "stock"));
    CHECK(raised("call", "stock") != raised("call", "rate"));
  }
}

TEST_CASE("how many members of a group fail does not count, nor what fails while something is closed") {
  const auto linked = [](const char* kind, int count) {
    Json group = record(Json::array({frame("app", "gather", 1)}), "ExceptionGroup");
    for (int i = 0; i < count; ++i) {
      group["exceptions"].push_back({{"type", "OSError"}, {"link", {{"kind", kind}, {"of", 0}}}});
    }
    return print_of(group);
  };
  CHECK(linked("group", 1) == linked("group", 7));
  CHECK(linked("group", 1) != linked("group", 0));
  CHECK(linked("suppressed", 1) == linked("suppressed", 0));
}

TEST_CASE("Python 2 and 3 and every way to name a type make the same of an error") {
  const Json frames = Json::array({frame("app", "f", 1)});
  Json two = record(frames, "shop.errors.Missing");
  two["type"] = "Python";
  CHECK(print_of(two) == print_of(record(frames, "Missing")));
}

TEST_CASE("without frames the message counts, but for what varies in it") {
  const auto said = [](const char* message) {
    return print_of(record(Json::array(), "SyntaxError", message));
  };
  CHECK(said("bad token 'x' at line 5") == said("bad token 'yy' at line 17"));
  CHECK(said("bad token") != said("missing token"));
}

TEST_CASE("a record without structure, or with another one than ours, has no fingerprint and does no harm") {
  for (const char* json :
       {R"({})", R"({"exceptions":[]})", R"({"exceptions":{}})", R"({"exceptions":[1]})"}) {
    CHECK_FALSE(fingerprint(*parse_json(json)));
  }
  for (
      const char* json :
      {R"({"exceptions":[{}]})", R"({"exceptions":[{"frames":[1,{"context":{"lines":1}}]},2]})",
       R"({"exceptions":[{"type":5,"frames":[{"function":"<module>","line":9,"context":{"start":2,"lines":["a"]}}]}]})"}) {
    CHECK(fingerprint(*parse_json(json)));
  }
}
