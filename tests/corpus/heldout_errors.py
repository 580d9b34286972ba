# SPDX-License-Identifier: Apache-2.0
"""The true errors of the held-out set: how each is brought about, and the runs in which it is.
What one error is, says README.md."""

# release, interpreter, libraries, seed, form
PYTHON_RUNS = [
    (1, "3.9", "old", 1, "hook"),
    (1, "3.12", "old", 2, "text"),
    (1, "2.7", "old", 3, "abrt"),
    (2, "3.6", "new", 4, "hook"),
    (2, "3.13", "new", 5, "text"),
    (2, "3.12", "new", 6, "abrt"),
]

ANY = (2, 7)
# program: the error, what brings it about, the oldest Python that has it
PYTHON = {
    "helpdesk": [
        ("Store.find: unknown ticket", "show-unknown", ANY),
        ("Store.find: unknown ticket", "close-unknown", ANY),
        ("Store.close: no reason", "close-no-reason", ANY),
        ("app.create: broken JSON", "bad-json", ANY),
        ("Store.create: no subject", "no-subject", ANY),
        ("Store.create: priority is no number", "bad-priority", ANY),
        ("Store.create: other form of day", "bad-due", ANY),
        ("ticket.tpl: nobody defined the owner", "urgent", ANY),
        ("tickets.tpl: no state", "index", ANY),
        ("mail.reminder: no such route", "mail", ANY),
        ("mail.letter: no such route", "print", ANY),
        ("app.stats: no tickets", "stats", ANY),
        ("Store.load: no file", "no-data", ANY),
    ],
    "stations": [
        ("source.parse: column missing", "columns", ANY),
        ("source.parse: no number", "number", ANY),
        ("source.parse: other form of day", "day", ANY),
        ("source.lines: no file", "absent", ANY),
        ("model.station_of: metres are text", "metres", ANY),
        ("model.station_of: no name", "unnamed", ANY),
        ("model.reading_of: celsius is whole", "celsius", ANY),
        ("figures.mean: no values", "daily", ANY),
        ("figures.mean: no values", "monthly", ANY),
        ("figures.warmest: more places than readings", "warmest", ANY),
        ("figures.trend: window too long", "trend", ANY),
        ("Database.save: twice", "twice", ANY),
        ("Database.history: other table", "history", ANY),
        ("Database.heights: other column", "heights", ANY),
        ("remote.fetch: refused", "refused", ANY),
        ("remote.metadata: a list", "metadata", ANY),
        ("units.convert: unknown unit", "unit", (3, 2)),
    ],
    "sums": [
        ("Parser.factor: no operand", "unfinished", ANY),
        ("Parser.take: end of text", "open", ANY),
        ("Parser.factor: sign stays", "minus", ANY),
        ("Evaluator.of_name: unknown", "unknown-name", ANY),
        ("Evaluator.of_operator: by zero", "zero", ANY),
        ("Evaluator.of_call: unknown function", "unknown-function", ANY),
        ("Evaluator.of_call: root of a negative number", "root", ANY),
        ("Evaluator.of_call: number of arguments", "arguments", ANY),
        ("Evaluator.of_call: endless", "endless", ANY),
        ("Printer: no product", "print", ANY),
        ("printer.compiled: undefined name", "compiled", ANY),
        ("printer.width: nothing", "width", ANY),
        ("printer.save: not ASCII", "save", ANY),
        ("library.load: no file", "include", ANY),
    ],
    "nightly": [
        ("jobs.backup: no target", "backup", (3, 6)),
        ("jobs.vacuum: fails", "vacuum", (3, 6)),
        ("jobs.vacuum: fails", "vacuum-now", (3, 6)),
        ("jobs.rotate: no program", "rotate", (3, 6)),
        ("state.load: empty file", "resume", (3, 6)),
        ("jobs.report: none among sizes", "report", (3, 6)),
        ("plan.nightly: no time of day", "hour", (3, 6)),
        ("plan.weekly: several weeks", "weeks", (3, 6)),
        ("steps.upload: no bucket", "upload", (3, 6)),
        ("steps.verify: checksum", "verify", (3, 6)),
        ("steps.publish: unknown feed", "publish", (3, 6)),
        ("watch.ask: too late", "ask", (3, 7)),
        ("watch.beat: no name", "beat", (3, 7)),
        ("watch.load: no processors", "load", (3, 11)),
        ("watch.work: host is a number", "notice", (3, 6)),
    ],
    "kit": [
        ("plugins/colours: module missing", "missing-module", ANY),
        ("plugins/broken: syntax", "syntax", ANY),
        ("loader.load: no register", "no-register", ANY),
        ("loader.load: no register", "no-register-either", ANY),
        ("plugins/tables: unknown argument", "table", ANY),
        ("cli.greet: no name", "greet", ANY),
        ("cli.parse_size: no whole number", "size-number", ANY),
        ("cli.parse_size: unknown unit", "size-unit", ANY),
        ("formats.header: too many", "pack", ANY),
        ("formats.newest: release candidate", "newest", ANY),
        ("settings.merge: a list", "configure", ANY),
        ("settings.lookup: none on the way", "get", ANY),
        ("settings.lookup: unknown part", "get-unknown", ANY),
        ("Workspace: not empty", "build", ANY),
        ("workspace.pack: no suffix", "archive", ANY),
        ("cli.colour: unknown colour", "colour", ANY),
        ("cli.page: colour is a pair", "page", ANY),
    ],
}

