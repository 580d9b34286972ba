# SPDX-License-Identifier: Apache-2.0
# What a cart costs.
module Shop
  class Unavailable < StandardError; end

  class Cart
    PRICES = { "A1" => 100 }.freeze

    def initialize(order)
      @order = order
    end

    def total
      cents = @order[:lines].map do |each|
        price(each)
      end.sum
      cents / @order[:shares]
    end

    def price(line)
      PRICES.fetch(line[:sku]) * line[:count]
    end

    def discount
      _, value = @order[:code].split(":")
      percent = value
      Integer(percent)
    end

    def owner
      @order[:customer].upcase.frobnicate
    end
  end

  def self.call(name)
    yield
  rescue StandardError
    raise Unavailable, "#{name} cannot be had"
  end

  def self.ensure!(condition, text)
    raise ArgumentError, text unless condition
  end

  def self.walk(depth, limit)
    depth == limit ? leaf(depth) : branch(depth + 1, limit)
  end

  def self.branch(depth, limit)
    walk(depth, limit)
  end

  def self.leaf(depth)
    raise IndexError, "nothing at #{depth}"
  end
end
