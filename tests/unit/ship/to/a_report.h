// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include "cel/record/json.h"

namespace cel::test {

/// A report of a Python program in a pod, as `cel list --json` prints it. Its texts try to be something else.
inline Json a_report() {
  const auto report = parse_json(R"json({
    "id": "00112233445566778899aabbccddeeff", "time": "2026-01-31T18:00:00Z", "time_us": 1769882400123456,
    "container": {"engine": "containerd", "id": "c0ffee", "name": "main", "image": "shop:1",
                  "pod": "shop-7d9f", "namespace": "prod", "host": "node1", "log": "/var/log/pods/x/0.log"},
    "type": "Python3", "where": "shop.py:6:price", "what": "ValueError: \"}\n{\"index\":{}}",
    "fingerprint": "cel2:0123456789ab", "state": "whole", "parts": 0, "parts_present": 0,
    "record": {
      "type": "Python3", "executable": "/srv/shop.py",
      "reason": "shop.py:6:price:ValueError: \"}\n{\"index\":{}}",
      "backtrace": "Traceback…\nValueError: <!channel> \u0000 \u2028", "time": 1769882400, "pid": 7,
      "severity": "fatal", "handled": false, "mechanism": "excepthook", "hostname": "claimed",
      "runtime": {"name": "cpython", "version": "3.11.2"}, "suppressed": 3,
      "exceptions": [
        {"type": "ValueError", "module": "builtins", "message": "\"}\n{\"index\":{}}", "frames": [
          {"file": "/srv/shop.py", "line": 6, "function": "price", "module": "__main__", "in_app": true,
           "context": {"start": 5, "lines": ["def price(n):", "    return 1 / n", "main()"]},
           "locals": {"n": "0"}}]},
        {"type": "ZeroDivisionError", "message": "division by zero", "frames": []}]}})json");
  REQUIRE(report);
  return *report;
}

/// What any program can print: a record in which nothing is what it should be.
inline Json a_strange_report() {
  const auto report = parse_json(R"json({
    "id": "ffffffffffffffffffffffffffffffff", "time": "", "time_us": 0, "container": {"log": "-"},
    "type": "", "where": "", "what": "", "fingerprint": "cel2:000000000000", "state": "damaged", "parts": 2,
    "parts_present": 0,
    "record": {"exceptions": [1, {"type": 2, "frames": {"a": 1}},
      {"frames": [3, {"line": "x", "context": [], "file": 4}]},
      {"frames": [{"line": 1, "context": {"start": -1, "lines": "x"}}]}], "exception": [],
      "runtime": "x", "handled": "yes", "severity": 9, "backtrace": {}, "pid": -1}})json");
  REQUIRE(report);
  return *report;
}

}  // namespace cel::test
