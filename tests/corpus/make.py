#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the labelled corpus anew: runs the programs in programs/, both releases of each, with other data,
other interpreters and other compiler options, and writes what they died with to tracebacks/LANGUAGE.jsonl.

    tests/corpus/make.py [LANGUAGE...]

What is in a line, and what one error is, says README.md. A record is what our Python hook sends ("hook"), the
same as ABRT's hook would have sent it, its text only ("abrt"), or what a program said on stderr ("text").
Needed are the interpreters 2.7, 3.6 to 3.13, node, javac, ruby, go, rustc and g++; the texts are kept under
version control so that nobody else needs them. Paths of the machine that ran it are replaced.
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
    """The lines of one file. Programs run in `work`, which the lines call /srv and its name."""

    def __init__(self, path, work):
        self.work = work
        self.path = path
        self.renamed = [(str(work), "/srv/" + work.name), *PATHS]
        self.facts = {}  # further members of each line
        self.lines = []

    def add(self, error, how, record):
        text = json.dumps({"error": error, "how": how, **self.facts, "record": record}, ensure_ascii=False)
        for old, new in self.renamed:
            text = text.replace(old, new)
        self.lines.append(text + "\n")

    def add_text(self, error, how, text):
        text = text.replace(str(self.work), "/srv/" + self.work.name)
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        if not first:
            sys.exit(f"{error}: {how}: said nothing")
        self.add(error, how + ", text", {"type": "Text", "executable": f"/srv/{self.work.name}/run",
                                         "reason": first, "backtrace": text, "time": 1700000000})

    def write(self):
        self.path.write_text("".join(self.lines), encoding="utf-8")
        print(f"{self.path.name}: {len(self.lines)} tracebacks")


def release(program, number, work):
    """Lays a release of the program of a folder down in `work`, where nothing of another one stays."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(program / f"r{number}", work)


def install_volume(folder):
    subprocess.run(["cmake", "--install", ROOT / "build" / "release", "--component", "volume", "--prefix",
                    folder], stdout=subprocess.DEVNULL, check=True)


def reported(command, work, form, **environment):
    """The record that a dying Python program's hook sends; its text only, if the form is "abrt"."""
    log = work.parent / "log"
    log.write_bytes(b"")
    said(command, work, CEL_SINK=f"file:{log}", CEL_LOCALS="0", CEL_TIMEOUT="60", **environment)
    record = cel_lines.decode(log.read_bytes())[0][0]
    for key in ("pid", "uid", "id", "hostname", "fingerprint", "thread"):
        record.pop(key, None)
    record["time"] = 1700000000
    if form == "abrt":
        record = {key: record[key] for key in ("type", "executable", "reason", "backtrace", "time")}
    return record


def make_python(corpus):
    volume = corpus.work.parent / "volume"
    install_volume(volume)
    found = {"%d.%d" % each.version[:2]: each.path for each in interpreters.found()
             if each.implementation == "CPython"}
    for number, version, seed, form in errors.PYTHON_RUNS:
        release(HERE / "programs" / "python", number, corpus.work)
        for error, script, words, low in errors.PYTHON:
            if tuple(map(int, version.split("."))) < low:
                continue
            how = f"release {number}, Python {version}, seed {seed}"
            command = [found[version], str(corpus.work / script), *words, str(seed)]
            if form == "text":
                corpus.add_text(error, how, said(command, corpus.work))
                continue
            record = reported(command, corpus.work, form, PYTHONPATH=str(volume))
            corpus.add(error, f"{how}, {form}", record)


def make_compiled(corpus, program, language, table, runs):
    """Runs what BUILD makes of each release; the rows of `table` are an error and the words that bring it."""
    for number, seed, how in runs:
        release(program, number, corpus.work)
        command, environment = BUILD[language](corpus.work, how)
        for error, *words in table:
            text = said([*command, *words, str(seed)], corpus.work, **environment)
            corpus.add_text(f"{language} {error}", f"release {number}, seed {seed}, {how}", text)


def build_node(work, how):
    return ["node", *([how] if how.startswith("--") else []), str(work / "main.js")], {}


def build_java(work, how):
    sources = sorted(work.glob("*/*.java"))
    subprocess.run(["javac", *how.split(), "-d", work / "classes", *sources], check=True)
    return ["java", "-cp", str(work / "classes"), f"{sources[0].parent.name}.Main"], {}


def build_ruby(work, how):
    return ["ruby", *how.split(), str(work / "main.rb")], {}


def build_go(work, how):
    (work / "go.mod").write_text(f"module example.org/{work.name}\n\ngo 1.22\n", encoding="ascii")
    subprocess.run(["go", "build", *how.split(), "-o", "run", "."], cwd=work, check=True)
    return [str(work / "run")], {}


def build_rust(work, how):
    options, _, backtrace = how.partition("; ")
    rustc = shutil.which("rustc") or os.path.expanduser("~/.cargo/bin/rustc")
    subprocess.run([rustc, "-A", "warnings", *options.split(), "--crate-name", work.name, "-o", "run",
                    "main.rs"], cwd=work, check=True)
    return [str(work / "run")], {"RUST_BACKTRACE": backtrace}


def build_cpp(work, how):
    subprocess.run(["g++", "-w", *how.split(), "-o", "run", "main.cc"], cwd=work, check=True)
    return [str(work / "run")], {}


# language: builds a release in its folder with the options of the run, and returns the command before the
# program's own words, and the environment to run it in
BUILD = {"node": build_node, "java": build_java, "ruby": build_ruby, "go": build_go, "rust": build_rust,
         "cpp": build_cpp}


def main():
    wanted = sys.argv[1:] or ["python", "node", "java", "ruby", "go", "rust", "cpp"]
    for language in wanted:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Corpus(HERE / "tracebacks" / (language + ".jsonl"), pathlib.Path(folder) / "shop")
            if language == "python":
                make_python(corpus)
            else:
                name = language.upper()
                make_compiled(corpus, HERE / "programs" / language, language, getattr(errors, name),
                              getattr(errors, name + "_RUNS"))
            corpus.write()


if __name__ == "__main__":
    main()
