# SPDX-License-Identifier: Apache-2.0
require 'tempfile'
require_relative 'wiki'

def page(text)
  Wiki::Page.new(text)
end

def file(text)
  Tempfile.create('wiki').tap { |out| out.write(text); out.close }.path
end

def nested(depth)
  depth.zero? ? [] : [{ title: "part #{depth}", parts: depth == 1 ? nil : nested(depth - 1) }]
end

# One command of the site's builder.
seed = Integer(ARGV[1])
pages = [{ day: seed, tag: 'a', name: :page_a }, { day: nil, tag: 'b', name: :page_b }]
case ARGV[0]
when 'date' then page("date: #{seed}. Brumaire\n---\ntext").written_on
when 'words' then page("title: #{seed}\n").words
when 'tags' then page("title: #{seed}\n---\ntext").tags
when 'render' then page("title: #{seed}\n---\n").render("<h1><%= @meta['title'] %></h1>\n<p><%= author %></p>")
when 'newest' then Wiki::Site.new(pages).newest
when 'index' then Wiki::Site.new(pages).index
when 'missing' then Wiki::Site.new(pages).publish
when 'config' then Wiki.config(file("{\"port\": #{seed},}"))
when 'absent' then Wiki.config("/etc/wiki/#{seed}.json")
when 'minify' then Wiki.step('minify') { Integer("#{seed}px") }
when 'upload' then Wiki.step('upload') { ENV.fetch("WIKI_HOST_#{seed}") }
when 'outline' then Wiki.outline(nested(seed))
end
