# SPDX-License-Identifier: Apache-2.0
"""The true errors of the corpus: how each is brought about, and the runs in which it is.

A name is one bug, whoever calls the function that has it. The hard ones are here on purpose: two bugs in one
function that end in one type (`discount: …`, `Cart.discount …`), one bug that two commands run into
(`money.parse: …`), a function that release 2 took apart, a wrapper that makes one type of all.
"""

# release, interpreter, seed, form
PYTHON_RUNS = [
    (1, "3.11", 1, "hook"),
    (1, "3.8", 2, "text"),
    (1, "2.7", 3, "abrt"),
    (2, "3.13", 4, "text"),
    (2, "3.9", 5, "abrt"),
    (2, "3.12", 6, "hook"),
]

# the error, the script, its words before the seed, the oldest Python that has it
ANY = (2, 7)
PYTHON = [
    ("cart.total: no shares", "main.py", ["checkout", "no-shares"], ANY),
    ("catalog.price: unknown article", "main.py", ["checkout", "unknown-sku"], ANY),
    ("cart.line_price: line without article", "main.py", ["checkout", "no-sku"], ANY),
    ("cart.line_price: line without count", "main.py", ["checkout", "no-count"], ANY),
    ("discount: code without colon", "main.py", ["checkout", "code-without-colon"], ANY),
    ("discount: code is no number", "main.py", ["checkout", "code-not-a-number"], ANY),
    ("money.parse: comma", "main.py", ["checkout", "bad-amount"], ANY),
    ("money.parse: comma", "main.py", ["refund", "bad-amount"], ANY),
    ("catalog.by_tag: number among tags", "main.py", ["report", "mixed-tags"], ANY),
    ("catalog.labels: no customer", "main.py", ["report", "no-name"], ANY),
    ("report: too many", "main.py", ["report", "-"], ANY),
    ("service.stock: unknown article", "main.py", ["stock", "-"], (3, 0)),
    ("service.rate: broken JSON", "main.py", ["rate", "-"], (3, 5)),
    ("service.notify: refused", "main.py", ["notify", "-"], (3, 3)),
    ("service.settings: no file", "main.py", ["settings", "-"], (3, 3)),
    ("service.archive: shell failed", "main.py", ["archive", "-"], ANY),
    ("service.cached: not ASCII", "main.py", ["cached", "-"], (3, 5)),
    ("tree.leaf: none, some calls deep", "main.py", ["walk", "deep"], ANY),
    ("tree.walk: endless with branch", "main.py", ["walk", "endless"], (3, 5)),
    ("tree.size: endless", "main.py", ["size", "-"], (3, 5)),
    ("tree.path: its own parent", "main.py", ["path", "-"], (3, 5)),
    ("plugin: not there", "main.py", ["plugin", "-"], (3, 6)),
    ("script: syntax", "main.py", ["script", "-"], ANY),
    ("watch: in a thread", "main.py", ["thread", "-"], ANY),
    ("total_of: no price, in a generator", "main.py", ["summary", "-"], ANY),
    ("bill: past the end", "main.py", ["bill", "-"], ANY),
    ("unpack: three lines", "main.py", ["unpack", "-"], ANY),
    ("build: too many arguments", "main.py", ["build", "-"], ANY),
    ("address: none, by ensure", "main.py", ["ship", "-"], ANY),
    ("card: not valid, by ensure", "main.py", ["pay", "-"], ANY),
    ("wrap: no gift, by ensure", "main.py", ["wrap", "-"], ANY),
    ("users: no table, by execute", "main.py", ["users", "-"], ANY),
    ("shelves: no table, by execute", "main.py", ["shelves", "-"], ANY),
    ("history: no table, by fetch and execute", "main.py", ["history", "-"], ANY),
    ("balance: no table, by fetch and execute", "main.py", ["balance", "-"], ANY),
    ("service.stock: unknown article", "main.py", ["inventory", "stock"], (3, 0)),
    ("service.shelf: in an inventory", "main.py", ["inventory", "shelf"], (3, 0)),
    ("late: unknown size", "late.py", [], ANY),
    ("early: no number", "early.py", [], ANY),
    ("group: pages", "group.py", ["fetch"], (3, 11)),
    ("group: rows", "group.py", ["parse"], (3, 11)),
    ("pool: square", "pool.py", ["square"], (3, 4)),
    ("pool: label", "pool.py", ["label"], (3, 4)),
]

