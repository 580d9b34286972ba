# SPDX-License-Identifier: Apache-2.0
import threading

from shop import catalog, checks, money, service, tree
from shop.cart import Cart


def run(command, order):
    return COMMANDS[command](order)


def checkout(order):
    cart = Cart(order)
    if "paid" in order:
        return money.parse(order["paid"]) - cart.total()
    return cart.total()


def refund(order):
    return -money.parse(order["paid"])


def report(order):
    names = catalog.labels(order)
    tags = catalog.by_tag(order["tags"])
    assert len(names) < 3, "too many: %d" % len(names)
    return names + tags


def stock(order):
    return service.call("stock", service.stock, order)


def rate(order):
    return service.call("rate", service.rate, order)


def notify(order):
    return service.notify(order)


def settings(order):
    return service.settings(order)


def archive(order):
    return service.archive(order)


def cached(order):
    return service.cached(order)


def walk(order):
    return tree.walk(order["id"], 0, order["depth"])


def size(order):
    return tree.size(order)


def path(order):
    return tree.Node(order["customer"]).path


def plugin(order):
    import shop_plugin_that_nobody_wrote
    return shop_plugin_that_nobody_wrote.load(order)


def script(order):
    exec(compile("total = %d\nprint total total\n" % order["seed"], "discount.py", "exec"))


def thread(order):
    worker = threading.Thread(target=watch, args=(order,))
    worker.start()
    worker.join()


def watch(order):
    return order["customer"].missing


def total_of(items):
    return sum(item["price"] * 2 for item in items)


def summary(order):
    return total_of(order["lines"])


def bill(order):
    return order["lines"][len(order["lines"]) + order["seed"]]


def unpack(order):
    first, second = order["lines"]
    return first, second


def build(order):
    return Cart(order, order["id"])


def inventory(order):
    source = service.stock if order["bug"] == "stock" else service.shelf
    return service.call("inventory", source, order)


def history(order):
    return fetch("select day from history where id = %d" % order["id"])


def balance(order):
    return fetch("select cents from balance where id = %d" % order["id"])


def fetch(statement):
    return [row[0] for row in checks.execute(statement)]


def ship(order):
    return address(order)


def address(order):
    checks.ensure(order["seed"] < 0, "order %d has no address" % order["id"])


def pay(order):
    return card(order)


def card(order):
    checks.ensure(order["id"] == 0, "card %d is not valid" % order["seed"])


def wrap(order):
    checks.ensure("gift" in order["tags"], "%s is no gift" % order["id"])


def users(order):
    return checks.execute("select name from users where id = %d" % order["id"])


def shelves(order):
    return checks.execute("select place from shelves where sku = %d" % order["seed"])


COMMANDS = {function.__name__: function for function in (
    checkout, refund, report, stock, rate, notify, settings, archive, cached, walk, size, path, plugin, script,
    thread, summary, bill, unpack, build, ship, pay, wrap, users, shelves,
    inventory, history, balance)}
