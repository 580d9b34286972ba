# SPDX-License-Identifier: Apache-2.0
"""Text out of a tree, and Python."""


NAMES = {"+": "plus", "-": "minus", "*": "times"}


class Visitor(object):
    def visit(self, node):
        kind = NAMES.get(node[0], node[0])
        return getattr(self, "visit_" + kind)(node)


class Printer(Visitor):
    """Back to text."""

    def visit_number(self, node):
        return str(node[1])

    def visit_name(self, node):
        return node[1]

    def visit_plus(self, node):
        return "%s + %s" % (self.visit(node[1]), self.visit(node[2]))

    def visit_minus(self, node):
        return "%s - %s" % (self.visit(node[1]), self.visit(node[2]))

    def visit_call(self, node):
        return "%s(%s)" % (node[1], ", ".join(map(self.visit, node[2])))


TEMPLATE = """# made by sums
def result():
    return %s
"""


def compiled(node, name):
    text = TEMPLATE % Printer().visit(node)
    space = {}
    exec(compile(text, "<sums %s>" % name, "exec"), space)
    return space["result"]


def width(nodes):
    return max(len(Printer().visit(each)) for each in nodes)


def save(path, text):
    with open(path, "wb") as out:
        out.write(text.encode("ascii"))
