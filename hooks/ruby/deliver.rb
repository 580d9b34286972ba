# SPDX-License-Identifier: Apache-2.0
#
# Starts the logger, gives it a record, and waits for its end, up to a deadline.

module ContainerExceptionLogger
  module Deliver
    NAME = 'container-exception-logger'.freeze
    GRACE = 0.25 # seconds that the logger, which keeps the same deadline, gets to end by itself

    # The status of a child, without changing the program's $?; Ruby 2.7 does not unless a thread of its own
    # waits.
    WAIT = if Process::Status.respond_to?(:wait)
      Process::Status.method(:wait)
    else
      ->(child) { Process.detach(child).value }
    end

    # A stream that another thread can write to as before.
    Unflushed = Struct.new(:stream) do
      def write(*texts)
        stream.write(*texts)
      end
      alias_method :flush, :itself
    end

    class << self
      # Returns whether the record is in a log. `patience`: seconds to wait for stalled sinks, if given.
      def deliver(record, patience)
        run(patience ? ['--patience', patience.to_s] : [], "#{Json.text(record)}\n")
      end

      # Tells cel-run that the death of this process is reported already.
      def announce
        run(['--announce'], '')
      end

      private

      def run(options, input)
        options = ['--quiet', *options] unless Settings.verbose?
        Settings.loggers(NAME).any? do |path|
          Held::EXECUTABLE.call(path) && start(path, options, input)
        end
      end

      # Returns whether the logger ended well, as far as it can be known. It holds the end of a second pipe,
      # which tells its end at once, and so does this process of the first one, which never breaks for it.
      def start(path, options, input)
        ours = Held::PIPE.call + Held::PIPE.call
        record, inlet, ended, outlet = ours
        unheard do
          logger = unflushed { Held::SPAWN.call([path, NAME], *options, in: record, outlet => outlet) }
          outlet.close
          deadline = now + Settings.timeout + GRACE
          write(inlet.binmode, input.b, ended, deadline)
          inlet.close
          Held::KILL.call(:KILL, logger) unless Held::SELECT.call([ended], nil, nil, left(deadline))
          well_ended?(logger)
        end
      rescue SystemCallError => error
        Held::WRITE.bind(STDERR).call("#{NAME}: #{path}: #{error.message}\n") if Settings.verbose?
        false
      ensure
        ours.each(&:close) if ours
      end

      def write(inlet, rest, ended, deadline)
        until rest.empty?
          ready = Held::SELECT.call([ended], [inlet], nil, left(deadline))
          return if ready.nil? || !ready[0].empty?

          written = inlet.write_nonblock(rest, exception: false)
          rest = rest.byteslice(written..-1) if written.is_a?(Integer)
        end
      end

      def well_ended?(logger)
        status = WAIT.call(logger)
        status.nil? || status.success? # nil: the program ignores its children, or waits for any of them
      end

      # Runs the block without the program's handler of SIGCHLD, which hears of its own children afterwards.
      def unheard
        handler = Held::TRAP.call(:CHLD, 'DEFAULT')
        begin
          yield
        ensure
          Held::TRAP.call(:CHLD, handler)
          Held::KILL.call(:CHLD, $$) if handler.respond_to?(:call) && ended_child?
        end
      end

      def ended_child?
        threads = Held::CHILDREN.call("/proc/#{$$}/task")
        children = threads.flat_map { |each| Held::READ.call("/proc/#{$$}/task/#{each}/children").split }
        children.any? { |each| Held::READ.call("/proc/#{each}/stat")[/.*\) (.)/m, 1] == 'Z' }
      rescue SystemCallError
        false
      end

      # Runs the block while $stdout and $stderr cannot be flushed, as Ruby does before it starts a process:
      # the program may have closed them, or put objects of its own in their place.
      def unflushed
        streams = [$stdout, $stderr]
        $stdout, $stderr = streams.map { |each| Unflushed.new(each) }
        begin
          yield
        ensure
          $stdout, $stderr = streams
        end
      end

      def now
        Held::CLOCK.call(Process::CLOCK_MONOTONIC)
      end

      def left(deadline)
        [0, deadline - now].max
      end
    end
  end
end
