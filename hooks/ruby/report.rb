# SPDX-License-Identifier: Apache-2.0
#
# Decides whether an error is reported, makes its record in ABRT's terms and ours, and has it sent.

module ContainerExceptionLogger
  module Report
    REPORTED = ObjectSpace::WeakMap.new # the errors
    PATIENCE = 0.02 # seconds that a program that lives on waits for a stalled log
    # Ends that somebody asked for, and the end of who reads our output.
    NO_ERRORS = [SystemExit, SignalException, Errno::EPIPE].freeze

    class << self
      # The error that the main program ended by.
      def main(error)
        error = before_exit(error) if SystemExit === error
        return Deliver.announce if REPORTED.key?(error)

        submit(error, mechanism: 'uncaught', handled: false, severity: 'fatal') unless error.nil?
      end

      # The error that this thread ended by.
      def thread(error)
        thread = Thread.current
        name = thread.name || thread.inspect[/[^ ]*:\d+/]
        submit(error, mechanism: 'thread', handled: false, severity: 'error', thread: name)
      end

      # An error that the program or a framework tells of, and that it survives.
      def handled(error, mechanism)
        submit(error, mechanism: mechanism, handled: true, severity: 'error')
      end

      private

      # What the program had died of when a block that runs at exit called `exit`: that is not on top of the
      # main program, but its error was.
      def before_exit(error)
        return if of_main?(error)

        error = Held::CAUSE.bind(error).call until error.nil? || of_main?(error)
        error
      end

      def of_main?(error)
        /in [`']<main>'\z/.match?(Chain.calls(error).last.to_s)
      end

      def submit(error, about)
        return if NO_ERRORS.any? { |each| each === error } || REPORTED.key?(error)

        type = Chain.type(error)
        return if Settings.ignore?(type) || !Settings.capture?(about[:mechanism])

        REPORTED[error] = true
        chain = Chain.of(error)
        suppressed = about[:severity] == 'fatal' ? 0 : Flood.admit(key(chain[0]))
        return if suppressed.nil?

        record = record(chain, Chain.text(error)).update(about)
        record[:suppressed] = suppressed if suppressed > 0
        ContainerExceptionLogger.alone(error) unless Deliver.deliver(record, about[:handled] ? PATIENCE : nil)
      end

      def record(chain, text)
        reason = reason(chain[0])
        {
          type: 'Ruby', executable: executable, reason: reason, backtrace: "#{reason}\n\n#{text}",
          time: Held::CLOCK.call(Process::CLOCK_REALTIME, :second), pid: $$, uid: Process.uid,
          id: kernel('random/uuid').to_s.delete('-'), hostname: kernel('hostname'),
          exception: { type: chain[0][:type], message: chain[0][:message] },
          runtime: { name: 'ruby', version: RUBY_VERSION }, exceptions: chain
        }
      end

      # What the kernel says of itself; nil without /proc.
      def kernel(name)
        Held::READ.call("/proc/sys/kernel/#{name}").strip
      rescue SystemCallError
        nil
      end

      # As ABRT names it: the script's path, or `ruby -e ...`.
      def executable
        %w[-e -].include?(SCRIPT) ? "ruby #{SCRIPT} ..." : File.expand_path(SCRIPT, START)
      end

      def key(link)
        place = Frames.place(link)
        place ? [link[:type], place[:file], place[:line]] : [link[:type], link[:message][0, 100]]
      end

      # `file:line:function:Type: message`
      def reason(link)
        words = link[:message].empty? ? link[:type] : "#{link[:type]}: #{link[:message]}"
        words = words.lines.first.chomp[0, 1000]
        place = Frames.place(link)
        place ? "#{File.basename(place[:file])}:#{place[:line]}:#{place[:function]}:#{words}" : words
      end
    end
  end
end
