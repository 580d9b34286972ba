# SPDX-License-Identifier: Apache-2.0
"""What a tree is worth."""

import math


def half(value):
    return value / 2


class Evaluator(object):
    def __init__(self):
        self.names = {}
        self.lets = {}
        self.functions = {"root": math.sqrt, "half": half}

    def run(self, statements):
        result = None
        for statement in statements:
            result = self.value(statement)
        return result

    def value(self, node):
        return getattr(self, "of_" + node[0], self.of_operator)(*node[1:], **{"node": node})

    def of_let(self, target, value, node):
        if target[0] == "call":
            self.lets[target[1]] = (target[2], value)
            return None
        self.names[target[1]] = self.value(value)
        return None

    def of_number(self, number, node):
        return number

    def of_name(self, name, node):
        return self.names[name]

    def of_operator(self, left, right, node):
        first, second = self.value(left), self.value(right)
        if node[0] == "+":
            return first + second
        if node[0] == "-":
            return first - second
        if node[0] == "*":
            return first * second
        return first // second

    def of_call(self, name, arguments, node):
        if name in self.lets:
            parameters, body = self.lets[name]
            for parameter, argument in zip(parameters, arguments):
                self.names[parameter[1]] = self.value(argument)
            return self.value(body)
        return self.functions[name](*[self.value(each) for each in arguments])
