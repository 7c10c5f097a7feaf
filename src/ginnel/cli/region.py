"""Commands about a region's files: new, synth, check, explain."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ginnel.app import explain as explaining
from ginnel.app import regions
from ginnel.cli.output import NO, YES, as_json, day, json_option, moment, now_option, region_argument, speaks


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@now_option
@speaks
def new(folder: Path, now: str | None) -> None:
    """Write a new region into FOLDER: a worked example to change."""
    files = regions.make(folder, day(now))
    click.echo(f"{len(files)} files written to {folder}. Approvals and law signatures in it are demonstration ones.")
    click.echo(f"Next: ginnel synth {folder} --people 1000, then ginnel check {folder}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--people", default=1000, show_default=True, type=click.IntRange(1), help="How many invented people.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same files.")
@now_option
@json_option
@speaks
def synth(folder: Path, people: int, seed: int, now: str | None, json_: bool) -> None:
    """Fill FOLDER/data with invented people, households, homes and silos, with known truth in FOLDER/truth."""
    made = regions.synthesise(folder, people=people, seed=seed, now=day(now))
    if json_:
        as_json(made)
        return
    click.echo(f"{made['people']} invented people in {made['households']} households (data we made):")
    for dataset, rows in made["rows"].items():
        click.echo(f"  {dataset:20} {rows:>9,} rows, {made['bad_rows'].get(dataset, 0)} bad on purpose")


@click.command()
@region_argument
@now_option
@json_option
@click.option("--law", is_flag=True, help="List the law rows, their hashes and who signed for them.")
@speaks
def check(region: Path, now: str | None, json_: bool, law: bool) -> None:
    """May everything in REGION happen? Reads files and signals, never a person's record. Exit 1 if anything is refused."""
    if law:
        _show_law(region, json_)
        return
    checked = regions.check(region, day(now))
    if json_:
        as_json(checked.as_json())
    else:
        _show_check(checked)
    sys.exit(YES if checked.allowed else NO)


def _show_check(checked: regions.Checked) -> None:
    plan = checked.plan
    mode = (
        "DEMONSTRATION mode: approvals and law rows are nobody's word"
        if checked.region.config.mode == "demo"
        else "live"
    )
    click.echo(f"{checked.region.config.name} on {plan.day} ({mode})")
    for permit in plan.permits:
        click.echo(f"permitted {permit.id:32} by {', '.join(permit.agreements) or 'the operator alone'}")
    for look in plan.looks:
        for leave in look.tellable:
            asked = "asked first" if leave.agreement.ask == "before" else "told, not asked"
            click.echo(f"permitted tell:{leave.use}:{leave.recipient}  by {leave.agreement.id}, {asked}")
    for refusal in plan.refusals:
        click.echo(str(refusal))
    for warning in checked.warnings:
        click.echo(f"WARNING {warning}")
    click.echo(f"{len(plan.permits)} uses permitted, {len(plan.refusals)} refused")


def _show_law(region: Path, json_: bool) -> None:
    rows = regions.law_rows(region)
    if json_:
        as_json(rows)
        return
    for row in rows:
        signed = f"signed for by {row['signed_by']}" if row["signed_by"] else "nobody has signed for this"
        if row["demo"]:
            signed += " (demonstration)"
        click.echo(f"{row['id']}: {row['statute']} {row['section']} [{row['kind']}, {row['quality']} source] {signed}")
        click.echo(f"    {row['plain']}\n    hash {row['hash']}")


@click.command()
@region_argument
@click.argument("what")
@now_option
@speaks
def explain(region: Path, what: str, now: str | None) -> None:
    """Why WHAT may happen or not: a flow such as need:damp.vulnerable, or a person's id."""
    allowed, lines = explaining.explain(region, what, now=moment(now), day=day(now))
    click.echo("\n".join(lines))
    sys.exit(YES if allowed else NO)
