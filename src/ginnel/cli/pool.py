"""Buying together: `ginnel pool DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ginnel.app import pooling
from ginnel.cli.output import NO, Steps, as_json, json_option, moment, now_option, speaks


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--example", is_flag=True, help="First write an invented pool of twelve councils into DIR.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Also write a page of HTML.")
@now_option
@json_option
@speaks
def pool(folder: Path, example: bool, report: Path | None, now: str | None, json_: bool) -> None:
    """Work out the pool of DIR: what is bought twice, what is missing, three ways of buying, fair shares.

    Exit 1 when no shares keep every buyer: the group that would leave is named.
    """
    today = moment(now).date()
    if example:
        pooling.example(folder, today)
    steps = Steps(("lots",), quiet=json_)
    answer = pooling.pooled(folder, today, progress=lambda lot: steps("lots", lot))
    if report is not None:
        report.write_text(pooling.report(answer), encoding="utf-8")
    if json_:
        as_json(answer)
    else:
        click.echo("\n".join(pooling.lines(answer)))
        reach = answer["reach"]
        if reach:
            click.echo(
                f"For £{reach['budget']:,.0f}, sensors reach {reach['homes_pooled']:,} homes at the pooled price, "
                f"{reach['more']:,} more than alone."
            )
    if any(lot["no_shares_keep_everybody"] for lot in answer["lots"]):
        sys.exit(NO)
