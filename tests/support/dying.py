# SPDX-License-Identifier: Apache-2.0
"""Programs in many languages that die of themselves, built and run for real."""

import pathlib
import shutil
import subprocess
import unittest

SOURCES = {
    "throws.cpp": """
#include <stdexcept>
#include <vector>
int price(const std::vector<int>& prices, unsigned item) { return prices.at(item); }
int main() { return price({1, 2}, 7); }
""",
    "overflow.cpp": """
#include <cstdlib>
int read_past(int* prices, int item) { return prices[item]; }
int main(int argc, char**) { return read_past(new int[2], argc + 1); }
""",
    "panic.go": """
package main

func price(prices []int, item int) int { return prices[item] }

func main() { println(price([]int{1, 2}, 7)) }
""",
    "panic.rs": """
fn price(prices: &[i32], item: usize) -> i32 { prices[item] }
fn main() { println!("{}", price(&[1, 2], std::env::args().count() + 6)); }
""",
    "Shop.java": """
public class Shop {
    static int price(int[] prices, int item) { return prices[item]; }
    public static void main(String[] args) {
        try {
            price(new int[2], 7);
        } catch (ArrayIndexOutOfBoundsException cause) {
            throw new IllegalStateException("no price", cause);
        }
    }
}
""",
    "shop.js": "function price(prices, item) { return prices[item].amount; }\nprice([1, 2], 7);\n",
    "shop.py": "def price(prices, item):\n    return prices[item]\n\n\nprice([1, 2], 7)\n",
    "crash.py": "import ctypes, faulthandler\nfaulthandler.enable()\n\n\n"
    "def price():\n    ctypes.string_at(0)\n\n\nprice()\n",
}


class Program:
    """How a program is built and run, and what its report must say."""

    def __init__(self, source, run, build=(), type=None, error="", function=None, status=1):
        self.source, self.run, self.build = source, run, build
        self.type, self.error, self.function, self.status = type, error, function, status


PROGRAMS = {
    "C++ terminate": Program(
        "throws.cpp",
        ["./program"],
        ["g++", "-g", "-o", "program", "throws.cpp"],
        "C++",
        "out_of_range",
        None,
        134,
    ),
    "C++ address sanitizer": Program(
        "overflow.cpp",
        ["./program"],
        ["g++", "-g", "-fsanitize=address", "-o", "program", "overflow.cpp"],
        "C++",
        "heap-buffer-overflow",
        "read_past",
    ),
    "Go": Program(
        "panic.go",
        ["./program"],
        ["go", "build", "-o", "program", "panic.go"],
        "Go",
        "index out of range",
        "price",
        2,
    ),
    "Rust": Program(
        "panic.rs",
        ["./program"],
        ["rustc", "-g", "-o", "program", "panic.rs"],
        "Rust",
        "index out of bounds",
        None,
        101,
    ),
    "Java": Program(
        "Shop.java",
        ["java", "Shop"],
        ["javac", "Shop.java"],
        "Java",
        "IllegalStateException: no price",
        "main",
    ),
    "Node": Program("shop.js", ["node", "shop.js"], [], "NodeJS", "TypeError", "price"),
    "Python": Program("shop.py", ["/usr/bin/python3", "shop.py"], [], "Python3", "IndexError", "price"),
    "Python faulthandler": Program(
        "crash.py", ["/usr/bin/python3", "crash.py"], [], "Python3", "Segmentation fault", "price", 139
    ),
}


def built(name, folder):
    """Builds a program in `folder`, a pathlib.Path; how it is run there, as words."""
    program = PROGRAMS[name]
    pathlib.Path(folder, program.source).write_text(SOURCES[program.source])
    for tool in (program.build[:1], program.run[:1]):
        if tool and not tool[0].startswith(".") and not shutil.which(tool[0]):
            raise unittest.SkipTest("not installed: %s; packaging/dependencies.sh test installs it" % tool[0])
    if program.build:
        subprocess.run(program.build, cwd=folder, check=True, stdin=subprocess.DEVNULL)
    return program.run
