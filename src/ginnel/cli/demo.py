"""The demonstration and the server."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from ginnel.app import demo as demonstration
from ginnel.app.serve import serve as run_server
from ginnel.app.summary import summary_lines
from ginnel.cli.output import Steps, moment, now_option, region_argument, speaks
from ginnel.flow.run import STEPS

FOLDER = "demo-region"


@click.command()
@click.option("--folder", default=FOLDER, show_default=True, type=click.Path(path_type=Path), help="Where to make it.")
@click.option("--people", default=20_000, show_default=True, type=click.IntRange(100), help="How many invented people.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same people.")
@click.option("--exit", "exit_", is_flag=True, help="Stop after the summary instead of serving pages.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port on 127.0.0.1.")
@now_option
@speaks
def demo(folder: Path, people: int, seed: int, exit_: bool, port: int, now: str | None) -> None:
    """Make an invented region, run its night, play the script, print the summary, serve the pages."""
    started = time.monotonic()
    demonstration.prepare(
        folder,
        people=people,
        seed=seed,
        now=moment(now),
        progress=Steps(("synth", *STEPS, "plan help", "script", "pool")),
    )
    click.echo("\n".join(summary_lines(folder)))
    click.echo(f"  ({time.monotonic() - started:.0f} s)")
    click.echo(f"Why a flow may happen:  ginnel explain {folder} tell:damp.vulnerable:northshire-homes")
    click.echo(f"Check the ledger:       ginnel ledger verify {folder}")
    if exit_:
        return
    click.echo(
        f"Pages: http://127.0.0.1:{port}/  one click signs you in as anybody (demonstration only). Ctrl-C stops."
    )
    sys.stdout.flush()
    run_server(folder, port)


@click.command()
@region_argument
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port on 127.0.0.1.")
@click.option("--workers", default=min(2, os.cpu_count() or 1), show_default=True, help="Processes.")
@speaks
def serve(region: Path, port: int, workers: int) -> None:
    """Serve REGION's pages on 127.0.0.1. Put a reverse proxy with TLS in front of it for anything but a demonstration."""
    run_server(region, port, workers)
