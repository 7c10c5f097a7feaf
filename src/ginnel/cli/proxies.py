"""Commands about who may ask for somebody else, and who may see somebody protected."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ginnel.app import proxies as recording
from ginnel.cli.output import moment_in, now_option, region_argument, speaks

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def proxies() -> None:
    """Who may ask for somebody else, and who is named for somebody protected."""


@proxies.command()
@region_argument
@click.option("--proxy", required=True, metavar="USER", help="The account of whoever may ask.")
@click.option(
    "--for", "person", required=True, metavar="PERSON", help="The account or person id of the person asked for."
)
@click.option(
    "--purpose", "purposes", required=True, multiple=True, metavar="PURPOSE", help="What it is for; repeat it."
)
@click.option("--from", "since", required=True, type=DAY, help="The first day, as 2026-11-25.")
@click.option("--until", required=True, type=DAY, help="The first day on which it counts no more; within two years.")
@click.option(
    "--evidence", required=True, metavar="KIND", help="lasting-power, parental-responsibility or written-yes."
)
@click.option("--reference", required=True, metavar="TEXT", help="Which paper was seen.")
@click.option("--by", required=True, metavar="NAME", help="Who saw it.")
@now_option
@speaks
def add(
    region: Path, proxy: str, person: str, purposes: tuple[str, ...], since: datetime, until: datetime, evidence: str,
    reference: str, by: str, now: str | None,
) -> None:  # fmt: skip
    """Record in REGION that somebody may ask for somebody else. The person sees it, and every ask that it leads to."""
    key = recording.add(
        region, proxy=proxy, person=person, purposes=purposes, since=since.date(), until=until.date(), evidence=evidence,
        reference=reference, by=by, now=moment_in(region, now),
    )  # fmt: skip
    click.echo(f"recorded {key}")


@proxies.command()
@region_argument
@click.option("--worker", required=True, metavar="USER", help="The officer's account.")
@click.option("--for", "person", required=True, metavar="PERSON", help="The account or id of the protected person.")
@click.option("--by", required=True, metavar="NAME", help="Who decided it.")
@now_option
@speaks
def name(region: Path, worker: str, person: str, by: str, now: str | None) -> None:
    """Name an officer of REGION for a protected person, so that she can open that person's cases of her own body."""
    recording.name_staff(region, worker=worker, person=person, by=by, now=moment_in(region, now))
    click.echo("named")
