# SPDX-License-Identifier: Apache-2.0
#
# The variables CEL_*, as docs/python.md has them; nonsense means the default.

module ContainerExceptionLogger
  module Settings
    TIMEOUT = 5.0 # seconds, and the longest: as the logger has them
    LONGEST = 86_400
    MECHANISMS = %w[uncaught thread logging sinatra puma rails sidekiq].freeze

    class << self
      # Seconds until the logger has to have ended.
      def timeout
        seconds = Float(Held::OPTION.call('CEL_TIMEOUT') || TIMEOUT)
        seconds > 0 && seconds <= LONGEST ? seconds : TIMEOUT
      rescue ArgumentError
        TIMEOUT
      end

      def capture?(mechanism)
        chosen = words('CEL_CAPTURE') & MECHANISMS
        chosen.empty? || chosen.include?(mechanism)
      end

      def ignore?(type)
        words('CEL_IGNORE').include?(type)
      end

      def verbose?
        /\A(1|yes|true|on)\z/i.match?(Held::OPTION.call('CEL_VERBOSE').to_s)
      end

      # Where a logger may be: beside this folder, CEL_LOGGER, on PATH.
      def loggers(name)
        folders = Held::OPTION.call('PATH').to_s.split(':').select { |each| each.start_with?('/') }
        ["#{FOLDER}/../bin/#{name}", Held::OPTION.call('CEL_LOGGER'), *folders.map { |each| "#{each}/#{name}" }]
          .compact
      end

      private

      def words(name)
        Held::OPTION.call(name).to_s.split(/[\s,]+/)
      end
    end
  end
end
