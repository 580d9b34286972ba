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

    def date
      Date.parse(@meta['date'])
    end

    def words
      @body.split.length
    end

    def tags
      @meta.fetch('tags').split(',')
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
      @pages.sort_by { |page| page[:day] }.last
    end

    def index
      @pages.each_with_object(Hash.new) { |page, found| found[page[:tag]] << page }
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

  def self.outline(sections)
    sections.map { |section| section[:title].upcase + outline(section[:parts]) }.join
  end
end
