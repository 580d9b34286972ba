# SPDX-License-Identifier: Apache-2.0
"""A tree out of words, by recursive descent."""

from sums import lexer


class Parser(object):
    def __init__(self, text):
        self.tokens = lexer.tokens(text)
        self.at = 0

    def peek(self):
        return self.tokens[self.at][0]

    def expect(self, kind):
        found, value = self.tokens[self.at]
        if found != kind:
            raise lexer.SumsError("expected %s, got %s" % (kind, value))
        self.at += 1
        return value

    def program(self):
        statements = []
        while self.at < len(self.tokens):
            statements.append(self.statement())
            self.expect(";")
        return statements

    def statement(self):
        left = self.sum()
        if self.peek() == "=":
            self.expect("=")
            return ("let", left, self.sum())
        return left

    def more(self):
        return self.at < len(self.tokens)

    def binary(self, operators, part):
        """Operators of one rank, from the left."""
        left = part()
        while self.more() and self.peek() in operators:
            operator = self.expect(self.peek())
            left = (operator, left, part())
        return left

    def sum(self):
        return self.binary("+-", self.product)

    def product(self):
        return self.binary("*/", self.factor)

    def factor(self):
        if self.peek() == "(":
            self.expect("(")
            inner = self.sum()
            self.expect(")")
            return inner
        if self.peek() == "number":
            return ("number", self.expect("number"))
        if self.peek() == "-":
            return ("neg", self.factor())
        name = self.expect("name")
        if self.more() and self.peek() == "(":
            return ("call", name, self.arguments())
        return ("name", name)

    def arguments(self):
        self.expect("(")
        found = [self.sum()]
        while self.peek() == ",":
            self.expect(",")
            found.append(self.sum())
        self.expect(")")
        return found
