# SPDX-License-Identifier: Apache-2.0
#
# JSON of hashes, arrays, texts and numbers. Ruby's own is a library, which the program would see loaded.

module ContainerExceptionLogger
  module Json
    ESCAPED = /["\\\x00-\x1f]/.freeze
    CONTROLS = (0..31).map { |each| [each.chr, '\\u%04x' % each] }.freeze
    ESCAPES = { '"' => '\\"', '\\' => '\\\\' }.update(CONTROLS.to_h).freeze

    class << self
      # Pairs without a value are left out.
      def text(value)
        case value
        when Hash
          pairs = value.reject { |_, each| each.nil? }
          "{#{pairs.map { |key, each| "\"#{key}\":#{text(each)}" }.join(',')}}"
        when Array then "[#{value.map { |each| text(each) }.join(',')}]"
        when String then quoted(value)
        else value.to_s
        end
      end

      # Any text, of whatever class and encoding, as plain and valid UTF-8.
      def utf8(text)
        copy = String.new(text)
        copy.force_encoding('UTF-8') if [Encoding::BINARY, Encoding::US_ASCII].include?(copy.encoding)
        return copy.scrub('?') if copy.encoding == Encoding::UTF_8

        copy.encode('UTF-8', invalid: :replace, undef: :replace, replace: '?')
      rescue EncodingError # one that is only a name
        copy.force_encoding('UTF-8').scrub('?')
      end

      private

      def quoted(value)
        "\"#{utf8(value).gsub(ESCAPED, ESCAPES)}\""
      end
    end
  end
end
