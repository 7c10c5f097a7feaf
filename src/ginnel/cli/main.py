"""The `ginnel` command."""

from __future__ import annotations

import click

from ginnel import __version__
from ginnel.cli.cases import cases
from ginnel.cli.clients import clients
from ginnel.cli.demo import demo, serve
from ginnel.cli.journeys import journeys
from ginnel.cli.ledger import ledger
from ginnel.cli.night import nightly
from ginnel.cli.plan import plan
from ginnel.cli.pool import pool
from ginnel.cli.proxies import proxies
from ginnel.cli.region import check, explain, new, synth
from ginnel.cli.rights import rights


@click.group()
@click.version_option(__version__, package_name="ginnel")
def main() -> None:
    """What one public body knows becomes timely, lawful, minimal help from another; the citizen sees it and can say no."""


for command in (
    demo,
    new,
    synth,
    check,
    nightly,
    explain,
    cases,
    journeys,
    ledger,
    serve,
    plan,
    pool,
    rights,
    proxies,
    clients,
):
    main.add_command(command)
