# SPDX-License-Identifier: Apache-2.0
"""The main thread dies, or does not."""

from deaths import Cases, error, fatal, test_death  # noqa: F401

CASES = Cases()

CASES.add("main thread", """
def f(a, b):
    return a / b
f(1, 0)
""", fatal("program.py:3:f:ZeroDivisionError: "))

CASES.add("hooks are what they were", """
import sys
assert sys.excepthook is sys.__excepthook__
if sys.version_info > (3, 8):
    assert sys.unraisablehook is sys.__unraisablehook__
    import threading
    if sys.version_info > (3, 10):
        assert threading.excepthook is threading.__excepthook__
for name in ("sitecustomize", "usercustomize"):
    module = sys.modules.get(name)
    assert module is None or "container" not in open(module.__file__).read(), name
print(sorted(name for name in sys.modules if "traceback" in name or "json" in name or "subprocess" in name))
""")

CASES.add("output before and after", """
import sys, atexit
atexit.register(sys.stdout.write, "after\\n")
sys.stdout.write("before")
sys.stderr.write("unfinished")
raise ValueError("lines\\nof text")
""", fatal("program.py:6:<module>:ValueError: lines"))

CASES.add("an exit is no error", "import sys; sys.exit(3)\n")

CASES.add("an exit with words is no error", "raise SystemExit('bye')\n")

CASES.add("an interrupt is no error", "raise KeyboardInterrupt\n")

CASES.add("a broken pipe is no error", "import errno; raise IOError(errno.EPIPE, 'Broken pipe')\n")

CASES.add("the exception that was handled stays unreported", """
try:
    1 / 0
except ZeroDivisionError:
    pass
""")

CASES.add("stderr replaced", """
import io, sys
sys.stderr = io.StringIO()
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"), low=(3, 6))

CASES.add("stderr gone", """
import sys
sys.stderr = None
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"))

CASES.add("a working directory that is gone", """
import os, tempfile
folder = tempfile.mkdtemp()
os.chdir(folder); os.rmdir(folder)
raise ValueError("x")
""", fatal("program.py:5:<module>:ValueError: x"))

CASES.add("an environment emptied", """
import os
os.environ.clear()
raise ValueError("x")
""", fatal("program.py:4:<module>:ValueError: x"))

CASES.add("sys.modules and sys.path emptied", """
import sys
sys.path[:] = []
sys.path_importer_cache.clear()
sys.meta_path[:] = []
for name in list(sys.modules):
    if name not in ("sys", "builtins", "__main__", "__builtin__"): del sys.modules[name]
raise ValueError("x")
""", fatal("program.py:8:<module>:ValueError: x"), low=(3, 8), on=["CPython"])

CASES.add("built-in functions replaced", """
try:
    import builtins
except ImportError:
    import __builtin__ as builtins
def no(*args, **kwargs): raise RuntimeError("not to be called")
for name in ("open", "print", "sorted", "input"):
    setattr(builtins, name, no)
raise ValueError("x")
""", fatal("program.py:9:<module>:ValueError: x"), on=["CPython"])


WATCHFUL = "import logging; logging.error('e'); print('out')\n1 / 0\n"
for option in (["-u"], ["-B"], ["-O"], ["-OO"], ["-b"], ["-W", "error"], ["-X", "dev"], ["-X", "utf8"],
               ["-R"], ["-q"]):
    CASES.add("option " + " ".join(option), WATCHFUL, fatal("program.py:2:<module>:ZeroDivisionError: "),
              low=(2, 7) if option[0] in ("-u", "-B", "-O", "-OO", "-W", "-R") else (3, 7), options=option)