# release, seed, options
NODE_RUNS = [(1, 1, ""), (1, 2, "--stack-trace-limit=25"), (2, 3, ""), (2, 4, "--enable-source-maps")]
NODE = [
    ("price: unknown article", "total"),
    ("discount: no number", "discount"),
    ("discount: no code", "uncoded"),
    ("settings: no file", "settings"),
    ("parse: broken JSON", "parse"),
    ("stock: out of range, wrapped", "stock"),
    ("later: in a timer", "later"),
    ("leaf: none, some calls deep", "walk"),
    ("walk: endless with branch", "endless"),
    ("all: none of several", "all"),
    ("plain: lost", "plain"),
    ("checkout: not defined", "undefinedName"),
    ("address: none, by ensure", "ship"),
    ("card: none, by ensure", "pay"),
    ("wrap: no gift, by ensure", "wrap"),
]

JAVA_RUNS = [(1, 1, "-g"), (1, 2, "-g"), (2, 3, "-g"), (2, 4, "-g:lines,source")]
JAVA = [
    ("Cart.total no shares", "shares"),
    ("Cart.price unknown article", "unknown"),
    ("Cart.discount code without colon", "code"),
    ("Cart.discount no number", "number"),
    ("Cart.owner filtered out", "owner"),
    ("Cart.leaf none, some calls deep", "walk"),
    ("Cart.walk endless with branch", "endless"),
    ("Main.settings no file, wrapped", "settings"),
    ("Connection.send peer is gone, and close fails", "send"),
    ("Main: cast in a thread", "thread"),
    ("Main: past the end in a future", "future"),
    ("Main: in an anonymous class", "anonymous"),
    ("Main.address none, by require", "address"),
    ("Main.card not valid, by require", "card"),
]

RUBY_RUNS = [(1, 1, ""), (1, 2, "--disable=gems"), (2, 3, ""), (2, 4, "--disable=did_you_mean")]
RUBY = [
    ("Cart#total no shares", "shares"),
    ("Cart#price unknown article", "unknown"),
    ("Cart#price no count", "count"),
    ("Cart#discount no number", "code"),
    ("Cart#owner no such method", "owner"),
    ("settings: no file", "settings"),
    ("rate: broken JSON, wrapped", "rate"),
    ("Shop.leaf none, some calls deep", "walk"),
    ("Shop.walk endless with branch", "endless"),
    ("run: in a thread", "thread"),
    ("address: none, by ensure!", "ship"),
    ("card: none, by ensure!", "pay"),
]

GO_RUNS = [(1, 1, ""), (1, 2, "-trimpath"), (2, 3, ""), (2, 4, "-gcflags=-l")]
GO = [
    ("total: no shares", "shares"),
    ("price: unknown article", "unknown"),
    ("label: past the end", "label"),
    ("length: no owner", "owner"),
    ("rate: broken JSON", "rate"),
    ("name: no string", "name"),
    ("walk: no leaf, some calls deep", "walk"),
    ("walk: endless with branch", "endless"),
    ("main: store into a nil map", "store"),
    ("main: in a goroutine", "worker"),
    ("first: past the end", "first"),
    ("main: stuck", "stuck"),
    ("address: none, by must", "address"),
    ("card: not valid, by must", "card"),
]

# options of rustc; RUST_BACKTRACE
RUST_RUNS = [(1, 1, "-g; 1"), (1, 2, "-g -O; 1"), (2, 3, "-g; 1"), (2, 4, "-g; full"), (2, 5, "-g; 0")]
RUST = [
    ("Cart::total no shares", "shares"),
    ("price: unknown article", "unknown"),
    ("Cart::label past the end", "label"),
    ("rate: no number", "rate"),
    ("settings: no file", "settings"),
    ("walk: no leaf, some calls deep", "walk"),
    ("main: in a thread", "worker"),
    ("address: none, by must", "address"),
    ("card: none, by must", "card"),
]

SANITIZED = "-g -fsanitize=address -fno-sanitize-recover"
CPP_RUNS = [(1, 1, SANITIZED), (1, 2, SANITIZED + " -O1 -fno-omit-frame-pointer"), (2, 3, SANITIZED),
            (2, 4, SANITIZED + " -std=c++20")]
CPP = [
    ("label: past the end", "label"),
    ("main: unavailable", "unavailable"),
    ("main: no number", "number"),
    ("price: past the end", "price"),
    ("stale: after delete", "stale"),
    ("read: null", "null"),
    ("walk: over the stack", "walk"),
    ("address: past the end, by fetch", "address"),
    ("card: past the end, by fetch", "card"),
]
