"""`ginnel journeys`: where the way between bodies breaks, from a log of events or from the region's own cases."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ginnel.app import journeys as app
from ginnel.app.journeys import EXAMPLES, Columns, Study
from ginnel.cli.output import NO, as_json, json_option, moment_in, now_option, speaks

COLUMN = 34
"""Characters of a cell of the tables on a terminal."""


@click.command()
@click.argument("log", type=click.Path(path_type=Path), required=False, metavar="[LOG]")
@click.option("--case", metavar="COLUMN", help="The column that names the case.")
@click.option("--activity", metavar="COLUMN", help="The column that names the step.")
@click.option("--time", metavar="COLUMN", help="The column with the time of the event.")
@click.option("--organisation", metavar="COLUMN", help="The column that names the body that acted: gives handovers.")
@click.option("--group", metavar="COLUMN", help="The column with the group of the case: gives gaps, with intervals.")
@click.option("--end", metavar="COLUMN", help="The column with the end of the event, if it has one.")
@click.option("--enhanced", metavar="COLUMN", help="The column that says yes for cases with enhanced rights.")
@click.option("--time-format", metavar="FORMAT", help='How times are written, such as "%d/%m/%Y %H:%M". Else ISO 8601.')
@click.option(
    "--done", metavar="ACTIVITY", multiple=True, help="A step that finishes a case, so that it is no drop-out."
)
@click.option(
    "--intended", metavar="FILE", type=click.Path(path_type=Path), help="An intended journey to hold it against."
)
@click.option("--report", metavar="FILE.html", type=click.Path(path_type=Path), help="Write one HTML report here.")
@click.option(
    "--language", type=click.Choice(["en", "cy"]), default="en", show_default=True, help="Of text and report."
)
@click.option("--example", type=click.Choice(EXAMPLES), help="Show the shipped example on events that Ginnel invents.")
@now_option
@json_option
@speaks
def journeys(
    log: Path | None, case: str | None, activity: str | None, time: str | None, organisation: str | None,
    group: str | None, end: str | None, enhanced: str | None, time_format: str | None, done: tuple[str, ...],
    intended: Path | None, report: Path | None, language: str, example: str | None, now: str | None, json_: bool,
) -> None:  # fmt: skip
    """What the events of LOG (CSV, Excel or Parquet) say about the way of cases between bodies.

    LOG may also be a region's folder: then its own cases are shown. Exit 1 where a region has too few cases to show.
    Counts from 1 to 4 are hidden. First it says where it breaks: the handover that carries most waiting, then late
    steps, then gaps between groups.
    """
    if example is not None:
        study: Study | None = app.of_example(example)
    elif log is None:
        raise click.UsageError("name a LOG or a region's folder, or give --example victim")
    elif log.is_dir():
        study = app.of_region(log, intended, moment_in(log, now))
    else:
        if case is None or activity is None or time is None:
            raise click.UsageError("a log needs --case, --activity and --time: the names of its columns")
        columns = Columns(case, activity, time, organisation, group, end, enhanced, time_format)
        study = app.of_log(log, columns, intended, done)
    if study is None:
        click.echo("fewer than 5 cases: too few to show")
        sys.exit(NO)
    if report is not None:
        study.write(report, language)
    if json_:
        as_json({**study.shown, "findings": list(study.findings(language)), "made": study.made})
    else:
        _speak(study, language, report)


def _speak(study: Study, language: str, report: Path | None) -> None:
    if study.made:
        click.echo("on data we made: these people and events are invented")
    for sentence in study.findings(language):
        click.echo(f"- {sentence}")
    log = study.shown["log"]
    click.echo(f"\n{log['events'] or 'few'} events, {log['cases'] or 'few'} cases, {log['first']} to {log['last']}")
    for why, count in log["left_out"].items():
        rows = ", ".join(str(r["row"]) for r in log["left_first"] if r["why"] == why)
        click.echo(f"left out: {count} rows, {why}" + (f" (rows {rows})" if rows else ""))
    for table in study.tables(language):
        click.echo(f"\n{table.title}\n  " + " | ".join(table.headings))
        for row in table.rows:
            click.echo("  " + " | ".join(_short(cell) for cell in row))
    if report is not None:
        click.echo(f"\nreport: {report}")


def _short(text: str) -> str:
    return text if len(text) <= COLUMN else text[: COLUMN - 1] + "…"
