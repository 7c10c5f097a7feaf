"""The tutorial, the README's first screen and the signal of the how-to, executed: each command gives what the page shows.

A block starts with ```console; `$ ` marks a command, the lines below it are what it prints. A line `...` leaves lines
out, a line that ends in ` ...` the rest of that line. Ids are compared by place: they depend on the machine's secret.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
ID = re.compile(r"\b[0-9a-f]{12,64}\b")
PATIENCE = 300


@dataclass
class Shell:
    """Runs a page's commands in one folder. `known` maps an id on the page to the id of this run."""

    folder: Path
    known: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def run(self, command: str) -> list[str]:
        """What the command prints on the terminal: answers, not progress."""
        for shown, real in self.known.items():
            command = command.replace(shown, real)
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            self.environment[name] = value
            return []
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self.environment, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), f"{command}: {done.stderr[-2000:]}"
        return done.stdout.splitlines()

    def compare(self, command: str, shown: list[str]) -> None:
        printed = self.run(command)
        at, skip = 0, False
        for line in shown:
            if line.strip() == "...":
                skip = True
                continue
            place = next((i for i in range(at, len(printed)) if self.same(line, printed[i])), None)
            assert place is not None, f"{command}\n  does not print: {line}\n  but: " + "\n       ".join(printed[at:])
            assert skip or place == at, f"{command}\n  prints before {line!r}: {printed[at:place]}"
            at, skip = place + 1, False
        assert skip or at == len(printed), f"{command}\n  prints more: {printed[at:]}"

    def same(self, shown: str, printed: str) -> bool:
        """Whether a printed line is the shown one, ids apart; if so, the ids are remembered."""
        whole = not shown.endswith(" ...")
        mine, theirs = ID.sub("#", shown.removesuffix(" ...")), ID.sub("#", printed)
        if not (mine == theirs if whole else theirs.startswith(mine)):
            return False
        self.known.update(zip(ID.findall(shown), ID.findall(printed), strict=False))
        return True


def commands(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Each command of a page with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found:
                found[-1][1].append(line)
    yield from found


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    found = Shell(tmp_path)
    scripts = str(Path(sys.executable).parent)
    found.environment |= {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "GINNEL_DEMO_SECRET": "tutorial"}
    found.environment.pop("GINNEL_REGION", None)
    return found


def test_the_tutorial(shell: Shell) -> None:
    ran = list(commands(ROOT / "docs" / "tutorial.md"))
    for command, shown in ran:
        shell.compare(command, shown)
    said = " ".join(command for command, _ in ran)
    for word in ("new", "synth", "check", "nightly", "cases list", "cases release", "explain", "ledger verify"):
        assert f"ginnel {word}" in said


def test_the_first_screen_of_the_readme(shell: Shell) -> None:
    shell.run("ginnel new demo-region")
    for command, shown in commands(ROOT / "README.md"):
        shell.compare(command, shown)


def test_the_signal_of_the_how_to(shell: Shell) -> None:
    """The file that the page shows loads, and `ginnel check` says of it what the page says."""
    page = ROOT / "docs" / "how-to" / "write-a-signal.md"
    code = re.search(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert code is not None
    shell.run("ginnel new northshire")
    (shell.folder / "northshire" / "signals" / "deep_damp.py").write_text(code[1], encoding="utf-8")
    for command, shown in commands(page):
        shell.compare(command, shown)


def test_what_a_page_leaves_out_is_marked(shell: Shell) -> None:
    shell.compare("printf 'a\\nb\\nc d\\n'", ["a", "...", "c ..."])
    with pytest.raises(AssertionError, match="prints before"):
        shell.compare("printf 'a\\nb\\nc\\n'", ["a", "c"])
    with pytest.raises(AssertionError, match="prints more"):
        shell.compare("printf 'a\\nb\\n'", ["a"])
    with pytest.raises(AssertionError, match="does not print"):
        shell.compare("printf 'a\\n'", ["b"])
