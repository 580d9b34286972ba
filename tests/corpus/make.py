#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the labelled corpus anew: runs the programs in programs/, both releases of each, with other data,
other interpreters and other compiler options, and writes what they died with to tracebacks/LANGUAGE.jsonl.

    tests/corpus/make.py [LANGUAGE...]

A line is {"error": the true error, "how": the run, "record": what a host finds of it}. A record is what our
Python hook sends ("hook"), the same as ABRT's hook would have sent it, its text only ("abrt"), or what a
program said on stderr ("text"). Needed are the interpreters 2.7, 3.6 to 3.13, node, javac, ruby, go, rustc
and g++; the texts are kept under version control so that nobody else needs them. Paths of the machine that
ran it are replaced.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]
import cel_lines  # noqa: E402
import errors  # noqa: E402
import interpreters  # noqa: E402

ROOT = HERE.parent.parent
PATHS = [(os.path.expanduser("~/.pyenv/versions/%d.%d.%d" % each.version), "/usr/local")
         for each in interpreters.found()]


def said(command, cwd, **environment):
    """What a command that must fail wrote to stderr."""
    environment = dict({"PATH": os.environ["PATH"], "HOME": os.path.expanduser("~"), "LC_ALL": "C.UTF-8",
                        "PYTHONDONTWRITEBYTECODE": "1", "NODE_DISABLE_COLORS": "1"}, **environment)
    done = subprocess.run(command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=120, preexec_fn=no_core)
    return done.stderr.decode("utf-8", "replace")


def no_core():
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Corpus:
    """The lines of one language."""

    def __init__(self, language, work):
        self.work = work
        self.path = HERE / "tracebacks" / (language + ".jsonl")
        self.lines = []

    def add(self, error, how, record):
        text = json.dumps({"error": error, "how": how, "record": record}, ensure_ascii=False)
        for old, new in [(str(self.work), "/srv/shop"), *PATHS]:
            text = text.replace(old, new)
        self.lines.append(text + "\n")

    def add_text(self, error, how, text):
        text = text.replace(str(self.work), "/srv/shop")
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        if not first:
            sys.exit(f"{error}: {how}: said nothing")
        self.add(error, how + ", text", {"type": "Text", "executable": "/srv/shop/run", "reason": first,
                                         "backtrace": text, "time": 1700000000})

    def write(self):
        self.path.write_text("".join(self.lines), encoding="utf-8")
        print(f"{self.path.name}: {len(self.lines)} tracebacks")


def release(language, number, work):
    """Lays a release of a program down in `work`, where nothing of another one stays."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(HERE / "programs" / language / f"r{number}", work)


def make_python(corpus):
    volume = corpus.work.parent / "volume"
    subprocess.run(["cmake", "--install", ROOT / "build" / "release", "--component", "volume", "--prefix",
                    volume], stdout=subprocess.DEVNULL, check=True)
    found = {"%d.%d" % each.version[:2]: each.path for each in interpreters.found()
             if each.implementation == "CPython"}
    for number, version, seed, form in errors.PYTHON_RUNS:
        release("python", number, corpus.work)
        for error, script, words, low in errors.PYTHON:
            if tuple(map(int, version.split("."))) < low:
                continue
            how = f"release {number}, Python {version}, seed {seed}"
            command = [found[version], str(corpus.work / script), *words, str(seed)]
            if form == "text":
                corpus.add_text(error, how, said(command, corpus.work))
                continue
            log = corpus.work.parent / "log"
            log.write_bytes(b"")
            said(command, corpus.work, PYTHONPATH=str(volume), CEL_SINK=f"file:{log}", CEL_LOCALS="0",
                 CEL_TIMEOUT="60")
            record = cel_lines.decode(log.read_bytes())[0][0]
            for key in ("pid", "uid", "id", "hostname", "fingerprint", "thread"):
                record.pop(key, None)
            record["time"] = 1700000000
            if form == "abrt":
                record = {key: record[key] for key in ("type", "executable", "reason", "backtrace", "time")}
            corpus.add(error, f"{how}, {form}", record)


def make_compiled(corpus, language, runs, build):
    """`build(work, how)` returns the command before the program's own words, and environment to run it in."""
    for number, seed, how in runs:
        release(language, number, corpus.work)
        command, environment = build(corpus.work, how)
        for error, *words in getattr(errors, language.upper()):
            text = said([*command, *words, str(seed)], corpus.work, **environment)
            corpus.add_text(f"{language} {error}", f"release {number}, seed {seed}, {how}", text)


def build_node(work, how):
    return ["node", *([how] if how.startswith("--") else []), str(work / "main.js")], {}


def build_java(work, how):
    sources = sorted(work.glob("shop/*.java"))
    subprocess.run(["javac", *how.split(), "-d", work / "classes", *sources], check=True)
    return ["java", "-cp", str(work / "classes"), "shop.Main"], {}


def build_ruby(work, how):
    return ["ruby", *how.split(), str(work / "main.rb")], {}


def build_go(work, how):
    (work / "go.mod").write_text("module example.org/shop\n\ngo 1.20\n", encoding="ascii")
    subprocess.run(["go", "build", *how.split(), "-o", "run", "."], cwd=work, check=True)
    return [str(work / "run")], {}


def build_rust(work, how):
    options, _, backtrace = how.partition("; ")
    rustc = shutil.which("rustc") or os.path.expanduser("~/.cargo/bin/rustc")
    subprocess.run([rustc, "-A", "warnings", *options.split(), "--crate-name", "shop", "-o", "run",
                    "main.rs"], cwd=work, check=True)
    return [str(work / "run")], {"RUST_BACKTRACE": backtrace}


def build_cpp(work, how):
    subprocess.run(["g++", "-w", *how.split(), "-o", "run", "main.cc"], cwd=work, check=True)
    return [str(work / "run")], {}


def main():
    wanted = sys.argv[1:] or ["python", "node", "java", "ruby", "go", "rust", "cpp"]
    for language in wanted:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Corpus(language, pathlib.Path(folder) / "shop")
            if language == "python":
                make_python(corpus)
            else:
                make_compiled(corpus, language, getattr(errors, language.upper() + "_RUNS"),
                              globals()["build_" + language])
            corpus.write()


if __name__ == "__main__":
    main()
