# SPDX-License-Identifier: Apache-2.0
#
# The source lines around a place, read when they are asked for: from regular files, bounded.

module ContainerExceptionLogger
  class Sources
    AROUND = 2 # lines before and after
    FILE = 1 << 20 # bytes of a file that is read
    FILES = 50
    LINE = 200 # characters

    def initialize
      @files = {}
    end

    # A record's `context` of a line of a file, or nil.
    def around(file, line)
      lines = line && line > 0 ? lines_of(file) : []
      return if line.nil? || line > lines.size || lines.empty?

      start = [1, line - AROUND].max
      { start: start, lines: lines[start - 1..line - 1 + AROUND].map { |each| each[0, LINE] } }
    end

    private

    def lines_of(file)
      @files[file] ||= @files.size < FILES ? read(File.expand_path(file, START)) : []
    end

    def read(path)
      status = Held::STAT.call(path)
      return [] unless status.file? && status.size <= FILE

      Json.utf8(Held::READ.call(path, FILE)).split(/\r?\n/)
    rescue SystemCallError, ArgumentError
      []
    end
  end
end
