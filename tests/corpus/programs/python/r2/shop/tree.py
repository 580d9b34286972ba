# SPDX-License-Identifier: Apache-2.0
"""Nodes that know nodes."""


def walk(node, depth, limit):
    if depth == limit:
        return leaf(node)
    return branch(node, depth + 1, limit)


def branch(node, depth, limit):
    return walk(node, depth, limit)


def leaf(node):
    raise LookupError("nothing grows under %s" % node)


def size(node):
    below = size(node)
    return below + 1


class Node(object):
    def __init__(self, name):
        self.name = name

    @property
    def path(self):
        return self.parent.path + "/" + self.name

    @property
    def parent(self):
        return self
