"""Commands that run the path: nightly, ledger verify."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ginnel.app import ledger as ledgers
from ginnel.app.entropy import entropy_for
from ginnel.app.night import run_night
from ginnel.app.summary import summary_lines
from ginnel.cli.output import NO, Steps, as_json, json_option, moment_in, now_option, region_argument, speaks
from ginnel.flow.run import STEPS


@click.command()
@region_argument
@now_option
@json_option
@speaks
def nightly(region: Path, now: str | None, json_: bool) -> None:
    """Run the night: load, link, measure, look, decide, settle. Killed anywhere, the same command goes on."""
    found = run_night(
        region, now=moment_in(region, now), entropy=entropy_for(region), progress=Steps(STEPS, quiet=json_)
    )
    if json_:
        as_json({"run": found.run, **found.summary})
        return
    click.echo("\n".join(summary_lines(region)))


@click.group()
def ledger() -> None:
    """The tamper-evident record of what was permitted, told and refused."""


@ledger.command("verify")
@region_argument
@json_option
@speaks
def verify(region: Path, json_: bool) -> None:
    """Walk REGION's ledger, and check each telling in the store against it. Exit 1 with the place of what was changed."""
    walk = ledgers.verify(region)
    vouched = ledgers.vouched(region) if walk.fault is None else ledgers.Vouched(0, (), 0)
    if json_:
        as_json({**walk.__dict__, "vouched": vouched.__dict__})
    else:
        for kind, count in walk.kinds.items():
            click.echo(f"  {count:>7,} {kind}")
        if walk.fault is None:
            click.echo(f"{walk.entries:,} entries, each follows from the one before. Head {walk.head}")
        else:
            click.echo(f"BROKEN at line {walk.fault_line}: {walk.fault}. {walk.entries:,} entries before it are good.")
        for fault in vouched.faults:
            click.echo(f"NOT VOUCHED FOR {fault}")
        if walk.fault is None and not vouched.faults:
            click.echo(f"Every telling in the store is vouched for ({vouched.good:,}).")
        if vouched.unreadable:
            click.echo(f"{vouched.unreadable:,} cannot be checked any more: the key of their month was deleted.")
    if walk.fault is not None or vouched.faults:
        sys.exit(NO)
