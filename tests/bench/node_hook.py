# SPDX-License-Identifier: Apache-2.0
"""What the Node.js hook adds to the start of a program, to one that is healthy, and to one that dies; beside
Sentry's SDK and OpenTelemetry's automatic instrumentation, where the npm registry has them."""

import shutil
import subprocess

from measure import BUILD, race, table, write_report

ROUNDS = {"start": 40, "healthy": 15, "crash": 40}
PROGRAMS = {
    "start": "",
    "healthy": """
const events = new (require('events'))()
events.on('each', (n) => { if (n % 7 === 0) throw new Error('odd') })
async function each(n) {
  try { events.emit('each', n) } catch (e) { return JSON.stringify({ n, m: e.message }).length }
}
(async () => { let sum = 0; for (let n = 0; n < 60000; n++) sum += await each(n) || 0 })()
""",
    "crash": "function f(n) { if (n === 0) throw new TypeError('boom'); f(n - 1) }\nf(8)\n",
}
VENDORS = {
    "Sentry": ("@sentry/node", "require('@sentry/node').init({ dsn: 'http://key@127.0.0.1:9/1' })"),
    "OpenTelemetry": (
        "@opentelemetry/auto-instrumentations-node",
        "process.env.OTEL_TRACES_EXPORTER = process.env.OTEL_METRICS_EXPORTER = 'none'\n"
        "process.env.OTEL_LOGS_EXPORTER = process.env.OTEL_NODE_RESOURCE_DETECTORS = 'none'\n"
        "require('@opentelemetry/auto-instrumentations-node/register')",
    ),
}


def bench(volume):
    folder = BUILD / "node"
    folder.mkdir(parents=True, exist_ok=True)
    preloads = {
        "empty file": _preload(folder, "empty", ""),
        "hook": ["NODE_OPTIONS=--require=%s/node/cel.js" % volume],
    }
    for name, (package, source) in VENDORS.items():
        installed = subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", package],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if installed.returncode == 0:
            preloads[name] = _preload(folder, name.lower(), source)
    nothing = write_report("nothing.json", {})
    rows = []
    for name, source in PROGRAMS.items():
        program = folder / (name + ".js")
        program.write_text(source, encoding="ascii")
        commands = [[*environment, shutil.which("node"), program] for environment in ([], *preloads.values())]
        without, *others = race(ROUNDS[name], nothing, *commands)
        row = [name, f"{without.us / 1000:.1f}"]
        for runs in others:
            row.append(f"{runs.difference_to(without):+.2f} ({runs.ratio_to(without):.3f})")
        rows.append(row)
    table(
        "Node.js, milliseconds, medians of pairs (+: more than without a hook, and the ratio; empty file: "
        "the least that any preloaded file costs)",
        ["program", "without", *preloads],
        rows,
    )


def _preload(folder, name, source):
    path = folder / ("preload-%s.js" % name)
    path.write_text(source, encoding="ascii")
    return ["NODE_OPTIONS=--require=%s" % path]
