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
      ['/puma/server.rb', 'puma', { 'lowlevel_error' => :e }]
    ].freeze

    class << self
      # Looks for the methods in the code of a file.
      def watch(code)
        _, mechanism, methods = METHODS.find { |ending, _| code.path.end_with?(ending) }
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
        return if !(Exception === error) || LOCK.owned?

        ContainerExceptionLogger.attend(error) { |report| report.handled(error, mechanism) }
      rescue StandardError
        # such as ThreadError in a signal handler
      end
    end
  end
end
