#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Draws the pictures of the README anew, from the reports of programs that really die.

    make pictures       docs/pictures/groups.svg and show.svg: a terminal; page.png: `cel report` in a browser
"""

import html
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "page")]

import dying_programs as programs  # noqa: E402
from chromium import Chromium  # noqa: E402
from pod_logs import PodLogs, lay_volume  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
COLUMNS = 120

ORDER = """
class PriceError(Exception):
    pass

def price_each(order):
    total = order["total"]
    return total / len(order["items"])

def main():
    order = {"id": 4711, "total": 99, "items": [], "password": "hunter2"}
    try:
        price_each(order)
    except ZeroDivisionError as error:
        raise PriceError("order %d: no price" % order["id"]) from error

main()
"""

# What cel's SGR parameters look like on a dark terminal.
STYLES = {
    "2": "fill:#8b949e",
    "1": "fill:#f0f6fc;font-weight:bold",
    "1;31": "fill:#ff7b72;font-weight:bold",
    "36": "fill:#76e3ea",
    "34": "fill:#79c0ff",
    "33": "fill:#e3b341",
}
FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
ADVANCE, LINE, MARGIN = 8.43, 19, 18  # pixels


def printed(words):
    """What `cel` prints on a terminal, with its colours."""
    ours, theirs = os.openpty()
    environment = {"PATH": os.environ["PATH"], "COLUMNS": str(COLUMNS), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with subprocess.Popen(
        [ROOT / "build" / "bin" / "cel", *words, "--no-pager", "--quiet"],
        env=environment | {"TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
    ):
        os.close(theirs)
        text = b""
        while True:
            try:
                text += os.read(ours, 65536)
            except OSError:  # EIO: the last one at the terminal has left
                break
    os.close(ours)
    return text.decode().replace("\r\n", "\n")


def svg(command, text):
    """A terminal's picture: the command after a prompt, then the text; each run of one style is a tspan."""
    lines = ["\x1b[2m$\x1b[0m \x1b[1m%s\x1b[0m" % command, *text.rstrip("\n").split("\n")]
    width = int(COLUMNS * ADVANCE + 2 * MARGIN)
    height = len(lines) * LINE + 2 * MARGIN
    drawn = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" role="img">'
        % (width, height, width),
        "<title>%s</title>" % html.escape(command),
        '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>',
        '<g font-family="%s" font-size="14" fill="#c9d1d9">' % FONTS,
    ]
    for number, line in enumerate(lines):
        style, column = "", 0
        spans = []
        for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
            if piece.startswith("\x1b"):
                style = STYLES.get(piece[2:-1], "")
            elif piece:
                spans.append(
                    '<tspan x="%.1f"%s>%s</tspan>'
                    % (MARGIN + column * ADVANCE, ' style="%s"' % style if style else "", html.escape(piece))
                )
                column += len(piece)
        baseline = MARGIN + 14 + number * LINE
        drawn.append('<text y="%d" xml:space="preserve">%s</text>' % (baseline, "".join(spans)))
    return "\n".join([*drawn, "</g>", "</svg>", ""])


def die(folder):
    """Pods whose programs died some hours ago, the last one a moment ago."""
    pods = PodLogs(folder, lay_volume(folder / "volume"))
    for hours in (30, 26, 9, 8, 0.1):
        pods.die("shop", ORDER, hours)
    for hours in (20, 19, 18):
        pods.die("gateway", programs.FETCH, hours)
    pods.die("billing", programs.BATCH, 3)
    return pods


def main():
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cel-") as folder:
        pods = die(pathlib.Path(folder))
        where = ["--cri=%s" % (pods.folder / "pods")]
        for name, words in (("groups", ["groups"]), ("show", ["show", "shop"])):
            picture = svg(" ".join(["cel", *words]), printed([*words, *where]))
            (PICTURES / (name + ".svg")).write_text(picture, encoding="utf-8")
        page = pods.report("page.html")
        browser = Chromium()
        try:
            browser.reset()
            browser.size(1120, 760)
            browser.open(page)
            browser.driver.save_screenshot(str(PICTURES / "page.png"))
        finally:
            browser.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
