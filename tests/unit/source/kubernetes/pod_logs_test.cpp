// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <string>

#include "cel/source/kubernetes/api_lines.h"
#include "cel/source/kubernetes/line_window.h"
#include "cel/source/kubernetes/pod_list.h"

using namespace cel;

TEST_CASE("a pod's containers are known by which instance runs and which was before") {
  const auto found =
      pod_containers(R"({"kind": "Pod", "metadata": {"name": "p", "namespace": "n", "uid": "u"},
      "status": {"initContainerStatuses": [{"name": "i", "containerID": "containerd://1",
                     "state": {"terminated": {"containerID": "containerd://1"}}}],
                 "containerStatuses": [
                   {"name": "a", "image": "x", "containerID": "containerd://3", "state": {"running": {}},
                    "lastState": {"terminated": {"containerID": "containerd://2"}}},
                   {"name": "b", "containerID": "containerd://4", "state": {"waiting": {"reason": "CrashLoopBackOff"}},
                    "lastState": {"terminated": {"containerID": "containerd://4"}}},
                   {"name": "c", "state": {"waiting": {}}}]}})");
  REQUIRE(found);
  REQUIRE(found->size() == 4);
  const auto& [i, a, b, c] = std::tie(found->at(0), found->at(1), found->at(2), found->at(3));
  CHECK((i.current == "1" && !i.runs && i.previous.empty()));
  CHECK((a.current == "3" && a.runs && a.previous == "2"));
  CHECK((b.current.empty() && !b.runs && b.previous == "4"));
  CHECK((c.current.empty() && !c.runs && c.previous.empty()));
  CHECK((a.owner.engine == "containerd" && a.owner.pod == "p" && a.owner.space == "n" && a.uid == "u"));
  CHECK(pod_containers(R"({"kind": "PodList", "items": []})")->empty());
  for (const char* wrong : {"", "[]", "{}", R"({"kind": "Status"})", R"({"kind": "PodList", "items": 1})"}) {
    CHECK_FALSE(pod_containers(wrong));
  }
}

TEST_CASE("lines come whole, however their bytes do") {
  const std::string text =
      "2026-01-31T23:59:59.123456789Z one\n2026-02-01T00:00:00Z \nno time\n2026-02-01T00:00:01Z rest";
  ApiLines lines;
  ApiLines::Line line;
  std::string texts;
  for (const char byte : text) {
    lines.bytes() += byte;
    while (lines.next(line)) {
      texts += std::to_string(line.time % 1000000) + ":" + std::string(line.text) + "|";
    }
  }
  CHECK(texts == "123456:one|0:|0:no time|");
  REQUIRE(lines.rest(line));
  CHECK(line.text == "rest");
  CHECK_FALSE(lines.rest(line));
}

TEST_CASE("a line that is too long is left out, and the next one comes") {
  ApiLines lines;
  ApiLines::Line line;
  for (int i = 0; i < 5; ++i) {
    lines.bytes() += std::string(kLongestApiLine / 4, 'x');
    CHECK_FALSE(lines.next(line));
  }
  CHECK(lines.held() <= kLongestApiLine);
  lines.bytes() += "\nnext\n";
  REQUIRE(lines.next(line));
  CHECK(line.text == "next");
}

TEST_CASE("a window knows the lines that were read, and is the same from its position") {
  LineWindow window(1'000'000);
  CHECK(window.knows(999'999, 1));
  CHECK_FALSE(window.knows(1'000'000, 1));
  window.note(5'000'000, 1, true);
  window.note(4'000'000, 2, true);
  window.note(5'500'000, 3, false);
  const LineWindow again = LineWindow::of(window.position());
  for (const LineWindow* each : {&std::as_const(window), &again}) {
    CHECK(each->from() == 3'500'000);
    CHECK((each->knows(5'000'000, 1) && each->knows(4'000'000, 2) && each->knows(3'000'000, 9)));
    CHECK_FALSE((each->knows(5'000'000, 2) || each->knows(5'500'000, 3) || each->knows(3'500'000, 9)));
  }
}

TEST_CASE("a window of a flood rather takes a line twice than never") {
  LineWindow window(0);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    window.note(7'000'000, i, true);
  }
  CHECK_FALSE(window.knows(7'000'000, 5000));
  CHECK(window.knows(7'000'000, 999));
  CHECK(window.position().dump().size() < 4096);
}
