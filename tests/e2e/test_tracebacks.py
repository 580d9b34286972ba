# SPDX-License-Identifier: Apache-2.0
"""cel --tracebacks: what programs without a hook print when they die becomes reports, and nothing else."""

import json

import pytest
from grouping import build_tool, fingerprints
from reports import report
from test_cel import cel, lines_of, objects
from tracebacks import cri, json_file, mixed, of_corpus, ordinary, stamp

PYTHON = """Traceback (most recent call last):
  File "/srv/shop/main.py", line 15, in <module>
    total()
  File "/srv/shop/cart.py", line 4, in total
    return price / shares
ZeroDivisionError: division by zero
"""
JAVA = """Exception in thread "main" java.lang.IllegalStateException: no shares
\tat shop.Cart.total(Cart.java:14)
\tat shop.Main.main(Main.java:15)
Caused by: java.lang.ArithmeticException: / by zero
\tat shop.Cart.share(Cart.java:20)
\t... 1 more
"""
NODE = """/srv/shop/cart.js:28
    return value.toFixed(2);
                 ^

TypeError: value.toFixed is not a function
    at Cart.discount (/srv/shop/cart.js:28:18)
    at Object.<anonymous> (/srv/shop/main.js:37:18)

Node.js v20.20.2
"""
GO = """panic: runtime error: integer divide by zero

goroutine 1 [running]:
main.total(...)
\t/srv/shop/main.go:26
main.main()
\t/srv/shop/main.go:123 +0x7a
exit status 2
"""
RUBY = """/srv/shop/cart.rb:13:in `/': divided by 0 (ZeroDivisionError)
\tfrom /srv/shop/cart.rb:13:in `total'
\tfrom /srv/shop/main.rb:40:in `<main>'
"""
PHP = """PHP Fatal error:  Uncaught DivisionByZeroError: Division by zero in /srv/shop/cart.php:5
Stack trace:
#0 /srv/shop/main.php(9): total(Array)
#1 {main}
  thrown in /srv/shop/cart.php on line 5
"""
DOTNET = """Unhandled exception. System.DivideByZeroException: Attempted to divide by zero.
   at Shop.Cart.Total(Int32 shares) in /srv/shop/Cart.cs:line 12
   at Shop.Program.Main(String[] args) in /srv/shop/Program.cs:line 5
"""
RUST = """thread 'main' panicked at src/main.rs:4:5:
attempt to divide by zero
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
"""
DEATHS = {"Python3": PYTHON, "Java": JAVA, "NodeJS": NODE, "Go": GO, "Ruby": RUBY, "PHP": PHP, ".NET": DOTNET,
          "Rust": RUST}


def found(path, *arguments):
    return objects(cel("list", "--tracebacks", "--json", "-r", str(path), *arguments))


def records(path, *arguments):
    return [one["record"] for one in found(path, *arguments)]


@pytest.mark.parametrize("name", sorted(ordinary()))
def test_an_ordinary_log_holds_no_traceback(name, tmp_path):
    log = tmp_path / "app.log"
    for form in (str, json_file, cri):
        log.write_text(form(ordinary()[name]), encoding="utf-8")
        assert [one["reason"] for one in records(log)] == []


@pytest.mark.parametrize("name", sorted(DEATHS))
@pytest.mark.parametrize("form", [str, json_file, cri])
def test_a_death_is_a_report_in_each_language_and_form(name, form, tmp_path):
    log = tmp_path / "app.log"
    log.write_text(form("starting\n" + DEATHS[name] + "the end\n"), encoding="utf-8")
    [one] = records(log)
    assert one["type"] == name
    assert one["mechanism"] == "log"
    assert one["exceptions"][0]["frames"]
    assert one["reason"] in one["backtrace"]
    assert one.get("handled") is (None if name in ("Python3", "NodeJS", "Ruby") else False)


