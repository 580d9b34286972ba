# SPDX-License-Identifier: Apache-2.0
"""Text out of a tree, and Python."""


class Printer(object):
    def visit(self, node):
        return getattr(self, "visit_" + node[0].replace("+", "plus").replace("-", "minus"))(node)

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


def compiled(node, name):
    text = "def result():\n    return " + Printer().visit(node) + "\n"
    space = {}
    exec(compile(text, "<sums %s>" % name, "exec"), space)
    return space["result"]


def width(nodes):
    return max(len(Printer().visit(each)) for each in nodes)


def save(path, text):
    with open(path, "wb") as out:
        out.write(text.encode("ascii"))
