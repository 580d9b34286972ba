# SPDX-License-Identifier: Apache-2.0
"""Nothing that a process has in common is touched while exceptions are reported: threads die by the dozen, or
log their errors, while another writes to stderr all the time."""

import pytest

LINES, ROUNDS, THREADS, ERRORS = 3000, 75, 30, 20

STATE = """
import gc, os, signal, sys, threading
getattr(sys, "setswitchinterval", int)(1e-5)  # others get their turn within whatever is done

class Stream(object):
    '''Counts what comes, and passes on the lines of the writer alone.'''
    def __init__(self, inner):
        self.inner, self.others = inner, 0
    def write(self, text):
        if text.startswith("line "):
            return self.inner.write(text)
        self.others += len(text)
    def flush(self):
        self.inner.flush()

def hooks():
    names = [(sys, "excepthook"), (sys, "__excepthook__"), (sys, "unraisablehook"),
             (sys, "__unraisablehook__"), (threading, "excepthook"), (threading, "__excepthook__"),
             (sys, "stderr"), (sys, "stdout"), (sys, "__stderr__"), (sys, "displayhook")]
    return {name + module.__name__: id(getattr(module, name, None)) for module, name in names}

def state():
    return {
        "hooks": hooks(),
        "signals": [str(signal.getsignal(number)) for number in range(1, 65) if number not in (32, 33)],
        "mask": signal.pthread_sigmask(signal.SIG_BLOCK, []),
        "files": {name: os.readlink("/proc/self/fd/" + name) for name in os.listdir("/proc/self/fd")
                  if os.path.exists("/proc/self/fd/" + name)},
        "flags": [os.get_blocking(number) for number in (0, 1, 2)],
        "modules": sorted(sys.modules),
        "recursion": sys.getrecursionlimit(),
        "gc": (gc.isenabled(), gc.get_threshold(), gc.get_debug(), len(gc.callbacks)),
        "trace": (sys.gettrace(), sys.getprofile(), getattr(sys, "getswitchinterval", int)()),
        "children": open("/proc/self/task/%d/children" % os.getpid()).read(),
        "folder": os.getcwd(), "environ": dict(os.environ), "path": list(sys.path),
        "finders": list(map(str, sys.meta_path)),
    }

WRITTEN = [0]
def write():
    for number in range(LINES):
        sys.stderr.write("line %d\\n" % number)
        sys.stderr.flush()
        WRITTEN[0] += 1

SAMPLES = set()
def watch(done):
    while not done.is_set():
        SAMPLES.add((id(sys.stderr), sys.getrecursionlimit(), id(sys.excepthook), id(threading.excepthook),
                     str(signal.getsignal(signal.SIGCHLD)), gc.isenabled()))

def compare(storm):
    storm(1)  # what is loaded once, by the interpreter's own printing too, is there
    before, done = state(), threading.Event()
    writer, watcher = threading.Thread(target=write), threading.Thread(target=watch, args=(done,))
    writer.start(); watcher.start()
    storm(ROUNDS)
    writer.join(); done.set(); watcher.join()
    after = state()
    for key in before:
        assert before[key] == after[key], (key, before[key], after[key])
    assert len(SAMPLES) == 1, SAMPLES
"""

DYING = """
def die(n): raise ValueError(n)
def storm(rounds):
    for _ in range(rounds):
        threads = [threading.Thread(target=die, args=(n,)) for n in range(THREADS)]
        for each in threads: each.start()
        for each in threads: each.join()
sys.stderr = Stream(sys.stderr)
compare(storm)
assert sys.stderr.others > ROUNDS * THREADS * 50
"""

LOGGING = """
import logging, time
DEEP = "def fail(n):\\n    if n: pause(n)\\n    1 / 0\\ndef pause(n): fail(n - 1)\\n"
logging.getLogger().addHandler(logging.NullHandler())
def storm(rounds):
    for n in range(ERRORS if rounds > 1 else 1):
        while WRITTEN[0] < n * LINES // ERRORS:
            time.sleep(0)
        try:
            names = {}
            exec("\\n" * n + DEEP, names)  # each of other lines: not one error again and again
            names["fail"](100)
        except ZeroDivisionError:
            logging.exception("caught %d", n)
compare(storm)
"""


@pytest.mark.parametrize("storm", [DYING, LOGGING], ids=["threads that die", "errors that are logged"])
@pytest.mark.since((3, 12), (3, 13))
def test_a_storm_of_errors_leaves_the_process_as_it_was(python, storm, run, script):
    names = "LINES, ROUNDS, THREADS, ERRORS = %r\n" % ((LINES, ROUNDS, THREADS, ERRORS),)
    ended = run([python.path, script(names + STATE + storm)])
    written = ended.stderr.decode()
    lines = [line for line in written.splitlines() if line.startswith("line ")]
    assert lines == ["line %d" % number for number in range(LINES)], written[-2000:]
    assert ended.status == 0, written[-2000:]
    assert len(ended.reports) > 1
