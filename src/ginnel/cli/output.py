"""How commands speak: plain lines, a bar on a terminal, JSON where a program reads, exit codes 0 yes, 1 no, 2 wrong use."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from ginnel.app.entropy import is_demo
from ginnel.vocabulary import BadInput, GinnelError, Problem

YES, NO, WRONG = 0, 1, 2
F = TypeVar("F", bound=Callable[..., Any])


def speaks(command: F) -> F:
    """Turn Ginnel's own errors into their text and exit code 2; anything else is a fault of ours and shows as one."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except BadInput as error:
            for problem in error.problems:
                click.echo(f"error: {problem}", err=True)
            sys.exit(WRONG)
        except (GinnelError, OSError, OverflowError) as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(WRONG)

    return wrapped  # type: ignore[return-value]


def as_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True, default=str))


def moment(text: str | None) -> datetime:
    """An ISO 8601 moment from the command line (UTC where it has no zone), or the clock's."""
    if text is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write a moment such as 2026-11-25T06:00:00+00:00", param_hint="--now") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def moment_in(region: Path, text: str | None) -> datetime:
    """As `moment`, but a live region takes the clock's time only: a pretended one could reach back behind a no."""
    if text is not None and not is_demo(region):
        raise BadInput(
            Problem("--now is for demonstration regions; this one is live", key="--now", mend="leave it out")
        )
    return moment(text)


def day(text: str | None) -> date:
    return moment(text).date()


class Steps:
    """Tells a night's progress: one line a step, rewritten in place on a terminal."""

    def __init__(self, names: tuple[str, ...], quiet: bool = False) -> None:
        self.names, self.quiet = names, quiet
        self.live = sys.stderr.isatty()

    def __call__(self, step: str, what: str) -> None:
        if self.quiet:
            return
        if not self.live:
            click.echo(f"  {step}: {what}", err=True)
            return
        done = self.names.index(step) + (what == "done") if step in self.names else 0
        bar = "#" * done + "." * (len(self.names) - done)
        click.echo(f"\r\033[K  [{bar}] {step}: {what}", err=True, nl=done == len(self.names))


region_argument = click.argument(
    "region", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="[REGION]"
)
now_option = click.option("--now", metavar="MOMENT", help="Pretend that it is this moment (ISO 8601).")
json_option = click.option("--json", "json_", is_flag=True, help="Answer in JSON, for programs.")
