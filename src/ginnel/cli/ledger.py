"""Commands about the ledger: verify, prove, check-proof, witness."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from ginnel.app import ledger as ledgers
from ginnel.cli.output import NO, as_json, json_option, moment_in, now_option, region_argument, speaks
from ginnel.vocabulary import NotAllowed

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
key_option = click.option(
    "--public-key", "key", metavar="KEY", help="The log's public key, or a file with it, got from elsewhere."
)


@click.group()
def ledger() -> None:
    """The tamper-evident record of what was permitted, told and refused."""


@ledger.command("verify")
@region_argument
@click.option("--since", type=FILE, help="A checkpoint that you kept: shows an end cut off and a history written anew.")
@key_option
@json_option
@speaks
def verify(region: Path, since: Path | None, key: str | None, json_: bool) -> None:
    """Check REGION's ledger from its public files, and each telling in the store against it. Exit 1 with the place of
    what was changed. REGION may also be a copy of a ledger's folder; then there is no store to look into."""
    report = ledgers.verify(region, key=key, since=since)
    whole = not report.faults
    vouched = ledgers.vouched(region) if whole and ledgers.has_store(region) else None
    if json_:
        as_json({**ledgers.as_json(report), "vouched": vouched.__dict__ if vouched else None})
    else:
        _tell(report)
        _tell_vouched(vouched)
    if not whole or (vouched and vouched.faults):
        sys.exit(NO)


def _tell(report: ledgers.Report) -> None:
    for kind, count in report.kinds.items():
        click.echo(f"  {count:>7,} {kind}")
    for fault in report.faults:
        click.echo(f"BROKEN {fault}")
    if report.earlier:
        good = "" if report.faults else ", each follows from the one before"
        click.echo(f"{report.earlier:,} lines of the earlier chain{good}.")
    if report.head is None:
        return
    if not report.faults:
        click.echo(f"{report.head.size:,} entries, all in the tree that {report.head.origin} signed.")
        if report.own_key:
            click.echo("The public key came from the same folder: give --public-key with one that you got elsewhere.")
    for seen in report.witnesses:
        when = datetime.fromtimestamp(seen.when, UTC)
        click.echo(f"{seen.name} saw the first {seen.size:,} entries on {when:%Y-%m-%d %H:%M} UTC.")
    if report.left_over:
        click.echo(f"{len(report.left_over)} files lie beyond the checkpoint: the next entry clears them away.")


def _tell_vouched(vouched: ledgers.Vouched | None) -> None:
    if vouched is None:
        return
    for fault in vouched.faults:
        click.echo(f"NOT VOUCHED FOR {fault}")
    if not vouched.faults:
        click.echo(f"Every telling in the store is vouched for ({vouched.good:,}).")
    if vouched.unreadable:
        click.echo(f"{vouched.unreadable:,} cannot be checked any more: the key of their month was deleted.")


@ledger.command("prove")
@click.argument("region", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.argument("entry", metavar="KEY-OR-NUMBER")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the proof there.")
@speaks
def prove(region: Path, entry: str, out: Path | None) -> None:
    """Prove that one entry is in REGION's ledger, for somebody who has neither the ledger nor Ginnel's word."""
    text = ledgers.proof_of(region, entry)
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    click.echo(f"{out}: check it with `ginnel ledger check-proof {out} --public-key KEY`")


@ledger.command("check-proof")
@click.argument("file", type=FILE)
@click.option("--public-key", "key", metavar="KEY", required=True, help="The log's public key, or a file with it.")
@json_option
@speaks
def check_proof(file: Path, key: str, json_: bool) -> None:
    """Check a proof offline: FILE and the log's public key are enough. Exit 1 when it proves nothing."""
    try:
        found = ledgers.check_proof(file, key)
    except NotAllowed as error:
        click.echo(f"NOT PROVEN: {error}")
        sys.exit(NO)
    entry, head = found.entry, found.checkpoint.head
    if json_:
        as_json({"origin": head.origin, "size": head.size, "number": entry.number, "key": entry.key,
                 "kind": entry.kind, "at": entry.at, "body": entry.body})  # fmt: skip
        return
    click.echo(f"Entry {entry.number} of {head.origin} ({head.size:,} entries): {entry.kind}, {entry.at}")
    click.echo(entry.leaf.decode())


@ledger.command("witness")
@region_argument
@click.option("--as", "body", required=True, metavar="BODY", help="Your name as a witness, such as council.example/w1.")
@click.option(
    "--keep", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Your own folder: your key (made there the first time) and what you have seen. Never inside the log.",
)  # fmt: skip
@key_option
@now_option
@speaks
def witness(region: Path, body: str, keep: Path, key: str | None, now: str | None) -> None:
    """Sign REGION's checkpoint as another body, if the log still holds all that you saw before. Exit 1 if not."""
    try:
        found = ledgers.witness(region, body=body, keep=keep, key=key, now=moment_in(region, now))
    except NotAllowed as error:
        click.echo(f"NOT SIGNED: {error}")
        sys.exit(NO)
    click.echo(f"{found.name} has seen the first {found.size:,} entries of {found.origin}.")
    if found.first and key is None:
        click.echo("The first time: the log's key was taken from the log. Compare it with one that you got elsewhere.")
