# SPDX-License-Identifier: Apache-2.0
require "json"
require_relative "cart"

def address(order)
  Shop.ensure!(order[:address], "order #{order[:shares]} has no address")
end

def card(order)
  Shop.ensure!(order[:card], "order #{order[:shares]} has no card")
end

def settings(seed)
  File.read("/etc/shop/#{seed}.conf")
end

def rate(seed)
  JSON.parse("{\"rate\": #{seed},}")
end

def run(command, seed)
  order = { lines: [{ sku: "A1", count: seed }], shares: seed, code: "percent:#{seed}O", customer: "customer#{seed}" }
  cart = Shop::Cart.new(order)
  case command
  when "shares" then order[:shares] = 0; cart.total
  when "unknown" then order[:lines][0][:sku] = "Z#{seed}"; cart.total
  when "count" then order[:lines][0][:count] = nil; cart.total
  when "code" then cart.discount
  when "owner" then cart.owner
  when "settings" then settings(seed)
  when "ship" then address(order)
  when "pay" then card(order)
  when "rate" then Shop.call("rate") { rate(seed) }
  when "walk" then Shop.walk(0, 3 + 2 * seed)
  when "endless" then Shop.walk(0, -1)
  when "thread" then Thread.new { cart.undefined_thing(seed) }.join
  end
end

run(ARGV[0], ARGV[1].to_i)
