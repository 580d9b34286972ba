// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/show.h"

#include <fmt/format.h>

#include <algorithm>

#include "cel/reader/output/printable.h"
#include "cel/reader/output/sheet.h"
#include "cel/reader/show/chain.h"
#include "cel/reader/show/steps.h"
#include "cel/trace/trace.h"

namespace cel {
namespace {

constexpr std::size_t kValueLines = 3;   // of a local variable's value, unless all is wanted
constexpr std::size_t kLocals = 20;      // of a frame, likewise
constexpr std::size_t kTextLines = 100;  // of text around a traceback, likewise
constexpr std::size_t kNameColumns = 16;
constexpr std::size_t kMessageColumns = 20;  // that a type must leave its message on their common line
constexpr std::size_t kMaxIndent = 8;        // groups within groups beyond are shown no deeper
constexpr std::size_t kFactLabel = 11;

class Show {
 public:
  Show(const Style& style, bool full) : full_(full), sheet_(style) {}

  std::string run(const Report& report, const std::vector<Fact>& facts) {
    sheet_.block("", Ink::plain, Ink::error, headline_of(report), full_ ? SIZE_MAX : kValueLines);
    sheet_.blank();
    for (const Fact& fact : facts) {
      sheet_.block(padded(fact.label, kFactLabel), Ink::faint, fact.warning ? Ink::warning : Ink::plain,
                   fact.value, SIZE_MAX);
    }
    const Chain chain = chain_of(report.record);
    text(chain.text_before, chain.links.empty() ? Ink::plain : Ink::faint);
    for (const Chain::Link& link : chain.links) {
      exception(link);
    }
    if (chain.links_left_out > 0) {
      sheet_.blank();
      sheet_.line("", Ink::warning, fmt::format("{} more exceptions are not shown", chain.links_left_out));
    }
    text(chain.text_after, Ink::faint);
    const std::string_view printed = string_at(report.record, "backtrace").value_or("");
    if (full_ && !chain.links.empty() && printed.find('\n') != std::string_view::npos) {
      sheet_.blank();
      sheet_.line("", Ink::strong, "As it was printed:");
      text(printable_lines(printed), Ink::faint);
    }
    return sheet_.take();
  }

 private:
  void text(const std::vector<std::string>& lines, Ink ink) {
    const std::size_t shown = full_ ? lines.size() : std::min(lines.size(), kTextLines);
    if (shown > 0) {
      sheet_.blank();
    }
    for (std::size_t i = 0; i < shown; ++i) {
      sheet_.block("", Ink::plain, ink, lines[i], SIZE_MAX);
    }
    if (shown < lines.size()) {
      sheet_.line("", Ink::warning, fmt::format("… {} more lines (--full shows them)", lines.size() - shown));
    }
  }

  void relation(const Chain::Link& link) {
    sheet_.blank();
    if (link.member != Chain::Member::none) {
      sheet_.line("", Ink::strong, link.member == Chain::Member::group ? "in the group:" : "suppressed:");
      sheet_.blank();
    }
    if (link.before != Chain::Before::nothing) {
      sheet_.line("", Ink::strong,
                  link.before == Chain::Before::cause
                      ? "The above exception was the direct cause of the following one:"
                      : "During handling of the above exception, another one occurred:");
      sheet_.blank();
    }
  }

  void exception(const Chain::Link& link) {
    sheet_.indent = std::min(link.depth, kMaxIndent) * 2;
    relation(link);
    bool set_apart = false;  // what is left out of a recursion comes behind a frame and its blank line
    for (const Step& step : steps_of(link, !full_)) {
      const bool left_out = step.kind == Step::Kind::repeated || step.kind == Step::Kind::omitted;
      if (set_apart && !left_out) {
        sheet_.blank();
      }
      show(step, link);
      set_apart = left_out;
    }
    if (set_apart) {
      sheet_.blank();
    }
    const std::string message = link.message.empty() ? "" : link.message[0];
    const std::string type = link.type + (message.empty() ? "" : ": ");
    if (columns(type) + kMessageColumns <= sheet_.room(0)) {
      sheet_.block(type, Ink::error, Ink::strong, message, lines());
    } else {
      sheet_.block("", Ink::plain, Ink::error, type, lines());
      sheet_.block("  ", Ink::plain, Ink::strong, message, message.empty() ? 0 : lines());
    }
    for (std::size_t i = 1; i < link.message.size(); ++i) {
      sheet_.block("", Ink::plain, Ink::strong, link.message[i], lines());
    }
    for (const std::string& note : link.notes) {
      sheet_.block("note: ", Ink::faint, Ink::plain, note, lines());
    }
    sheet_.indent = 0;
  }

