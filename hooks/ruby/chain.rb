# SPDX-License-Identifier: Apache-2.0
#
# An error and its causes, and the text that Ruby prints of them. Of the program's code only what Ruby asks
# for a message when it prints an error is run.

module ContainerExceptionLogger
  module Chain
    LINKS = 20
    MESSAGE = 65_536 # characters
    TEXT = 65_536 # characters, of which both ends are kept

    class << self
      # A record's `exceptions`, the raised one first.
      def of(error)
        sources = Sources.new
        chain = []
        seen = {}.compare_by_identity
        until error.nil? || seen[error] || chain.size == LINKS
          seen[error] = true
          link = { type: type(error), message: message(error)[0, MESSAGE] }
          link[:link] = { kind: 'cause', of: chain.size - 1 } unless chain.empty?
          chain << link.update(Frames.of(calls(error), sources))
          error = Held::CAUSE.bind(error).call
        end
        chain
      end

      # As Ruby prints it.
      def text(error)
        both_ends(Json.utf8(Held::TEXT.bind(error).call(highlight: false, order: :top)))
      rescue Exception # its message is not to be had
        both_ends([type(error), *calls(error)].join("\n\tfrom "))
      end

      def type(error)
        Json.utf8(Held::NAME.bind(error.class).call)
      end

      # The lines of the backtrace, innermost first.
      def calls(error)
        Held::BACKTRACE.bind(error).call || []
      end

      private

      def message(error)
        text = error.is_a?(SyntaxError) && error.message == 'compile error' ? syntax_message : error.message
        String === text ? Json.utf8(text) : ''
      rescue Exception # whatever its code did
        ''
      end

      # Ruby 3.3 and older print what is wrong with the main program, and raise an error that has nothing of
      # it.
      def syntax_message
        RubyVM::InstructionSequence.compile_file(File.expand_path(SCRIPT, START))
        'compile error'
      rescue SyntaxError => error
        error.message
      end

      def both_ends(text)
        half = TEXT / 2
        return text if text.size <= TEXT

        "#{text[0, half]}\n… #{text.size - TEXT} characters …\n#{text[-half, half]}"
      end
    end
  end
end
