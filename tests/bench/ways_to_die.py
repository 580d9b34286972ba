# SPDX-License-Identifier: Apache-2.0
"""Ways for a Python program to die, or to go on without what has failed: each calls `last_words`, whose name
is in the report of whoever has noticed.

They need Python 3.11 or later and its standard library. By name: the source, of which DEATH is a part."""

DEATH = "def last_words(): return 1 / 0\n"

WAYS = {
    # The main thread.
    "main thread": "last_words()",
    "from a cause": "try: last_words()\nexcept ZeroDivisionError as error: raise ValueError('x') from error",
    "a group": "try: last_words()\nexcept ZeroDivisionError as error: raise ExceptionGroup('x', [error])",
    "its own excepthook": "import sys\nsys.excepthook = lambda *args: print('sorry')\nlast_words()",
    "its excepthook deleted": "import sys\ndel sys.excepthook\nlast_words()",
    "its excepthook fails": "import sys\nsys.excepthook = lambda *args: 1 / 0\nlast_words()",
    "stack used up": "def last_words(): return last_words()\nlast_words()",
    "out of memory": "def last_words(): return bytearray(1 << 62)\nlast_words()",
    "no file descriptor left": "import os\ntry:\n  while True: os.dup(0)\nexcept OSError: pass\nlast_words()",
    "its streams closed": "import os\nos.close(0), os.close(1), os.close(2)\nlast_words()",
    "a message that fails": "class Mute(Exception):\n  def __str__(self): 1 / 0\n"
                            "def last_words(): raise Mute\nlast_words()",
    "a signal's handler": "import os, signal\nsignal.signal(signal.SIGTERM, lambda *args: last_words())\n"
                          "os.kill(os.getpid(), signal.SIGTERM)",
    "a forked child": "import os\nif os.fork() == 0: last_words()\nos.wait()",
    "a child of subprocess": "import subprocess, sys\n"
                             "subprocess.run([sys.executable], text=True, input=%r)"
                             % (DEATH + "last_words()"),
    # Threads.
    "a thread": "import threading\nthreading.Thread(target=last_words).start()",
    "a thread, its own excepthook": "import threading\nthreading.excepthook = lambda args: print('sorry')\n"
                                    "threading.Thread(target=last_words).start()",
    "a raw thread": "import _thread, time\n_thread.start_new_thread(last_words, ())\ntime.sleep(0.5)",
    "a timer": "import threading\nthreading.Timer(0.01, last_words).start()",
    "a pool's result, asked for": "from concurrent.futures import *\n"
                                  "with ThreadPoolExecutor() as pool: pool.submit(last_words).result()",
    "a pool's result, not asked for": "from concurrent.futures import *\n"
                                      "with ThreadPoolExecutor() as pool: pool.submit(last_words)",
    # What nobody can raise to.
    "__del__": "class A:\n  def __del__(self): last_words()\nA()",
    "a generator's end": "def values():\n  try: yield\n  finally: last_words()\nnext(values())",
    "a weak reference's callback": "import weakref\nclass A: pass\na = A()\n"
                                   "r = weakref.ref(a, lambda gone: last_words())\ndel a",
    "a callback from C": "import ctypes\nctypes.CFUNCTYPE(None)(last_words)()",
    "a function at exit": "import atexit\natexit.register(last_words)",
    "__del__ at exit": "class A:\n  def __del__(self, end=last_words): end()\na = A()",
    "garbage collection": "import gc\ngc.callbacks.append(lambda *args: last_words())\ngc.collect()",
    # asyncio.
    "asyncio, the main task": "import asyncio\nasync def main(): last_words()\nasyncio.run(main())",
    "a task that nobody awaits": "import asyncio\nasync def work(): last_words()\nasync def main():\n"
                                 "  asyncio.ensure_future(work())\n  await asyncio.sleep(0.01)\n"
                                 "asyncio.run(main())",
    "a callback of the loop": "import asyncio\nasync def main():\n"
                              "  asyncio.get_running_loop().call_soon(last_words)\n"
                              "  await asyncio.sleep(0.01)\nasyncio.run(main())",
    "a group of tasks": "import asyncio\nasync def work(): last_words()\nasync def main():\n"
                        "  async with asyncio.TaskGroup() as tasks: tasks.create_task(work())\n"
                        "asyncio.run(main())",
    "gather, exceptions returned": "import asyncio\nasync def work(): last_words()\nasync def main():\n"
                                   "  await asyncio.gather(work(), return_exceptions=True)\n"
                                   "asyncio.run(main())",
    # Processes.
    "multiprocessing, forked": "import multiprocessing\n"
                               "multiprocessing.get_context('fork').Process(target=last_words).start()",
    "multiprocessing, spawned": "import multiprocessing\nif __name__ == '__main__':\n"
                                "  multiprocessing.get_context('spawn').Process(target=last_words).start()",
    "a process pool, asked for": "from concurrent.futures import *\nif __name__ == '__main__':\n"
                                 "  with ProcessPoolExecutor(1) as pool: pool.submit(last_words).result()",
    "a process pool, not asked for": "from concurrent.futures import *\nif __name__ == '__main__':\n"
                                     "  with ProcessPoolExecutor(1) as pool: pool.submit(last_words)",
    # Caught, and logged or printed.
    "logged": "import logging\ntry: last_words()\nexcept Exception: logging.exception('x')",
    "logged by a logger of its own": "import logging\nlog = logging.getLogger('own')\nlog.propagate = False\n"
                                     "log.addHandler(logging.NullHandler())\n"
                                     "try: last_words()\nexcept Exception: log.error('x', exc_info=True)",
    "printed": "import traceback\ntry: last_words()\nexcept Exception: traceback.print_exc()",
    "a server of sockets": "import socket, socketserver\nclass Handler(socketserver.BaseRequestHandler):\n"
                           "  def handle(self): last_words()\n"
                           "with socketserver.TCPServer(('127.0.0.1', 0), Handler) as server:\n"
                           "  socket.create_connection(server.server_address)\n  server.handle_request()",
    "an application of WSGI": "import io, wsgiref.handlers, wsgiref.util\nenviron = {}\n"
                              "wsgiref.util.setup_testing_defaults(environ)\n"
                              "wsgiref.handlers.SimpleHandler(io.BytesIO(), io.BytesIO(), io.StringIO(), "
                              "environ).run(lambda *args: last_words())",
    # What Python does not see.
    "os._exit": "import os\ntry: last_words()\nfinally: os._exit(1)",
    "a segmentation fault": "import ctypes\ndef last_words(): ctypes.string_at(0)\nlast_words()",
    "SIGKILL": "import os\ndef last_words(): os.kill(os.getpid(), 9)\nlast_words()",
    "abort": "import os\ndef last_words(): os.abort()\nlast_words()",
}
