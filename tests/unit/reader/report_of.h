// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string_view>

#include "cel/report/report.h"

namespace cel::test {

/// A report of container `shop` with the record that `json` is, of 2023-11-14 22:13:20 UTC.
inline Report report_of(std::string_view json) {
  const auto record = parse_json(json);
  REQUIRE((record && record->is_object()));
  Report report;
  report.id = "00112233445566778899aabbccddeeff";
  report.time = 1'700'000'000'000'000;
  Container container;
  container.engine = "podman";
  container.id = "4f5e6d7c8b9a0f1e2d3c";
  container.name = "shop";
  container.log = "journal";
  report.container = std::make_shared<const Container>(container);
  report.record = *record;
  return report;
}

/// A chain of two, as the Python hook sends it.
inline constexpr std::string_view kOrderRecord = R"json({
  "type": "Python3", "executable": "/srv/order.py",
  "reason": "order.py:7:main:PriceError: order 4711: no price",
  "backtrace": "…", "time": 1700000000, "pid": 7, "uid": 1000, "mechanism": "excepthook", "severity": "fatal",
  "thread": "MainThread", "runtime": {"name": "cpython", "version": "3.11.2"}, "hostname": "4f5e6d7c8b9a",
  "exceptions": [
    {"type": "PriceError", "module": "__main__", "message": "order 4711: no price", "frames": [
      {"file": "/srv/order.py", "line": 9, "function": "<module>", "in_app": true, "locals": {}},
      {"file": "/srv/order.py", "line": 7, "function": "main", "in_app": true,
       "context": {"start": 6, "lines": ["    except ZeroDivisionError as e:",
         "        raise PriceError(f\"order {order['id']}: no price\") from e", ""]},
       "locals": {"order": "{'id': 4711, 'items': []}"}}]},
    {"type": "ZeroDivisionError", "module": "builtins", "message": "division by zero",
     "link": {"kind": "cause", "of": 0}, "notes": ["asked by the till"], "frames": [
      {"file": "/srv/order.py", "line": 2, "function": "price_each", "in_app": true,
       "context": {"start": 1, "lines": [
         "def price_each(order):", "\treturn order['total'] / len(order['items'])"]},
       "locals": {"order": "{'id': 4711, 'items': []}", "日本": "'値'"}}]}]})json";

}  // namespace cel::test
