"""The plan under a budget: `ginnel plan REGION --budget N`."""

from __future__ import annotations

from pathlib import Path

import click

from ginnel.app import papers, planning
from ginnel.app.planning import budget_of, lines, paper
from ginnel.cli.output import as_json, json_option, moment_in, now_option, region_argument, speaks


@click.command()
@region_argument
@click.option("--budget", required=True, metavar="POUNDS", help="What may be spent on help that may be given.")
@click.option("--share", type=click.FloatRange(0, 1), help="Protected part of it; the default is the region's.")
@click.option(
    "--paper",
    "paper_",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the committee's paper (.html or .pdf).",
)
@now_option
@json_option
@speaks
def plan(region: Path, budget: str, share: float | None, paper_: Path | None, now: str | None, json_: bool) -> None:
    """Plan REGION's help that may be given: who is offered what first, how firm that is, who pays and who saves."""
    answer = planning.make(region, budget_of(budget), moment_in(region, now), share=share)
    if paper_ is not None:
        papers.write_paper(paper_, paper(answer))
    if json_:
        as_json(answer)
    else:
        click.echo("\n".join(lines(answer)))