def test_what_programs_printed_is_found_and_nothing_else(tmp_path):
    """tests/corpus: real tracebacks of seven languages, each with its fingerprint, among ordinary lines."""
    build_tool()
    lines = of_corpus()
    expected = fingerprints([line["record"] for line in lines])
    log = tmp_path / "app.log"
    between = "".join(ordinary().values())
    log.write_text(between + mixed(lines) + between, encoding="utf-8")
    prints = [one["fingerprint"] for one in records(log)]
    left = list(expected)
    right = 0
    for one in prints:
        if one in left:
            left.remove(one)
            right += 1
    print("precision %.4f recall %.4f" % (right / len(prints), right / len(lines)))
    assert right / len(prints) >= 0.99
    assert right / len(lines) >= 0.97


def test_each_language_of_one_log_comes_once_and_in_order(tmp_path):
    log = tmp_path / "app.log"
    log.write_text(json_file("".join("line\n" * 50 + text for text in DEATHS.values())), encoding="utf-8")
    assert [one["type"] for one in records(log)] == list(DEATHS)
    assert [one["record"]["type"] for one in objects(cel("list", "--tracebacks", "--json", str(log)))] \
        == list(DEATHS)[::-1]


def test_without_the_option_there_is_none(tmp_path):
    log = tmp_path / "app.log"
    log.write_text(PYTHON, encoding="utf-8")
    assert cel("list", str(log)).returncode == 1


def test_what_two_streams_print_at_once_is_told_apart(tmp_path):
    one, other = PYTHON.splitlines(), JAVA.splitlines()
    lines = [line for pair in zip(one, other) for line in ((pair[0], "stderr"), (pair[1], "stdout"))]
    log = tmp_path / "app.log"
    log.write_text("".join("%s %s F %s\n" % (stamp(number), stream, text)
                           for number, (text, stream) in enumerate(lines)), encoding="utf-8")
    assert sorted(one["type"] for one in records(log)) == ["Java", "Python3"]


def test_services_of_compose_are_told_apart_and_named(tmp_path):
    lines = [line for pair in zip(PYTHON.splitlines(), JAVA.splitlines())
             for line in ("web-1  | " + pair[0], "db-1   | " + pair[1])]
    log = tmp_path / "compose.log"
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert {(one["container"]["name"], one["record"]["type"]) for one in found(log)} \
        == {("web-1", "Python3"), ("db-1", "Java")}


def test_a_line_that_the_engine_split_is_whole(tmp_path):
    log = tmp_path / "app.log"
    text = PYTHON.replace("division by zero", "x" * 300)
    log.write_text(cri(text, most=100), encoding="utf-8")
    assert records(log)[0]["exception"]["message"] == "x" * 300


def test_a_logged_error_is_handled_and_a_prefix_before_each_line_is_no_part_of_it(tmp_path):
    log = tmp_path / "app.log"
    log.write_text("ERROR:root:cannot sell\n" + PYTHON + "INFO:root:next\n", encoding="utf-8")
    [logged] = records(log)
    assert logged["handled"] is True and logged["severity"] == "error"
    log.write_text("".join("2026-01-31 18:00:0%d ERROR shop: %s\n" % (number, line)
                           for number, line in enumerate(PYTHON.splitlines())), encoding="utf-8")
    [prefixed] = records(log)
    assert prefixed["fingerprint"] == logged["fingerprint"]
    assert prefixed["handled"] is True


