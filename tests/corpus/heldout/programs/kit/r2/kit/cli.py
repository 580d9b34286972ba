# SPDX-License-Identifier: Apache-2.0
"""The commands."""

import functools
import os
import time

import click

from kit import formats, loader, settings, workspace

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "plugins")


def timed(command):
    @functools.wraps(command)
    def wrapper(*arguments, **options):
        start = time.time()
        try:
            return command(*arguments, **options)
        finally:
            if os.environ.get("KIT_TIMES"):
                click.echo("%.3f s" % (time.time() - start), err=True)
    return wrapper


def parse_size(context, parameter, value):
    number, unit = value[:-1], value[-1]
    return int(number) * {"k": 1024, "m": 1 << 20}[unit]


@click.group()
@click.pass_context
def main(context):
    context.obj = {"user": {}}


@main.command()
@click.argument("names", nargs=-1)
@timed
def plugins(names):
    loader.load_all(FOLDER, names, {})


@main.command()
@click.argument("name")
@click.pass_obj
@timed
def greet(obj, name):
    click.echo("%s greets %s" % (obj["user"]["name"], name))


@main.command()
@click.option("--size", callback=parse_size)
@timed
def allocate(size):
    click.echo(size)


@main.command()
@click.argument("count", type=int)
@timed
def pack(count):
    click.echo(formats.header(count, 1))


@main.command()
@click.argument("versions", nargs=-1)
def newest(versions):
    click.echo(formats.newest(versions))


@main.command()
@click.argument("depth", type=int)
def configure(depth):
    base, other = {}, []
    for level in range(depth):
        base, other = {"level%d" % level: base}, {"level%d" % level: other}
    settings.merge(base, other)


@main.command()
@click.argument("path")
@timed
def get(path):
    click.echo(settings.find({"user": {"mail": None}}, path))


@main.command()
@click.argument("name")
def build(name):
    workspace.build(name)


@main.command()
@click.argument("name")
def archive(name):
    workspace.pack(name, {})


@main.command()
@click.argument("text")
@timed
def colour(text):
    click.echo(click.style(text, fg="ultraviolet"))


@main.command()
@click.argument("lines", type=int)
def page(lines):
    click.echo(click.style("line " * lines, fg=("plaid", lines)))
