// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/html/trace.h"

#include <fmt/format.h>

#include <algorithm>

#include "cel/reader/output/printable.h"
#include "cel/reader/show/steps.h"

namespace cel::html {
namespace {

constexpr std::size_t kValueColumns = 1200;
constexpr std::size_t kLocals = 24;      // of a frame
constexpr std::size_t kTextLines = 200;  // around a traceback, or instead of one
constexpr std::size_t kMaxDepth = 4;     // groups within groups beyond are shown no deeper

class ChainWriter {
 public:
  explicit ChainWriter(Markup& page) : page_(page), end_(page.size() + kTraceBytes) {}

  void run(const Chain& chain) {
    text(chain.text_before);
    for (const Chain::Link& link : chain.links) {
      exception(link);
    }
    if (chain.links_left_out > 0) {
      page_.element("p", "warning", fmt::format("{} more exceptions are not shown.", chain.links_left_out));
    }
    text(chain.text_after);
  }

 private:
  bool full() const { return page_.size() >= end_; }

  void text(const std::vector<std::string>& lines) {
    if (lines.empty() || full()) {
      return;
    }
    page_.open("pre", {{"class", "text"}, {"tabindex", "0"}});
    const std::size_t shown = std::min(lines.size(), kTextLines);
    for (std::size_t i = 0; i < shown; ++i) {
      page_.element("span", "row", fitted(lines[i], kValueColumns));
    }
    page_.close();
    if (shown < lines.size()) {
      page_.element("p", "warning", fmt::format("{} more lines are not shown.", lines.size() - shown));
    }
  }

  static const char* relation(const Chain::Link& link) {
    if (link.before == Chain::Before::cause) {
      return "The above exception was the direct cause of the following one:";
    }
    if (link.before == Chain::Before::context) {
      return "During handling of the above exception, another one occurred:";
    }
    return link.member == Chain::Member::group ? "In the group:" : "Suppressed:";
  }

  void exception(const Chain::Link& link) {
    const std::size_t depth = std::min(link.depth, kMaxDepth);
    page_.open("div", {{"class", fmt::format("exception depth-{}", depth)}});
    if (link.before != Chain::Before::nothing || link.member != Chain::Member::none) {
      page_.element("p", "relation", relation(link));
    }
    if (!link.frames.empty()) {
      page_.open("ol", {{"class", "frames"}});
      steps(link);
      page_.close();
    }
    page_.open("p", {{"class", "raised"}}).element("strong", "type", link.type);
    for (const std::string& line : link.message) {
      page_.element("span", "message", fitted(line, kValueColumns));
    }
    page_.close();
    for (const std::string& note : link.notes) {
      page_.element("p", "note", "note: " + fitted(note, kValueColumns));
    }
    page_.close();
  }

  void steps(const Chain::Link& link) {
    for (const Step& step : steps_of(link, true)) {
      if (full()) {
        said("warning", "The rest is too long for this page: cel show has it.");
        return;
      }
      switch (step.kind) {
        case Step::Kind::frame:
          page_.open("li");
          frame(link.frames[step.frame], step.frame + 1 == link.frames.size());
          page_.close();
          break;
        case Step::Kind::repeated:
          said("warning", step.frames == 1
                              ? fmt::format("the same {} more times", step.count)
                              : fmt::format("these {} frames {} more times", step.frames, step.count));
          break;
        case Step::Kind::library:
          libraries(link, step);
          break;
        case Step::Kind::omitted:
          said("warning", fmt::format("{} frames that the report leaves out", step.count));
          break;
      }
    }
  }

  void said(Name style, const std::string& what) {
    page_.open("li").element("span", style, "… " + what).close();
  }

  void libraries(const Chain::Link& link, const Step& step) {
    page_.open("li").open("details");
    page_.element("summary", "faint", fmt::format("… {} more frames of libraries", step.count));
    page_.open("ol", {{"class", "frames"}});
    for (std::size_t i = 0; i < step.count && !full(); ++i) {
      page_.open("li");
      place(link.frames[step.frame + i]);
      page_.close();
    }
    page_.close().close().close();
  }

  /// As `cel show` has it: source of the program's own frames and the last one, variables of its own.
  void frame(const Chain::Frame& frame, bool last) {
    place(frame);
    if ((frame.own || last) && !frame.source.empty()) {
      source(frame);
    }
    if (frame.own && !frame.locals.empty()) {
      locals(frame);
    }
  }

  void place(const Chain::Frame& frame) {
    page_.open("div", {{"class", frame.own ? "place own" : "place"}});
    page_.element("code", "function", frame.function.empty() ? "(unknown)" : frame.function);
    page_.text(" ");
    const std::string line = frame.line == 0 ? "" : fmt::format(":{}", frame.line);
    page_.element("code", "file", fitted_end(frame.file, 200) + line);
    page_.close();
  }

  void source(const Chain::Frame& frame) {
    page_.open("pre", {{"class", "source"}, {"tabindex", "0"}});
    for (const Chain::SourceLine& line : frame.source) {
      page_.open("span", {{"class", line.failed ? "row failed" : "row"}});
      page_.element("span", "line-number", std::to_string(line.number));
      page_.text(fitted(line.text, kValueColumns));
      page_.close();
    }
    page_.close();
  }

  void locals(const Chain::Frame& frame) {
    page_.open("table", {{"class", "locals"}});
    page_.element("caption", "hidden", "Local variables of " + fitted(frame.function, 80));
    page_.open("tbody");
    const std::size_t shown = std::min(kLocals, frame.locals.size());
    for (std::size_t i = 0; i < shown; ++i) {
      page_.open("tr");
      page_.open("th", {{"scope", "row"}}).text(fitted(frame.locals[i].name, 60)).close();
      page_.open("td").element("code", "", fitted(frame.locals[i].value, kValueColumns)).close();
      page_.close();
    }
    page_.close().close();
    if (shown < frame.locals.size()) {
      page_.element("p", "faint", fmt::format("… {} more variables", frame.locals.size() - shown));
    }
  }

  Markup& page_;
  std::size_t end_;
};

}  // namespace

void write_chain(Markup& page, const Chain& chain) { ChainWriter(page).run(chain); }

}  // namespace cel::html
