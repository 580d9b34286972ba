# SPDX-License-Identifier: Apache-2.0
#
# Bounds the reports of a program that lives on: after the first 20 it may send 10 a second, and one of the
# same error in 10 seconds.

module ContainerExceptionLogger
  module Flood
    FIRST = 20
    EACH_SECOND = 10
    SAME = 10 # seconds
    REMEMBERED = 1000 # errors
    Seen = Struct.new(:at, :suppressed)

    @last = {}
    @left = FIRST
    @before = 0

    class << self
      # How many reports of such an error were held back before this one; nil if this one is, too.
      def admit(key)
        now = Held::CLOCK.call(Process::CLOCK_MONOTONIC)
        @left = [FIRST, @left + (now - @before) * EACH_SECOND].min
        @before = now
        seen = @last.delete(key) || Seen.new(now - SAME, 0)
        remember(key, seen)
        if now - seen.at < SAME || @left < 1
          seen.suppressed += 1
          return
        end
        @left -= 1
        remember(key, Seen.new(now, 0))
        seen.suppressed
      end

      private

      def remember(key, seen)
        @last[key] = seen
        @last.shift if @last.size > REMEMBERED
      end
    end
  end
end
