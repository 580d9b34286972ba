# SPDX-License-Identifier: Apache-2.0
#
# The methods by which frameworks tell of an error that they have caught. Their calls are seen by TracePoint: none
# is replaced, no frame of ours is on the stack, and the framework's other methods run as before.

module ContainerExceptionLogger
  module Frameworks
    # The end of a file's path, the mechanism, and its methods with the parameter that is the error.
    METHODS = [
      ['/logger.rb', 'logging', { 'error' => :progname, 'fatal' => :progname }],
      ['/sinatra/base.rb', 'sinatra', { 'dump_errors!' => :boom }],
      ['/puma/server.rb', 'puma', { 'lowlevel_error' => :e }],
      ['/middleware/debug_exceptions.rb', 'rails', { 'log_error' => :wrapper }],
      ['/sidekiq/exception_handler.rb', 'sidekiq', { 'handle_exception' => :ex }], # before Sidekiq 7
      ['/sidekiq/config.rb', 'sidekiq', { 'handle_exception' => :ex }]
    ].freeze

    class << self
      # Looks for the methods in the code of a file.
      def watch(code)
        _, mechanism, methods = METHODS.find { |ending, _| code.path.end_with?(ending) }
        return if methods.nil?

        code.each_child do |child|
          parameter = methods[child.label]
          parameter ? see(child, parameter, mechanism) : watch(child)
        end
      end

      private

      def see(method, parameter, mechanism)
        TracePoint.new(:call) { |trace| at_call(trace, parameter, mechanism) }.enable(target: method)
      end

      def at_call(trace, parameter, mechanism)
        error = trace.binding.local_variable_get(parameter)
        error = of_rails(error) if parameter == :wrapper
        return if !(Exception === error) || LOCK.owned?

        ContainerExceptionLogger.attend(error) { |report| report.handled(error, mechanism) }
      rescue StandardError
        # such as ThreadError in a signal handler
      end

      # The error in Rails' ExceptionWrapper, unless it has an answer of its own, as a missing page.
      def of_rails(wrapper)
        error = wrapper.instance_variable_get(:@exception)
        answers = wrapper.class.class_variable_get(:@@rescue_responses)
        error if answers[Held::NAME.bind(error.class).call] == :internal_server_error
      end
    end
  end
end
