# SPDX-License-Identifier: Apache-2.0
#
# Reports the errors that a Ruby program dies of to the log of its container.
#
# This file is all that runs when a program starts, by RUBYOPT=-r. It registers the block that runs at exit
# after all others, and looks at the one method that Ruby calls when it prints the error of a thread; the rest
# of this folder is loaded when there is something to report. Hence the rules of this file: every Ruby can
# parse it, it requires nothing, changes no global variable, and never raises.

if RUBY_ENGINE == 'ruby' && (RUBY_VERSION <=> '2.7') >= 0 && !defined?(ContainerExceptionLogger) &&
   /\A0?\z/.match(ENV['CEL_DISABLE'].to_s)

  module ContainerExceptionLogger
    FOLDER = File.dirname(__FILE__).freeze
    SCRIPT = $0.dup.freeze
    START = begin
      Dir.pwd
    rescue SystemCallError
      '/'
    end.freeze

    # What the program may replace later, as it is now.
    File = ::File
    Process = ::Process
    RubyVM = ::RubyVM
    module Held
      OPTION = ENV.method(:[])
      READ = IO.method(:binread)
      STAT = File.method(:stat)
      READLINK = File.method(:readlink)
      EXECUTABLE = File.method(:executable?)
      PIPE = IO.method(:pipe)
      SELECT = IO.method(:select)
      SPAWN = Process.method(:spawn)
      CHILDREN = Dir.method(:children)
      KILL = Process.method(:kill)
      TRAP = Signal.method(:trap)
      CLOCK = Process.method(:clock_gettime)
      WRITE = IO.instance_method(:syswrite)
      NAME = Module.instance_method(:to_s)
      BACKTRACE = Exception.instance_method(:backtrace)
      CAUSE = Exception.instance_method(:cause)
      TEXT = Exception.instance_method(:full_message)
      OUTPUTS = [STDOUT, STDERR].freeze
    end
    FRAMEWORKS =
      %r{/(?:logger|sinatra/base|puma/server|sidekiq/(?:exception_handler|config)|debug_exceptions)\.rb\z}.freeze
    LOCK = Mutex.new # held while a report is made
    # Those that are not loaded yet.
    FILES = %w[settings json frames sources chain deliver flood report frameworks]

    class << self
      # The main program has ended, by $! unless that is nil, and all other blocks have run.
      def at_end(error)
        attend(error) { |report| report.main(error) } unless error.nil?
        LOCK.synchronize {} # a thread that is about to report goes on until it has
      end

      # Ruby asks an error for its message. When nothing but that is on the stack of a thread, it is to print
      # what the thread died of.
      def at_message(error)
        below = caller_locations(2, 1)
        return unless below.nil? || below.empty? || below[0].base_label == 'detailed_message'
        return if LOCK.owned? # we ask ourselves
        return unless Array(caller_locations(2)).all? { |at| at.base_label == 'detailed_message' }

        attend(error) { |report| report.thread(error) }
      end

      # Redefines Exception#message, as Ruby's own but for what it tells us: not by define_method, whose methods
      # Ractors cannot call.
      def watch_messages
        Exception.class_eval do
          remove_method :message
          def message
            if $!.equal?(self) && !Thread.main.equal?(Thread.current)
              begin
                ContainerExceptionLogger.at_message(self)
              rescue StandardError
                # ends here
              end
            end
            to_s
          end
        end
      end

      # A file was compiled: if it is a framework's, it is seen to when that tells of errors.
      def at_file(code)
        return unless FRAMEWORKS.match?(code.path)

        load_file('frameworks')
        Frameworks.watch(code)
      rescue StandardError
        # ends here
      end

      # Runs the block with the module Report; nothing of what goes wrong there is seen by the program, but
      # a signal.
      def attend(error)
        LOCK.synchronize do
          begin
            yield load_all
          rescue SystemExit, SignalException
            raise
          rescue Exception
            alone(error)
          end
        end
      end

      def load_all
        FILES.dup.each { |name| load_file(name) }
        Report
      end

      # Another file of this folder becomes nobody's feature: it is evaluated.
      def load_file(name)
        return unless FILES.include?(name)

        path = "#{FOLDER}/#{name}.rb"
        TOPLEVEL_BINDING.eval(Held::READ.call(path).force_encoding('UTF-8'), path, 1)
        FILES.delete(name)
      end

      # Where the rest of us cannot be loaded, or no logger be started: writes type, place and calls, without
      # the message, in which nobody could mask secrets, to one of our streams that is also PID 1's.
      def alone(error)
        type = Held::NAME.bind(error.class).call
        calls = Held::BACKTRACE.bind(error).call || []
        reason = "#{type} #{calls[0]}"[0, 300]
        pairs = { 'type' => 'Ruby', 'executable' => File.expand_path(SCRIPT, START)[0, 300], 'reason' => reason,
                  'backtrace' => "#{reason}\n\n\tfrom #{calls.first(20).join("\n\tfrom ")}"[0, 1500] }
        texts = pairs.map { |key, text| "\"#{key}\":\"#{plain(text)}\"" }
        numbers = "\"time\":#{Held::CLOCK.call(Process::CLOCK_REALTIME, :second)},\"pid\":#{$$}"
        line = "container-exception-logger - {#{texts.join(',')},#{numbers}}\n"
        Held::OUTPUTS.find { |stream| ours?(stream) && Held::WRITE.bind(stream).call(line) }
      rescue StandardError
        # ends here
      end

      def ours?(stream)
        own = Held::READLINK.call("/proc/self/fd/#{stream.fileno}")
        own == Held::READLINK.call("/proc/1/fd/#{stream.fileno}")
      rescue SystemCallError
        false
      end

      def plain(text)
        text.b.gsub(/["\\]/n) { |each| "\\#{each}" }.gsub("\n", '\n').gsub("\t", '\t').gsub(/[^ -~]/n, '?')
      end
    end
  end
  Object.send(:private_constant, :ContainerExceptionLogger)

  at_exit { ContainerExceptionLogger.at_end($!) }

  # This file becomes a feature when it has run; the next file, such as the program's, shows that it has.
  hidden = false
  TracePoint.new(:script_compiled) do |trace|
    hidden ||= $LOADED_FEATURES.delete(__FILE__)
    ContainerExceptionLogger.at_file(trace.instruction_sequence) unless trace.eval_script
  end.enable

  # A program without threads goes on with Ruby's own Exception#message.
  TracePoint.new(:thread_begin) do |trace|
    trace.disable
    ContainerExceptionLogger.watch_messages
  end.enable
end
