"""Commands about people's rights over their data: find, due, name, erase, cleared, breach."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ginnel.app import rights as work
from ginnel.cli.output import NO, as_json, json_option, moment, moment_in, now_option, region_argument, speaks


@click.group()
def rights() -> None:
    """People's rights over their data: requests, their days, breaches."""


@rights.command("find")
@region_argument
@now_option
@json_option
@speaks
def find(region: Path, now: str | None, json_: bool) -> None:
    """Look up the records that bodies asked for, to answer people: each body's own only, under its agreement."""
    found = work.find(region, moment_in(region, now))
    if json_:
        as_json(found)
        return
    for line in found:
        click.echo(f"{line['request']} {line['body']}: looked up; a person of that body decides what is given")
    click.echo(f"{len(found)} requests searched.")


@rights.command("due")
@region_argument
@now_option
@json_option
@speaks
def due(region: Path, now: str | None, json_: bool) -> None:
    """Open requests by the day on which an answer is due. Exit 1 when one is overdue or nobody may open it."""
    found = work.due(region, moment_in(region, now))
    if json_:
        as_json(found)
    else:
        for line in sorted(found, key=lambda x: str(x["due"] or "9999")):
            when = f"due {line['due']}, target {line['target']}" if line["due"] else "the month has not begun"
            click.echo(f"{line['request']}  {line['body']:24} {line['kind']:14} {line['clock']:9} {when}")
            if line["nobody_may_open"]:
                click.echo("    nobody may open it: ginnel rights name REGION REQUEST USERNAME")
        click.echo(f"{len(found)} open requests.")
    if any(line["clock"] == "overdue" or line["nobody_may_open"] for line in found):
        sys.exit(NO)


@rights.command("name")
@region_argument
@click.argument("request")
@click.argument("username")
@now_option
@speaks
def name(region: Path, request: str, username: str, now: str | None) -> None:
    """Name a worker of the body for the person of REQUEST, who may then open it: for people whose address is secret."""
    work.name(region, request, username, moment_in(region, now))
    click.echo("Named.")


@rights.command("erase")
@region_argument
@now_option
@json_option
@speaks
def erase(region: Path, now: str | None, json_: bool) -> None:
    """Carry out deletions that bodies said yes to, in every store that Ginnel reaches; say what is left to people."""
    found = work.erase(region, moment_in(region, now))
    if json_:
        as_json(found)
        return
    for line in found:
        left = ", ".join(store for store, done in line["done"].items() if not done)
        click.echo(f"{line['request']} {line['body']}: deleted; still to do: {left or 'nothing'}")
    click.echo(
        f"{len(found)} deletions. `deliveries` is the body's to do, `backups` the operator's: ginnel rights cleared."
    )


@rights.command("cleared")
@region_argument
@click.argument("request")
@click.argument("store", type=click.Choice(["deliveries", "backups"]))
@now_option
@speaks
def cleared(region: Path, request: str, store: str, now: str | None) -> None:
    """Record that STORE, which Ginnel cannot reach, no longer holds what REQUEST asked to delete."""
    work.cleared(region, request, store, moment_in(region, now))
    click.echo("Recorded.")


@rights.command("breach")
@region_argument
@click.option("--body", required=True, metavar="ORGANISATION", help="Whose data it was.")
@click.option(
    "--aware", required=True, metavar="MOMENT", help="When that body became aware (ISO 8601, UTC where it has no zone)."
)
@click.option("--what", required=True, help="What happened, without names of people.")
@click.option("--people", type=click.IntRange(0), help="How many people, as far as is known.")
@now_option
@json_option
@speaks
def breach(region: Path, body: str, aware: str, what: str, people: int | None, now: str | None, json_: bool) -> None:
    """Enter a breach: the Information Commissioner hears of it within 72 hours of MOMENT."""
    found = work.breach(region, body, moment(aware), what, moment_in(region, now), people)
    if json_:
        as_json(found)
    else:
        click.echo(f"{found['breach']}: report by {found['report_by']}")