  std::size_t lines() const { return full_ ? SIZE_MAX : kTextLines; }

  void show(const Step& step, const Chain::Link& link) {
    switch (step.kind) {
      case Step::Kind::frame:
        frame(link.frames[step.frame], step.frame + 1 == link.frames.size());
        return;
      case Step::Kind::repeated:
        sheet_.line("    ", Ink::warning,
                    step.frames == 1
                        ? fmt::format("… the same {} more times", step.count)
                        : fmt::format("… these {} frames {} more times", step.frames, step.count));
        return;
      case Step::Kind::library:
        sheet_.line("    ", Ink::faint, fmt::format("… {} more frames of libraries", step.count));
        return;
      case Step::Kind::omitted:
        sheet_.line("    ", Ink::warning, fmt::format("… {} frames that the report leaves out", step.count));
        return;
    }
  }

  /// Where in the code; then, of the program's own frames and the last one, the source; of its own the
  /// locals.
  void frame(const Chain::Frame& frame, bool last) {
    place(frame);
    if (frame.own || last || full_) {
      source(frame);
    }
    if (frame.own || full_) {
      locals(frame);
    }
    if (!frame.source.empty() && (frame.own || last || full_)) {
      sheet_.blank();
    }
  }

  void place(const Chain::Frame& frame) {
    const std::string line = frame.line == 0 ? "" : fmt::format(":{}", frame.line);
    const std::string function = fitted(frame.function, sheet_.room(2) / 2);
    const std::string in = function.empty() ? "" : " in ";
    const std::size_t taken = 2 + columns(line) + columns(in) + columns(function);
    const std::string file = fitted_end(frame.file.empty() ? "(unknown)" : frame.file, sheet_.room(taken));
    const Style& style = sheet_.style();
    sheet_.begin("  ");
    if (frame.own) {
      sheet_.add(style.paint(Ink::plain, file + line + in));
      sheet_.add(style.paint(Ink::name, function));
    } else {
      sheet_.add(style.paint(Ink::faint, file + line + in + function));
    }
    sheet_.add("\n");
  }

  void source(const Chain::Frame& frame) {
    if (frame.source.empty()) {
      return;
    }
    const std::size_t digits = std::to_string(frame.source.back().number).size();
    for (const Chain::SourceLine& line : frame.source) {
      const Ink other = frame.own ? Ink::plain : Ink::faint;
      const std::string gutter = fmt::format("  {} {:>{}} |{}", line.failed ? '>' : ' ', line.number, digits,
                                             line.text.empty() ? "" : " ");
      sheet_.block(gutter, line.failed ? Ink::error : Ink::faint, line.failed ? Ink::mark : other, line.text,
                   line.failed || full_ ? lines() : 1);
    }
  }

  void locals(const Chain::Frame& frame) {
    std::size_t name_columns = 0;
    for (const Chain::Variable& local : frame.locals) {
      name_columns = std::max(name_columns, std::min(kNameColumns, columns(local.name)));
    }
    const std::size_t shown = full_ ? frame.locals.size() : std::min(kLocals, frame.locals.size());
    for (std::size_t i = 0; i < shown; ++i) {
      sheet_.block("      " + padded(frame.locals[i].name, name_columns) + " = ", Ink::value, Ink::plain,
                   frame.locals[i].value, full_ ? SIZE_MAX : kValueLines);
    }
    if (shown < frame.locals.size()) {
      sheet_.line("      ", Ink::faint,
                  fmt::format("… {} more variables (--full shows them)", frame.locals.size() - shown));
    }
  }

  bool full_;
  Sheet sheet_;
};

}  // namespace

std::string render_raw(const Report& report) {
  std::string_view text = string_at(report.record, "backtrace").value_or("");
  if (const auto trace = parse_trace(text, string_at(report.record, "type").value_or(""))) {
    text = text.substr(trace->offset, trace->length);
  }
  std::string raw;
  for (const std::string& line : printable_lines(text)) {
    (raw += line) += '\n';
  }
  return raw;
}

std::string render_report(const Report& report, const Occurrences& occurrences, const Style& style,
                          const ShowOptions& options) {
  return Show(style, options.full).run(report, facts_of(report, occurrences, options.now));
}

}  // namespace cel
