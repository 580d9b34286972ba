# SPDX-License-Identifier: Apache-2.0
import multiprocessing
import sys


def square(number):
    return 1 / (number - number)


def label(number):
    return 1 // (number * 0)

if __name__ == "__main__":
    work = {"square": square, "label": label}[sys.argv[1]]
    workers = multiprocessing.Pool(2)
    workers.map(work, [int(sys.argv[2])])
