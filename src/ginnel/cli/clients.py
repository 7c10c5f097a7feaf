"""Commands about keys: whose programs may ask at the doors of a region."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ginnel.app.doors import person_code
from ginnel.app.services.doors import clients as keys
from ginnel.cli.output import NO, YES, as_json, day, json_option, moment_in, now_option, region_argument, speaks


@click.group()
def clients() -> None:
    """Keys of bodies whose programs ask at the doors (AuthZEN, Data Tracker)."""


@clients.command()
@region_argument
@click.argument("body")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3650), help="How long the key opens.")
@now_option
@speaks
def add(region: Path, body: str, days: int, now: str | None) -> None:
    """Make a key for BODY and show it once. REGION/clients.toml keeps a hash of it only."""
    moment_in(region, now)
    key = keys.add(region, body, day(now), days)
    click.echo(key)
    click.echo(f"Give it to {body} over a safe way. It is shown this once and kept nowhere.", err=True)


@clients.command("list")
@region_argument
@json_option
@speaks
def list_(region: Path, json_: bool) -> None:
    """Which bodies hold keys, from when to when. No key is shown, for none is kept."""
    found = keys.load_clients(region / keys.FILE)
    if json_:
        as_json([{"body": c.body, "made": c.made, "ends": c.ends} for c in found])
        return
    for client in found:
        click.echo(f"{client.body:30} from {client.made} until before {client.ends}")
    click.echo(f"{len(found)} keys")


@clients.command("take-away")
@region_argument
@click.argument("body")
@speaks
def take_away(region: Path, body: str) -> None:
    """Take every key of BODY away, from the next request on. Exit 1 if there was none."""
    count = keys.take_away(region, body)
    click.echo(f"{count} keys of {body} taken away")
    sys.exit(YES if count else NO)


@clients.command()
@region_argument
@click.argument("body")
@click.argument("account")
@now_option
@speaks
def code(region: Path, body: str, account: str, now: str | None) -> None:
    """The code of this month by which BODY may ask about the citizen who signs in as ACCOUNT, on her own wish."""
    click.echo(person_code(region, body, account, moment_in(region, now)))
