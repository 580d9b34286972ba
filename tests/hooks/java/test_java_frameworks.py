# SPDX-License-Identifier: Apache-2.0
"""What a Java program or its framework logs as an error with an exception is reported once, as handled; what
they print, answer and exit with is as without the hook."""

import glob
import pathlib
import re
import signal
import time
import urllib.error
import urllib.request

import javas
import pytest

FOLDER = pathlib.Path(__file__).parent / "programs" / "frameworks"


@pytest.fixture(scope="session")
def jars():
    return javas.jars(FOLDER / "pom.xml")


@pytest.fixture(scope="session")
def shop(jars, tmp_path_factory):
    """The folder of the compiled programs of FOLDER."""
    folder = tmp_path_factory.mktemp("frameworks")
    return javas.compiled(folder, *FOLDER.glob("*.java"), path=jars + "/*", release="17")


@pytest.fixture
def own_java():
    """The one on PATH: no JDK runs frameworks differently."""
    return javas.found()[0]


def path_of(shop, jars, *names):
    return ":".join([str(shop), *(each for name in names for each in glob.glob("%s/%s*.jar" % (jars, name)))])


def shows(runner, *patterns):
    """Leaves out of what is compared what differs from run to run."""
    plain = runner.shown

    def shown(text, process):
        for each in patterns:
            text = re.sub(each, b"", text, flags=re.M)
        return plain(text, process)

    runner.shown = shown


def test_an_error_that_java_util_logging_is_given_is_reported_once(own_java, shop, runner):
    shows(runner, rb"^\w+ \d+, \d+,? .*(?= Julian main$)")
    ended = runner.compare([own_java, "-cp", shop, "Julian"])
    (report,) = ended.reports
    assert ended.status == 1 and ended.stderr.count(b"no price for spoon") == 4
    assert (report["mechanism"], report["handled"], report["severity"]) == ("logging", True, "error")
    assert report["reason"] == "Julian.java:9:price:java.lang.IllegalStateException: no price for spoon"
    assert report["backtrace"].splitlines()[2] == "java.lang.IllegalStateException: no price for spoon"
    assert [each["function"] for each in report["exceptions"][0]["frames"]] == ["main", "price"]


def test_no_errors_are_reported_that_were_only_logged_where_nobody_asks_for_them(own_java, shop, runner):
    ended = runner.run([own_java, "-cp", shop, "Julian"], env={"CEL_CAPTURE": "uncaught"})
    assert [each["mechanism"] for each in ended.reports] == ["uncaught"]


def test_an_error_that_log4j_is_given_is_reported_once(own_java, shop, jars, runner):
    shows(runner, rb"^\d\d:\d\d:[\d.]+ ")
    path = path_of(shop, jars, "log4j-api", "log4j-core")
    (report,) = runner.compare([own_java, "-cp", path, "Log4j"]).reports
    assert (report["mechanism"], report["handled"]) == ("logging", True)
    assert report["reason"] == 'Log4j.java:10:main:java.lang.NumberFormatException: For input string: "spoon"'


def test_the_failure_of_a_test_of_junit_is_no_death(own_java, shop, jars, runner):
    shows(runner, rb"\d+ ms|\(\d+ ms\)")
    (console,) = glob.glob(jars + "/junit-platform-console-*.jar")
    ended = runner.compare([own_java, "-jar", console, "execute", "--scan-classpath", "-cp", str(shop)])
    assert ended.status == 1 and b"boom" in ended.stdout and ended.reports == []


def test_errors_of_a_spring_boot_application_are_reported(own_java, shop, jars, runner):
    """One that reaches the DispatcherServlet, which Tomcat logs, and one that the program logs by Logback."""
    shows(runner, rb"^\d{4}-\S+ +", rb" \d+ --- ", rb"with PID \d+", rb"in [\d.]+ .*$", rb"port \d+",
          rb"initialization completed in .*", rb"(?<=exec-)\d+")
    path = path_of(shop, jars, "spring-*", "tomcat-*", "logback-*", "slf4j-*", "jul-to", "log4j-api",
                   "log4j-to", "jackson-*", "snakeyaml", "jakarta", "micrometer")
    command = [own_java, "-XX:TieredStopAtLevel=1", "-cp", path, "shop.Shop", "--server.port=0",
               "--spring.main.banner-mode=off"]
    servers = [runner.start(command, each, {"TZ": "UTC"}) for each in (True, False)]
    try:
        answers = [[asked(port_of(each), path) for path in ("/", "/buy", "/logged")] for each in servers]
    finally:
        for each in servers:
            each.send_signal(signal.SIGTERM)
    hooked, alone = map(runner.ended, servers)
    assert answers == [[(200, "ok"), (500, ""), (200, "sorry")]] * 2
    assert hooked.status == alone.status == 143
    lines = [sorted((each.stdout + each.stderr).splitlines()) for each in (hooked, alone)]  # of its threads
    assert sorted(set(lines[0]) ^ set(lines[1])) == [] and len(lines[0]) == len(lines[1])
    found = [(each["mechanism"], each["handled"], each["reason"]) for each in hooked.reports]
    assert found == [
        ("logging", True, "Shop.java:24:buy:java.lang.IllegalStateException: no price"),
        ("logging", True, 'Shop.java:30:logged:java.lang.NumberFormatException: For input string: "spoon"'),
    ]


def port_of(process):
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        with open("/proc/self/fd/%d" % process.files[0].fileno(), "rb") as output:
            found = re.search(rb"Tomcat started on port (\d+)", output.read())
        if found:
            return int(found.group(1))
        time.sleep(0.1)
    raise AssertionError("the server does not start")


def asked(port, path):
    try:
        with urllib.request.urlopen("http://127.0.0.1:%d%s" % (port, path), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
