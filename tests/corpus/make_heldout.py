#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the held-out set anew (README.md): both releases of each program, with other data, interpreters,
compiler options and releases of the libraries that it calls, which pip installs.

    tests/corpus/make_heldout.py

Needed are the interpreters 2.7, 3.6, 3.9, 3.12 and 3.13, PyPI, node, javac, ruby, go and rustc.
"""

import pathlib
import subprocess
import tempfile

import heldout_errors as errors
import make
import venvs

SET = make.HERE / "heldout"
PROGRAMS = SET / "programs"


def environment(interpreter, libraries):
    """The Python with those libraries, the folder that has them, and the variables that it needs."""
    requirements = SET / (libraries + ".txt")
    if interpreter.version >= (3,):
        python = venvs.with_packages(interpreter, str(requirements))
        return python, str(pathlib.Path(python).parents[1]), {}
    # Python 2 has no venv.
    folder = make.ROOT / "build" / "venvs" / f"2.7-{libraries}" / "lib" / "python2.7" / "site-packages"
    subprocess.run([interpreter.path, "-m", "pip", "install", "-q", "--target", folder, "-r", requirements],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return interpreter.path, str(folder.parents[2]), {"PYTHONPATH": str(folder)}


def words_of(program, form, command, seed):
    """The help desk answers over HTTP if its stderr is kept: nothing dies there, and no hook reports."""
    way = ["serve" if form == "text" else "replay"] if program == "helpdesk" else []
    return [*way, command, str(seed)]


def make_python(corpus):
    volume = corpus.work.parent / "volume"
    make.install_volume(volume)
    found = {each.version[:2]: each for each in make.interpreters.found() if each.implementation == "CPython"}
    for number, version, libraries, seed, form in errors.PYTHON_RUNS:
        low = tuple(map(int, version.split(".")))
        python, folder, needs = environment(found[low], libraries)
        corpus.renamed.insert(0, (folder, "/opt/venv"))
        for program, table in errors.PYTHON.items():
            make.release(PROGRAMS / program, number, corpus.work)
            temporary = corpus.work / "tmp"
            temporary.mkdir()
            for error, command, oldest in table:
                if low < oldest:
                    continue
                how = f"{program} {number}, Python {version}, {libraries} libraries, seed {seed}"
                run = [python, str(corpus.work / "main.py"), *words_of(program, form, command, seed)]
                extra = dict(needs, TMPDIR=str(temporary))
                if form == "text":
                    corpus.add_text(f"{program} {error}", how, make.said(run, corpus.work, **extra))
                    continue
                extra["PYTHONPATH"] = ":".join([str(volume), *needs.values()])
                corpus.add(f"{program} {error}", f"{how}, {form}",
                           make.reported(run, corpus.work, form, **extra))


def main():
    with tempfile.TemporaryDirectory() as folder:
        corpus = make.Corpus(SET / "tracebacks.jsonl", pathlib.Path(folder) / "app")
        corpus.facts["language"] = "python"
        make_python(corpus)
        for language in ("node", "java", "ruby", "go", "rust"):
            corpus.facts["language"] = language
            program, table = getattr(errors, language.upper())
            make.make_compiled(corpus, PROGRAMS / program, language, table,
                               getattr(errors, language.upper() + "_RUNS"))
        corpus.write()


if __name__ == "__main__":
    main()
