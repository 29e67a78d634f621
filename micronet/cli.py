"""Commands for the machine's owner: `flask --app app ...`."""

from __future__ import annotations

import click
from flask import Flask, current_app

from micronet.base.db import writing
from micronet.people import spoken
from micronet.people.models import Person
from micronet.people.qr import terminal
from micronet.people.rescue import named


def init(app: Flask) -> None:
    """Add the commands to `app`."""
    app.cli.add_command(rescue)


@click.command()
@click.argument("name")
def rescue(name: str) -> None:
    """Print a way back in for NAME: one address, ten minutes, one new key. Their devices are told."""
    person = _choose(named(name), name)
    with writing():
        code = spoken.make_rescue(person)
    address = f"{current_app.config['SETTINGS'].url}/recover#{code}"
    click.echo(terminal(address))
    click.echo(address)
    click.echo(f"For {person.name}. It opens once, within {spoken.MINUTES} minutes, and lets them make a new key.")


def _choose(people: list[Person], name: str) -> Person:
    """The one person meant; asks when several have that name."""
    if not people:
        raise click.ClickException(f"Nobody here is called {name}.")
    if len(people) == 1:
        return people[0]
    for number, person in enumerate(people, 1):
        click.echo(f"{number}. {person.name}, here since {person.created_at:%d %B %Y}")
    number = click.prompt("Which one?", type=click.IntRange(1, len(people)))
    return people[number - 1]
