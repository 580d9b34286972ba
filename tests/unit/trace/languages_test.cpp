// SPDX-License-Identifier: Apache-2.0
//
// The texts are what real programs printed, shortened.

#include <catch2/catch.hpp>

#include "cel/trace/lines.h"
#include "tests/unit/trace/shape.h"

using namespace cel;

TEST_CASE("faulthandler: the thread that died counts, and not those beside it") {
  CHECK(shape("Fatal Python error: Segmentation fault\n\n"
              "Thread 0x00007f04348d06c0 (most recent call first):\n  File \"f.py\", line 4 in wait\n\n"
              "Current thread 0x00007f0435665b80 (most recent call first):\n"
              "  File \"/usr/lib/python3.11/ctypes/__init__.py\", line 519 in string_at\n"
              "  File \"f.py\", line 3 in crash\n  File \"f.py\", line 6 in <module>\n") ==
        "Python3: Segmentation fault(Segmentation fault) <module>6 crash3 (string_at519)");
}

TEST_CASE("Node.js: what nothing caught, with its cause") {
  const std::string text = R"(/srv/a.js:3
throw x;
^

ShopError: wrap
    at main (/srv/a.js:3:76)
    at Module._compile (node:internal/modules/cjs/loader:1521:14) {
  code: 'E_X',
  [cause]: TypeError: bad
  second line
      at /srv/a.js:2:95
      at Array.map (<anonymous>)
      at async Cart.total (file:///srv/a.js:2:53)
}

Node.js v20.20.2
)";
  CHECK(shape(text) ==
        "NodeJS: ShopError(wrap) (Module._compile1521) main3; "
        "cause>0 TypeError(bad) async Cart.total2 (Array.map) <anonymous>2");
  const auto trace = parse_trace(text);
  CHECK(trace->offset == 0);
  CHECK(text.substr(trace->length) == "\nNode.js v20.20.2\n");
}

