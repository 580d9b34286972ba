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
    "dump.go": """
package main

import "sync"

func price(prices []int, item int) int { return prices[item] }

func main() {
	var ready sync.WaitGroup
	for i := 0; i < 2000; i++ {
		ready.Add(1)
		go func() { ready.Done(); select {} }()
	}
	ready.Wait()
	println(price([]int{1, 2}, 7))
}
""",
    "worker.rs": """
fn price(prices: &[i32], item: usize) -> i32 { prices[item] }
fn main() {
    let item = std::env::args().count() + 6;
    println!("{}", std::thread::spawn(move || price(&[1, 2], item)).join().unwrap());
}
""",
    "failing.rs": """
fn main() -> Result<(), std::num::ParseIntError> { "x".parse::<i32>().map(|_| ()) }
""",
    "abort.c": """
#include <stdlib.h>
int main(int argc, char **argv) { char *price = malloc(32); free(price + 8 * argc); return argv[0][0]; }
""",
    "cart.pl": "use Carp;\nsub price { confess 'no price for item 7' }\nprice(7);\n",
    "dies.pl": "die 'no price for item 7';\n",
    "shop.sh": "price() { nosuch --item 7; }\nprice\n",
    "thrown.js": "throw 'no price for item 7'\n",
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
    "Rust worker": Program(
        "worker.rs", ["./program"], ["rustc", "-g", "-o", "program", "worker.rs"], "Rust",
        "index out of bounds", None, 101,
    ),
    "Rust main": Program(
        "failing.rs", ["./program"], ["rustc", "-o", "program", "failing.rs"], "Rust", "InvalidDigit"
    ),
    "glibc": Program(
        "abort.c", ["./program"], ["g++", "-w", "-x", "c", "-o", "program", "abort.c"], "C++",
        "free(): invalid pointer", None, 134,
    ),
    "Perl": Program("cart.pl", ["perl", "cart.pl"], [], "Perl", "no price for item 7", "main::price", 255),
    "Perl's die": Program("dies.pl", ["perl", "dies.pl"], [], "Perl", "no price for item 7", None, 255),
    "bash": Program("shop.sh", ["bash", "shop.sh"], [], "Shell", "nosuch: command not found", None, 127),
    "Node's throw": Program("thrown.js", ["node", "thrown.js"], [], "NodeJS", "no price for item 7"),
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
    return build(program.source, program.build, program.run, folder)


def build(source, command, run, folder):
    """Writes one of SOURCES into `folder` and builds it by `command`, if that is not empty; returns `run`."""
    pathlib.Path(folder, source).write_text(SOURCES[source])
    for tool in (command[:1], run[:1]):
        if tool and not tool[0].startswith(".") and not shutil.which(tool[0]):
            raise unittest.SkipTest("not installed: %s; packaging/dependencies.sh test installs it" % tool[0])
    if command:
        subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL)
    return run
