# SPDX-License-Identifier: Apache-2.0
require 'date'
require 'json'
require 'erb'

# Pages of text that become a site.
module Wiki
  class BuildError < StandardError; end

  class Page
    attr_reader :meta

    def initialize(text)
      head, @body = text.split("---\n", 2)
      @meta = head.lines.to_h { |line| line.chomp.split(': ', 2) }
    end

    # When it was written.
    def written_on
      Date.parse(@meta['date'])
    end

    def words
      @body.split.length
    end

    def tags
      field('tags').split(',')
    end

    def field(name)
      @meta.fetch(name)
    end

    def render(template)
      ERB.new(template).result(binding)
    end
  end

  class Site
    def initialize(pages)
      @pages = pages
    end

    def newest
      @pages.max_by { |page| page[:day] }
    end

    def index
      found = {}
      @pages.each { |page| found[page[:tag]] << page }
      found
    end

    def method_missing(name, *words)
      return @pages.find { |page| page[:name] == name } if name.to_s.start_with?('page_')
      super
    end

    def respond_to_missing?(name, all = false)
      name.to_s.start_with?('page_') || super
    end
  end

  def self.config(path)
    JSON.parse(File.read(path))
  end

  def self.step(name)
    yield
  rescue StandardError
    raise BuildError, "#{name} failed"
  end

  def self.heading(section)
    section[:title].upcase
  end

  def self.outline(sections)
    sections.map do |section|
      heading(section) + outline(section[:parts])
    end.join
  end
end