TEST_CASE("Node.js: the members of an AggregateError, codes, packages") {
  CHECK(shape(R"(AggregateError [ERR_X]: many
    at f (/srv/a.js:8:42) {
  [errors]: [
    Error: a
        at g (/srv/node_modules/x/a.js:8:62),
    RangeError: b
        at h (/srv/a.js:9:77)
  ]
}
)") == "NodeJS: AggregateError(many) f8; group>0 Error(a) (g8); group>0 RangeError(b) h9");
}

TEST_CASE("Node.js: an error that was never on the stack, and what it gathers") {
  CHECK(
      shape(
          "node:internal/process/promises:391\n    triggerUncaughtException(err, true);\n    ^\n\n"
          "[AggregateError: All promises were rejected] {\n  [errors]: [\n    RangeError: stock of 1\n"
          "        at Cart.stock (/srv/cart.js:33:11)\n        at async Promise.any (index 0),\n"
          "    Unavailable: page\n        at call (/srv/cart.js:50:11) {\n      [cause]: TypeError: page 1\n"
          "          at all (/srv/main.js:4:5)\n    }\n  ]\n}\n\nNode.js v20.20.2\n") ==
      "NodeJS: AggregateError(All promises were rejected); "
      "group>0 RangeError(stock of 1) (async Promise.any) Cart.stock33; group>0 Unavailable(page) call50; "
      "cause>2 TypeError(page 1) all4");
}

TEST_CASE("Java: causes, suppressed exceptions, messages of several lines") {
  CHECK(shape("Exception in thread \"main\" java.lang.RuntimeException: wrap\nline2\n"
              "\tat shop.A.main(A.java:8)\n"
              "\tSuppressed: java.lang.IllegalStateException: close\n\t\tat shop.A$Res.close(A.java:4)\n"
              "\t\t... 1 more\n"
              "Caused by: java.lang.ArithmeticException: / by\nzero\n"
              "\tat shop.A$Cart.lambda$total$0(A.java:3)\n"
              "\tat java.base/java.util.stream.ReferencePipeline$3$1.accept(ReferencePipeline.java:197)\n"
              "\tat app//shop.A$Cart.total(Unknown Source)\n\t... 1 more\n") ==
        "Java: java.lang.RuntimeException(wrap) main8; "
        "suppressed>0 java.lang.IllegalStateException(close) main8 close4; "
        "cause>0 java.lang.ArithmeticException(/ by) main8 total (accept197) lambda$total$03");
}

TEST_CASE("Java: the frames that a cause has in common with its wrapper are its own, too") {
  CHECK(shape("java.lang.RuntimeException: a\n\tat shop.A.run(A.java:2)\n\tat shop.A.main(A.java:8)\n"
              "Caused by: java.lang.RuntimeException: b\n\tat shop.B.read(B.java:3)\n\t... 2 more\n"
              "Caused by: java.io.IOException: c\n\tat shop.C.open(C.java:4)\n\t... 3 more\n") ==
        "Java: java.lang.RuntimeException(a) main8 run2; cause>0 java.lang.RuntimeException(b) main8 run2 "
        "read3; "
        "cause>1 java.io.IOException(c) main8 run2 read3 open4");
  CHECK(shape("java.lang.RuntimeException: a\n\tat shop.A.main(A.java:8)\n\t... 7 more\n"
              "Caused by: java.io.IOException: c\n\tat shop.C.open(C.java:4)\n\t... 4711 more\n") ==
        "Java: java.lang.RuntimeException(a) main8; cause>0 java.io.IOException(c) open4");
}

TEST_CASE("Ruby: both orders, both quotes, causes") {
  CHECK(shape("a.rb:6:in `rescue in run': wrap (ShopError)\n\tfrom a.rb:6:in `run'\n"
              "\t ... 10908 levels...\n\tfrom a.rb:10:in `<main>'\n"
              "a.rb:5:in 'Cart#sum': bad (Shop::Bad)\nsecond\n"
              "\tfrom /usr/lib/ruby/3.1.0/json/common.rb:4:in 'Array#each'\n") ==
        "Ruby: ShopError(wrap) <main>10 run6 rescue in run6; cause>0 Shop::Bad(bad) (Array#each4) Cart#sum5");
  CHECK(
      shape("Traceback (most recent call last):\n\t 2: from a.rb:10:in `<main>'\n\t 1: from a.rb:6:in `run'\n"
            "a.rb:5:in `sum': bad (ArgumentError)\n") == "Ruby: ArgumentError(bad) <main>10 run6 sum5");
}

TEST_CASE("Ruby: methods written in C, which have the place of their caller, are Ruby's own") {
  CHECK(shape("a.rb:5:in `fetch': key not found (KeyError)\n\tfrom a.rb:5:in `block in tags'\n"
              "\tfrom a.rb:5:in `map'\n\tfrom a.rb:5:in `tags'\n"
              "\tfrom a.rb:9:in `<main>'\n") ==
        "Ruby: KeyError(key not found) <main>9 tags5 (map5) block in tags5 (fetch5)");
  CHECK(shape("Traceback (most recent call last):\n\t1: from a.rb:5:in `tags'\n"
              "a.rb:5:in `fetch': key not found (KeyError)\n") ==
        "Ruby: KeyError(key not found) tags5 (fetch5)");
}

TEST_CASE("Ruby: a thread's report and the program's of the same error are no chain") {
  const std::string report = "a.rb:5:in `sum': bad (ArgumentError)\n\tfrom a.rb:4:in `total'\n";
  CHECK(shape("#<Thread:0x00 a.rb:14 run> terminated with exception (report_on_exception is true):\n" +
              report + report) == "Ruby: ArgumentError(bad) total4 sum5");
}

TEST_CASE("Go: panics, repeated ones, and what the runtime ends") {
  CHECK(shape("panic: first [recovered]\n\tpanic: again\n\ngoroutine 18 [running]:\n"
              "main.(*Cart).Total.func1.2({0x4ac620?, 0x4d2a58?})\n\t/srv/shop/main.go:18 +0x54\n"
              "panic({0x4ac620?, 0x4d2a58?})\n\t/usr/local/go/src/runtime/panic.go:860 +0x13a\n"
              "example.org/shop/v2/cart.Map[...](...)\n\t/srv/shop/cart/map.go:4\n"
              "created by main.main in goroutine 1\n\t/srv/shop/main.go:9 +0x196\n\n"
              "goroutine 1 [semacquire]:\nsync.runtime_Semacquire(0x1)\n"
              "\t/usr/lib/go-1.19/src/runtime/sema.go:62 +0x25\nexit status 2\n") ==
        "Go: panic(again) main9 Map[...]4 (panic860) (*Cart).Total.func1.218; context>0 panic(first)");
  CHECK(shape("panic: runtime error: index out of range [5] with length 1\n\ngoroutine 1 [running]:\n"
              "main.main()\n\t/srv/main.go:11 +0x285\n") ==
        "Go: runtime error: index out of range(runtime error: index out of range [5] with length 1) main11");
  CHECK(shape("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [sync.Mutex.Lock]:\n"
              "internal/sync.(*Mutex).Lock(...)\n\t/opt/go/src/internal/sync/mutex.go:70\n"
              "main.main()\n\t/srv/main.go:17 +0x20c\n") ==
        "Go: all goroutines are asleep - deadlock!(all goroutines are asleep - deadlock!) main17 "
        "((*Mutex).Lock70)");
}

TEST_CASE("Go: what net/http logs of a handler that panics") {
  CHECK(
      shape("2024/05/01 10:00:00 http: panic serving 127.0.0.1:48406: runtime error: index out of range [1]\n"
            "goroutine 7 [running]:\nnet/http.(*conn).serve.func1()\n"
            "\t/usr/local/go/src/net/http/server.go:1943 +0xd3\n"
            "panic({0x6bd0?, 0xc0e0?})\n\t/usr/local/go/src/runtime/panic.go:783 +0x132\n"
            "main.account({0x7bd0, 0xc0e0}, 0xc0a0)\n\t/srv/main.go:27 +0x1e\n"
            "net/http.HandlerFunc.ServeHTTP(0xc0e0?, {0x7bd0?, 0xc0e0?}, 0x6bd0?)\n"
            "\t/usr/local/go/src/net/http/server.go:2322 +0x29\nstill serving\n") ==
      "Go: runtime error: index out of range(runtime error: index out of range [1]) "
      "(HandlerFunc.ServeHTTP2322) account27 (panic783) ((*conn).serve.func11943)");
  CHECK(shape("http: panic serving [::1]:4711: no user\ngoroutine 7 [running]:\n"
              "main.account({0x7bd0, 0xc0e0}, 0xc0a0)\n\t/srv/main.go:27 +0x1e\n") ==
        "Go: panic(no user) account27");
}

TEST_CASE("Rust: the shapes before and after 1.73, with and without frames") {
  CHECK(shape("thread 'main' (11218) panicked at src/cart.rs:1:105:\nindex out of bounds: the len is 1\n"
              "stack backtrace:\n   0: __rustc::rust_begin_unwind\n"
              "             at /rustc/5980/library/std/src/panicking.rs:689:5\n"
              "   1: <alloc::boxed::Box<F,A> as core::ops::function::Fn<Args>>::call\n"
              "   2:     0x559c - shop::Cart::total::{{closure}}::h0123456789abcdef\n"
              "             at ./src/cart.rs:1:105\n"
              "note: Some details are omitted\n") ==
        "Rust: index out of bounds(index out of bounds: the len is 1) "
        "shop::Cart::total::{{closure}}::h0123456789abcdef1 "
        "(<alloc::boxed::Box<F,A> as core::ops::function::Fn<Args>>::call) (__rustc::rust_begin_unwind689)");
  CHECK(shape("thread 'worker' panicked at 'it's gone', src/main.rs:4:39\n"
              "note: run with `RUST_BACKTRACE=1`\n") == "Rust: panic(it's gone) 4");
}

TEST_CASE("Rust: a worker's panic is the error, not that of who joins it") {
  const std::string worker =
      "thread 'worker' (12) panicked at src/main.rs:4:39:\nno price for order 7\n"
      "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
  const std::string joined =
      "\nthread 'main' (11) panicked at src/main.rs:9:14:\n"
      "called `Result::unwrap()` on an `Err` value: Any { .. }\n";
  CHECK(shape(worker + joined) == "Rust: panic(no price for order 7) 4");
  CHECK(parse_trace(worker + joined)->length == (worker + joined).size());
  CHECK(shape(worker + "thread 'main' panicked at src/main.rs:9:14:\na scoped thread panicked\n") ==
        "Rust: panic(no price for order 7) 4");
  CHECK(shape(worker + "thread 'main' panicked at src/main.rs:9:14:\nanother\n") == "Rust: panic(another) 9");
}

TEST_CASE("Go: goroutines between which some are left out stood by all the same") {
  const std::string text =
      "panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:11 +0x285\n\n"
      "goroutine 7 [chan receive]:\nmain.wait()\n\t/srv/ma\n[1048576 bytes are left out here]\nain.go:20 "
      "+0x1\n\n"
      "goroutine 9 [chan receive]:\nmain.wait()\n\t/srv/main.go:20 +0x1\n";
  CHECK(shape(text) == "Go: panic(x) main11");
  CHECK(parse_trace(text)->length == text.size());
}

TEST_CASE("C++: terminate, and the sanitizers' first stack") {
  CHECK(shape("terminate called after throwing an instance of 'std::out_of_range'\n  what():  vector: 3\n") ==
        "C++: std::out_of_range(vector: 3)");
  CHECK(shape("terminate called without an active exception\n") ==
        "C++: terminate(without an active exception)");
  CHECK(shape("libc++abi: terminating due to uncaught exception of type shop::Gone: where\n") ==
        "C++: shop::Gone(where)");
  CHECK(shape("==11333==ERROR: AddressSanitizer: heap-use-after-free on address 0x60 at pc 0x56\n"
              "READ of size 4 at 0x602000000018 thread T0\n"
              "    #0 0x56 in Cart::total(int, char**) /srv/c.cpp:4:12\n    #1 0x57 in main /srv/c.cpp:6\n"
              "    #2 0x7f in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58\n"
              "    #3 0x56 in _start (/srv/ca+0x9290)\n\nfreed by thread T0 here:\n    #0 0x7f in free "
              "x.cpp:1\n\n"
              "SUMMARY: AddressSanitizer: heap-use-after-free /srv/c.cpp:4 in Cart::total(int)\n") ==
        "C++: AddressSanitizer: heap-use-after-free(AddressSanitizer: heap-use-after-free on address 0x60 at "
        "pc 0x56) "
        "(_start) (__libc_start_call_main58) main6 Cart::total(int, char**)4");
  CHECK(shape("c.cpp:6:300: runtime error: signed integer overflow: 1 + 2\n") ==
        "C++: runtime error: signed integer overflow(runtime error: signed integer overflow: 1 + 2) 6");
}

TEST_CASE("Node.js: frames that the cause has as well, and those of the task before, end no stack") {
  CHECK(shape("Error: outer\n    at f (/srv/a.js:8:42)\n    ... 5 lines matching cause stack trace ...\n"
              "    at g (/srv/a.js:2:1) {\n  [cause]: Error: inner\n      at h (/srv/b.js:3:4)\n}\n") ==
        "NodeJS: Error(outer) g2 f8; cause>0 Error(inner) h3");
  const std::string cause =
      "  [cause]: Error: inner\n      at h (/srv/b.js:3:4)\n      at f (/srv/a.js:8:42)\n      at e "
      "(/srv/a.js:7:1)\n"
      "      at d (/srv/a.js:6:1)\n      at g (/srv/a.js:2:1)\n}\n";
  CHECK(shape("Error: outer\n    at f (/srv/a.js:8:42)\n    ... 2 lines matching cause stack trace ...\n"
              "    at g (/srv/a.js:2:1) {\n" +
              cause) == "NodeJS: Error(outer) g2 d6 e7 f8; cause>0 Error(inner) g2 d6 e7 f8 h3");
  CHECK(shape("Error: outer\n    at f (/srv/a.js:8:42)\n    ... 9 lines matching cause stack trace ...\n"
              "    at g (/srv/a.js:2:1) {\n" +
              cause) == "NodeJS: Error(outer) g2 f8; cause>0 Error(inner) g2 d6 e7 f8 h3");
  CHECK(shape("Error: late\n    at f (/srv/a.js:8:42)\nFrom previous event:\n    at g (/srv/a.js:2:1)\n") ==
        "NodeJS: Error(late) g2 f8");
  CHECK(shape("AggregateError: many\n    at f (/srv/a.js:8:42) {\n  [errors]: [\n    [Error: a],\n"
              "    [Error: b]\n  ],\n"
              "  [cause]: [TypeError: c]\n}\n") ==
        "NodeJS: AggregateError(many) f8; group>0 Error(a); group>0 Error(b); cause>0 TypeError(c)");
}

TEST_CASE(".NET: inner exceptions, arguments, places") {
  CHECK(shape("Unhandled exception. System.InvalidOperationException: outer\n"
              " ---> System.ArgumentNullException: Value cannot be null. (Parameter 'x')\n"
              "   at Shop.Cart.Total(Int32 count) in /src/Cart.cs:line 12\n"
              "   --- End of inner exception stack trace ---\n"
              "   at System.Linq.Enumerable.First[TSource](IEnumerable`1 source)\n"
              "   at Shop.Program.Main(String[] args) in /src/Program.cs:line 5\n") ==
        ".NET: System.InvalidOperationException(outer) Main5 (First[TSource]); "
        "cause>0 System.ArgumentNullException(Value cannot be null. (Parameter 'x')) Total12");
  CHECK(shape("System.NullReferenceException: gone\n   at Shop.Cart.Total() in C:\\src\\Cart.cs:line 7\n") ==
        ".NET: System.NullReferenceException(gone) Total7");
}

TEST_CASE("Java: of more links than are kept, the rest belongs to the same trace") {
  std::string text = "Exception in thread \"main\" shop.Gone: no\n\tat shop.Cart.total(Cart.java:12)\n";
  for (int i = 0; i < 30; ++i) {
    text += "\tSuppressed: java.io.IOException: no\n\t\tat shop.Cart.close(Cart.java:9)\n";
  }
  const auto trace = parse_trace(text);
  CHECK(trace->offset == 0);
  CHECK(trace->length == text.size());
  CHECK(shape(text).starts_with("Java: shop.Gone(no) total12; suppressed>0 java.io.IOException(no) close9"));
}

TEST_CASE("PHP: what was uncaught with what led to it, and what the engine ends") {
  CHECK(shape("PHP Fatal error:  Uncaught LogicException: first in /srv/cart.php:5\nStack trace:\n"
              "#0 /srv/main.php(9): Shop\\Cart->total(Array)\n#1 {main}\n\n"
              "Next Shop\\Gone: second in /srv/main.php:11\nStack trace:\n#0 {main}\n"
              "  thrown in /srv/main.php on line 11\n") ==
        "PHP: Shop\\Gone(second) {main}11; cause>0 LogicException(first) {main}9 Shop\\Cart->total5");
  CHECK(shape("Fatal error: Allowed memory size exhausted in /srv/a.php on line 3\n") ==
        "PHP: Fatal error(Allowed memory size exhausted) {main}3");
  CHECK(shape("PHP Fatal error:  Uncaught Gone in /srv/a.php:3\nStack trace:\n#0 {main}\n"
              "  thrown in /srv/a.php on line 3\n") == "PHP: Gone() {main}3");
  CHECK(shape("PHP Fatal error:  Gone: no: in in /srv/a.php on line 3\n") ==
        "PHP: Fatal error(Gone: no: in) {main}3");
  CHECK(shape("PHP Parse error:  syntax error, unexpected token \";\" in /srv/a.php on line 3\n") ==
        "PHP: Parse error(syntax error, unexpected token \";\") {main}3");
  CHECK(shape("PHP Fatal error:  Uncaught TypeError: no in /srv/a.php:3\nStack trace:\n"
              "#0 [internal function]: {closure}(1)\n#1 /srv/a.php(7): array_map(Object(Closure), Array)\n"
              "#2 /usr/share/php/twig/Node.php(2): each()\n#3 {main}\n  thrown in /srv/a.php on line 3\n") ==
        "PHP: TypeError(no) ({main}2) each7 (array_map) {closure}3");
}

TEST_CASE("Ruby: what programs log of an error") {
  CHECK(shape("NoMethodError (undefined method `sum' for nil):\n\napp/models/cart.rb:5:in `sum'\n"
              "rack (2.2.3) lib/rack/x.rb:7:in `call'\n") ==
        "Ruby: NoMethodError(undefined method `sum' for nil) (call7) sum5");
  CHECK(shape("KeyError - no key\n/srv/cart.rb:5:in `fetch'\n/srv/main.rb:9:in `run'\n") ==
        "Ruby: KeyError(no key) run9 fetch5");
}

TEST_CASE("Ruby: the text of a program that cannot be parsed") {
  CHECK(shape("a.rb:2: syntax error, unexpected end-of-input\ndef f(\n      ^\n") ==
        "Ruby: SyntaxError(a.rb:2: syntax error, unexpected end-of-input)");
  CHECK(shape("grammar.y:2: syntax error, unexpected end of file\n") == "none");
}

TEST_CASE("what a terminal made of tabs is read as well") {
  CHECK(shape("panic: x\n\ngoroutine 1 [running]:\nmain.main()\n        /srv/main.go:11 +0x285\n") ==
        "Go: panic(x) main11");
  CHECK(shape("a.rb:5:in `sum': bad (ArgumentError)\n        from a.rb:4:in `total'\n") ==
        "Ruby: ArgumentError(bad) total4 sum5");
}

TEST_CASE("each line may have a prefix: a log's, with its numbers, or an indentation") {
  const std::string python =
      "Traceback (most recent call last):\n  File \"a.py\", line 3, in f\n    g()\nKeyError: 'x'\n";
  const std::string java =
      "java.io.IOException: gone\n\tat shop.A.main(A.java:8)\nCaused by: shop.Bad: x\n"
      "\tat shop.B.run(B.java:3)\n";
  const std::string go = "panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:11 +0x285\n";
  for (const std::string& text : {python, java, go}) {
    for (const char* prefix : {"Oct 05 01:45:3# host app[21105]: ", "shop-1  | ",
                               "2022-05-24 12:19:50.72# Error: x: ", "    ", "[03:03:5# WARN]: "}) {
      std::string prefixed = "starting\n";
      int number = 0;
      for (Lines lines(text); !lines.at_end(); lines.next()) {
        std::string before = prefix;
        if (const std::size_t at = before.find('#'); at != std::string::npos) {
          before.replace(at, 1, std::to_string(number++));
        }
        prefixed += before + std::string(lines.line()) + "\n";
      }
      CAPTURE(prefixed);
      CHECK(shape(prefixed) == shape(text));
      const auto trace = parse_trace(prefixed);
      REQUIRE(trace);
      CHECK(trace->offset == 9);
      CHECK(trace->offset + trace->length == prefixed.size());
    }
  }
}

TEST_CASE("the last traceback counts, whatever the languages") {
  const std::string node = "Error: a\n    at f (/srv/a.js:8:42)\n";
  const std::string java = "java.io.IOException\n\tat shop.A.main(A.java:8)\n";
  CHECK(shape(node + "\n" + java) == "Java: java.io.IOException() main8");
  CHECK(shape(java + "\n" + node) == "NodeJS: Error(a) f8");
}

TEST_CASE("lines that only look like a traceback's are none") {
  for (const char* text :
       {"    at the station (platform 3)\n", "\tat once\n", "panic: kernel\n", "panic: x\n\nbye\n",
        "a.rb:5: warning: unused\n", "==1== leak\n", "thread 'x'\n", "#0 0x1 in f\n"}) {
    CHECK(shape(text) == "none");
  }
}