# program; release, seed, options
NODE_RUNS = [(1, 1, ""), (1, 2, "--stack-trace-limit=20"), (2, 3, ""), (2, 4, "--enable-source-maps")]
NODE = ("feeds", [
    ("Feed.add: no title", "untitled"),
    ("main: listener without unread", "listener"),
    ("Feed.latest: no entries", "empty"),
    ("Feed.link: no such entry", "link"),
    ("parse: broken JSON", "broken"),
    ("load: no file", "file"),
    ("publish: no author", "author"),
    ("store: no guid", "guid"),
    ("fetchFeed: refused", "refused"),
    ("refresh: no source", "refresh"),
    ("count: no children", "outline"),
    ("main: nobody hears the error event", "emitter"),
])

JAVA_RUNS = [(1, 1, "-g"), (1, 2, "-g:none"), (2, 3, "-g"), (2, 4, "-g:lines,source")]
JAVA = ("mailroom", [
    ("Queue.take: empty", "take"),
    ("Queue.weight: no envelope", "weight"),
    ("Queue.day: other form of day", "day"),
    ("Queue.domain: no dot", "domain"),
    ("Queue.drop: while iterating", "drop"),
    ("Queue.route: ends nowhere", "route"),
    ("Queue.route: endless", "loop"),
    ("Queue.depth: a number", "depth"),
    ("Main.signature: no file", "signature"),
    ("Main.password: no file", "password"),
    ("Main.count: a map", "pool"),
])

RUBY_RUNS = [(1, 1, ""), (1, 2, "--disable=gems"), (2, 3, ""), (2, 4, "--disable=did_you_mean")]
RUBY = ("wiki", [
    ("Page#date: no date", "date"),
    ("Page#words: no body", "words"),
    ("Page#tags: none", "tags"),
    ("template: undefined name", "render"),
    ("Site#newest: no day", "newest"),
    ("Site#index: no list yet", "index"),
    ("main: no such method of a site", "missing"),
    ("Wiki.config: broken JSON", "config"),
    ("Wiki.config: no file", "absent"),
    ("main: minify, no number", "minify"),
    ("main: upload, no host", "upload"),
    ("Wiki.outline: no parts", "outline"),
])

GO_RUNS = [(1, 1, ""), (1, 2, "-trimpath"), (2, 3, ""), (2, 4, "-gcflags=-l")]
GO = ("gate", [
    ("Gate.Target: unknown host", "target"),
    ("account: no token", "token"),
    ("session: no user", "session"),
    ("main: broken configuration", "config"),
    ("main: broken rule", "rule"),
    ("port: text", "port"),
    ("weigh: no size", "weights"),
    ("stop: twice", "closed"),
    ("collect: past the end", "race"),
    ("bucket: past the end", "buckets"),
])

# options of rustc; RUST_BACKTRACE
RUST_RUNS = [(1, 1, "-g; 1"), (1, 2, "-g -O; 1"), (2, 3, "-g; full"),
             (2, 4, "-C debuginfo=1; 1"), (2, 5, "-g; 0")]
RUST = ("sift", [
    ("read: no level", "line"),
    ("Line::word: past the end", "word"),
    ("Line::short: within a character", "short"),
    ("Line::rank: unknown level", "rank"),
    ("percent: of nothing", "errors"),
    ("percent: of nothing", "warnings"),
    ("open: no file", "open"),
    ("limit: too large", "limit"),
    ("since: no number", "since"),
    ("depth: past the end", "depth"),
    ("shards: by zero in a thread", "shards"),
    ("oldest: too old", "oldest"),
])
