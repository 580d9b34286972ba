# SPDX-License-Identifier: Apache-2.0
#
# The frames of a record from the lines of a backtrace, `file:5:in 'method'`.

module ContainerExceptionLogger
  module Frames
    OUTER = 20 # frames kept of a long backtrace
    INNER = 80
    LIBRARY = %r{\A<internal:|/gems/|/lib/ruby/}.freeze

    class << self
      # `frames`, outermost first, of a backtrace; `omitted_frames` tells of more.
      def of(calls, sources)
        cut = calls.size > OUTER + INNER
        kept = cut ? calls.first(INNER) + calls.last(OUTER) : calls
        frames = kept.map { |call| frame_of(Json.utf8(call)) }
        frames.each_cons(2) { |frame, caller| frame[:in_app] &&= !builtin?(frame, caller) }
        frames.each { |frame| frame[:context] = sources.around(frame[:file], frame[:line]) }
        found = { frames: frames.reverse }
        found[:omitted_frames] = { after: OUTER, count: calls.size - kept.size } if cut
        found
      end

      # Where a link's error is, in the program's own code if any of that was running.
      def place(link)
        frames = link[:frames].select { |frame| frame[:line] }
        frames.select { |frame| frame[:in_app] }.last || frames.last
      end

      private

      def frame_of(call)
        file, line, function = /\A(.*?)(?::(\d+))?(?::in [`'](.*)')?\z/m.match(call).to_a.drop(1)
        { file: file, line: line && line.to_i, function: function, in_app: !LIBRARY.match?(call) }
      end

      # Whether a method is one of Ruby's own, written in C: those have the place of their caller. cel/trace
      # tells them by the same rule.
      def builtin?(frame, caller)
        frame[:line] == caller[:line] && frame[:file] == caller[:file] &&
          frame[:function] != caller[:function] && !/ in |\A</.match?(frame[:function].to_s)
      end
    end
  end
end