@pytest.mark.parametrize("order", ["before", "after"])
@pytest.mark.parametrize("form", [str, json_file])
def test_a_death_that_a_hook_reported_comes_once(order, form, tmp_path, logger):
    """By fingerprint, container and time."""
    frames = [{"file": "/srv/shop/main.py", "line": 15, "function": "<module>", "in_app": True},
              {"file": "/srv/shop/cart.py", "line": 4, "function": "total", "in_app": True}]
    raised = {"type": "ZeroDivisionError", "message": "division by zero", "frames": frames}
    hooked = dict(report(1), exceptions=[raised])
    line = lines_of(logger, hooked).decode()
    log = tmp_path / "app.log"
    log.write_text(form(line + PYTHON if order == "before" else PYTHON + line) + form(JAVA), encoding="utf-8")
    for direction in ("-r", "-q"):
        both = objects(cel("list", "--tracebacks", "--json", direction, str(log)))
        assert sorted(one["record"]["type"] for one in both) == ["Java", "Python3"]
        assert "log" not in [one["record"].get("mechanism") for one in both
                             if one["record"]["type"] == "Python3"]


def test_the_same_error_an_hour_later_without_its_hook_is_another_report(tmp_path, logger):
    hooked = json.loads(json.dumps(report(1)))
    later = "2026-01-31T23:00:00.%03d000000Z stderr F %s\n"
    log = tmp_path / "app.log"
    log.write_text(cri(lines_of(logger, hooked).decode() + PYTHON)
                   + "".join(later % pair for pair in enumerate(PYTHON.splitlines())), encoding="utf-8")
    assert [one.get("mechanism") for one in records(log)].count("log") == 2


def test_standard_input_groups_show_and_report_have_them_too(tmp_path):
    text = (json_file(PYTHON) + json_file(JAVA)).encode()
    assert len(objects(cel("list", "--tracebacks", "--json", "-", stdin=text))) == 2
    log = tmp_path / "app.log"
    log.write_bytes(text)
    assert b"ZeroDivisionError" in cel("groups", "--tracebacks", str(log)).stdout
    shown = cel("show", "--tracebacks", str(log), "type=Python3").stdout.decode()
    assert "cart.py" in shown and "division by zero" in shown
    page = tmp_path / "page.html"
    assert cel("report", "--tracebacks", "-o", str(page), str(log)).returncode == 0
    assert "IllegalStateException" in page.read_text(encoding="utf-8")


def test_a_secret_in_a_traceback_is_masked(tmp_path):
    log = tmp_path / "app.log"
    secret = "postgres://shop:hunter2secret@db/shop"
    log.write_text(PYTHON.replace("division by zero", secret), encoding="utf-8")
    assert "hunter2secret" not in json.dumps(records(log))


def test_ids_stay_the_same(tmp_path):
    log = tmp_path / "app.log"
    log.write_text("line\n" * 3 + PYTHON + "line\n" * 99 + PYTHON, encoding="utf-8")
    first = [one["record"]["id"] for one in found(log)]
    assert len(set(first)) == 2 and first == [one["record"]["id"] for one in found(log)]


def test_follow_gives_each_once_over_a_restart(tmp_path):
    log, cursor = tmp_path / "app.log", tmp_path / "cursor"
    log.write_text("line\n", encoding="utf-8")
    command = [str(part) for part in ("follow", "--tracebacks", "--json", "-S", "2000-01-01", "-n", "1",
                                      "--cursor-file", cursor, log)]
    log.write_text(log.read_text(encoding="utf-8") + json_file(PYTHON) + json_file(JAVA), encoding="utf-8")
    first = cel(*command)
    second = cel(*command)
    assert [json.loads(done.stdout)["record"]["type"] for done in (first, second)] == ["Python3", "Java"]


def test_follow_of_a_pipe_gives_what_stands_at_its_end(tmp_path):
    done = cel("follow", "--tracebacks", "--json", "-", stdin=("line\n" + PYTHON).encode())
    assert [json.loads(line)["record"]["type"] for line in done.stdout.splitlines()] == ["Python3"]


def test_ship_takes_them_on(tmp_path):
    out = tmp_path / "out"
    done = cel("ship", "--tracebacks", "--to", "exec=cat > %s" % out, "--state", str(tmp_path / "state"),
               "-S", "2000-01-01", "-", stdin=json_file(PYTHON).encode())
    assert b"ZeroDivisionError" in out.read_bytes(), done.stderr
