"""Commands about cases: what waits, what is open, releasing a telling."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ginnel.app import casework
from ginnel.cli.output import NO, YES, as_json, json_option, moment_in, now_option, region_argument, speaks


@click.group()
def cases() -> None:
    """What is open, what waits for release, and releasing it."""


@cases.command("list")
@region_argument
@now_option
@json_option
@speaks
def list_(region: Path, now: str | None, json_: bool) -> None:
    """Open cases by due date, and tellings that wait for a named worker. Cases kept for named staff are not shown."""
    found = casework.overview(region, moment_in(region, now))
    if json_:
        as_json(found)
        return
    for item in found["waiting"]:
        click.echo(f"waiting  {item['key'][:12]}  {item['use']} -> {item['recipient']}, released by {item['sender']}")
    for item in found["cases"]:
        due = f"due {item['due']}" if item["due"] else "no legal deadline"
        late = " LATE" if item["late"] else ""
        click.echo(f"case     {item['id']}  {item['use']} at {item['organisation']}: {item['state']}, {due}{late}")
    click.echo(f"{len(found['waiting'])} waiting, {len(found['cases'])} open")


@cases.command()
@region_argument
@click.argument("id")
@click.option("--as", "user", required=True, metavar="USER", help="The named worker of the sending body.")
@click.option("--reason", required=True, metavar="TEXT", help="Why this may be told.")
@now_option
@speaks
def release(region: Path, id: str, user: str, reason: str, now: str | None) -> None:
    """Release the telling ID (its first letters do) in REGION. Exit 1 with every reason if it may not be told any more."""
    told, lines = casework.release(region, id, user, reason, moment_in(region, now))
    click.echo("\n".join(lines))
    sys.exit(YES if told else NO)
