"""The command that runs the path: nightly."""

from __future__ import annotations

from pathlib import Path

import click

from ginnel.app.entropy import entropy_for
from ginnel.app.night import run_night
from ginnel.app.summary import summary_lines
from ginnel.cli.output import Steps, as_json, json_option, moment_in, now_option, region_argument, speaks
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
