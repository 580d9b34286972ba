# SPDX-License-Identifier: Apache-2.0
"""The programs whose deaths are on the page: what each of them prints is of no interest."""

# A chain of two, own frames, local variables.
ORDER = '''
class PriceError(Exception):
    """An order whose price cannot be told."""

def price_each(order):
    total = order["total"]
    return total / len(order["items"])

def main():
    order = {"id": 4711, "total": 99, "items": [], "customer": "Ada \u0141ukasiewicz \u65e5\u672c\u8a9e"}
    try:
        price_each(order)
    except ZeroDivisionError as error:
        raise PriceError("order %d: no price" % order["id"]) from error

main()
'''

# Many frames of libraries, to be folded; the port is one where nobody listens.
FETCH = """
import urllib.request

def fetch(url):
    return urllib.request.urlopen(url, timeout=5).read()

fetch("http://127.0.0.1:1/healthz")
"""

# A group of exceptions with notes.
BATCH = """
failures = []
for name in ("invoices", "reminders"):
    try:
        {}[name]
    except KeyError as error:
        error.add_note("while importing " + name)
        failures.append(error)
raise ExceptionGroup("two imports failed", failures)
"""

RECURSION = """
def count(tree):
    return 1 + count(tree)

count({"children": []})
"""

# Every place of a report that a program can fill, with what would be markup, script or a terminal's order.
HOSTILE = """
<script>pwned = 1</script>
</script><script>pwned = 2</script>
"><img src=x onerror="pwned = 3">
'onmouseover='pwned = 4' autofocus onfocus='pwned = 5
</pre></details></article><h1>pwned</h1>
<svg onload=pwned=6><style>*{display:none}</style>
<!-- <![CDATA[ ]]> --> &lt;script&gt; &#60;b&#62;
javascript:pwned=7
\x1b[31mred\x1b[0m \x9b2J \u202egpj.exe \u2028
""".strip().splitlines()

HOSTILE_PROGRAM = """
import threading

def run(text):
    name = "f" + text
    try:
        raise type("Error" + text, (Exception,), {"__module__": text})(text + "\\n" + text)
    except Exception as error:
        error.add_note(text)
        raise
    # %(text)s

for text in %(texts)r:
    thread = threading.Thread(target=run, args=(text,), name=text)
    thread.start()
    thread.join()
"""
