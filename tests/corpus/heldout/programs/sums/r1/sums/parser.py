# SPDX-License-Identifier: Apache-2.0
"""A tree out of words, by recursive descent."""

from sums import lexer


class Parser(object):
    def __init__(self, text):
        self.tokens = lexer.tokens(text)
        self.at = 0

    def peek(self):
        return self.tokens[self.at][0]

    def take(self, kind):
        found, value = self.tokens[self.at]
        if found != kind:
            raise lexer.SumsError("expected %s, got %s" % (kind, value))
        self.at += 1
        return value

    def program(self):
        statements = []
        while self.at < len(self.tokens):
            statements.append(self.statement())
            self.take(";")
        return statements

    def statement(self):
        left = self.sum()
        if self.peek() == "=":
            self.take("=")
            return ("let", left, self.sum())
        return left

    def sum(self):
        left = self.product()
        while self.at < len(self.tokens) and self.peek() in "+-":
            operator = self.take(self.peek())
            left = (operator, left, self.product())
        return left

    def product(self):
        left = self.factor()
        while self.at < len(self.tokens) and self.peek() in "*/":
            operator = self.take(self.peek())
            left = (operator, left, self.factor())
        return left

    def factor(self):
        if self.peek() == "(":
            self.take("(")
            inner = self.sum()
            self.take(")")
            return inner
        if self.peek() == "number":
            return ("number", self.take("number"))
        if self.peek() == "-":
            return ("neg", self.factor())
        name = self.take("name")
        if self.at < len(self.tokens) and self.peek() == "(":
            return ("call", name, self.arguments())
        return ("name", name)

    def arguments(self):
        self.take("(")
        found = [self.sum()]
        while self.peek() == ",":
            self.take(",")
            found.append(self.sum())
        self.take(")")
        return found
