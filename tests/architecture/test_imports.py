"""The stream of rooms: the contracts of .importlinter hold, and each of them is seen to break when it should."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOMS = "A room imports only rooms below it"
RECORDS = "Silo records are opened only by sources"
SYNTHETIC = "A generator never imports the rules it tests"
FRAMEWORK = "Rules know no framework and no network"
DOORS = "Doors hold no rules: they ask app and flow"
RELATIONS = "Pages and the operational store open no DuckDB"
CONTRACTS = {ROOMS, RECORDS, SYNTHETIC, FRAMEWORK, DOORS, RELATIONS}

VERDICT = re.compile(r"^(.+) (KEPT|BROKEN)(?: \(\d+ warnings?\))?$", re.MULTILINE)


def verdicts(source: Path, config: Path) -> dict[str, str]:
    """What each contract says of the package in `source`."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", str(config)]
    env = {**os.environ, "PYTHONPATH": str(source), "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=source, env=env, capture_output=True, text=True, check=False)
    found = dict(VERDICT.findall(done.stdout))
    assert found, done.stdout + done.stderr
    return found


def broken(found: dict[str, str]) -> set[str]:
    return {name for name, verdict in found.items() if verdict == "BROKEN"}


@pytest.fixture(scope="module")
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that violations can be planted in."""
    place = tmp_path_factory.mktemp("planted")
    shutil.copytree(root / "src" / "ginnel", place / "ginnel", ignore=only_python)
    return place


def only_python(folder: str, names: list[str]) -> set[str]:
    return {n for n in names if n == "__pycache__" or (not n.endswith(".py") and not (Path(folder) / n).is_dir())}


@contextmanager
def planting(copy: Path, file: str, text: str) -> Iterator[None]:
    """The copy with `text` at the end of `file`; afterwards it is as it was."""
    path = copy / "ginnel" / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text((before or "") + "\n" + text + "\n", encoding="utf-8")
    try:
        yield
    finally:
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before, encoding="utf-8")


def test_every_contract_is_kept(root: Path) -> None:
    found = verdicts(root / "src", root / ".importlinter")
    assert found == dict.fromkeys(CONTRACTS, "KEPT")


@pytest.mark.parametrize(
    ("file", "text", "breaks"),
    [
        ("governance/law.py", "import ginnel.signals", ROOMS),
        ("vocabulary/errors.py", "def later():\n    from ginnel.engines import quoted", f"{ROOMS}+{SYNTHETIC}"),
        ("flow/run.py", "import ginnel.store.cases", ROOMS),
        ("app/summary.py", "import ginnel.web.words", ROOMS),
        ("gossip/__init__.py", '"""A room that nobody declared."""', ROOMS),
        ("signals/damp.py", "import ginnel.sources.records", RECORDS),
        ("flow/one.py", "def later():\n    from ginnel.sources import records", RECORDS),
        ("synthetic/climate.py", "import ginnel.sensors.mould", SYNTHETIC),
        ("synthetic/money.py", "def later():\n    import ginnel.signals.arrears", SYNTHETIC),
        ("referrals/case.py", "import django", FRAMEWORK),
        ("referrals/clocks.py", "def later():\n    from django.db import models", FRAMEWORK),
        ("sensors/mould.py", "import time", FRAMEWORK),
        ("region/load.py", "import urllib.request", FRAMEWORK),
        ("cli/output.py", "import ginnel.governance", DOORS),
        ("web/show.py", "def later():\n    from ginnel.store.models import CaseRow", DOORS),
        ("web/show.py", "import duckdb", RELATIONS),
        ("app/services/looks.py", "def later():\n    import duckdb", RELATIONS),
    ],
)
def test_a_planted_import_breaks_its_contract_and_no_other(
    root: Path, copy: Path, file: str, text: str, breaks: str
) -> None:
    """A generator reads `vocabulary`: what `vocabulary` imports it would reach indirectly, so that breaks two."""
    with planting(copy, file, text):
        assert broken(verdicts(copy, root / ".importlinter")) == set(breaks.split("+"))


def test_the_copy_without_a_plant_is_kept(root: Path, copy: Path) -> None:
    assert broken(verdicts(copy, root / ".importlinter")) == set()


@pytest.fixture(scope="module")
def config(root: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser()
    found.read(root / ".importlinter", encoding="utf-8")
    return found


def listed(config: configparser.ConfigParser, contract: str, key: str) -> set[str]:
    return set(config[f"importlinter:contract:{contract}"][key].split())


def test_lists_of_rooms_name_every_room_that_is_built(root: Path, config: configparser.ConfigParser) -> None:
    """A new room is in every list that must hold it, from its first commit."""
    built = {f"ginnel.{p.parent.name}" for p in (root / "src" / "ginnel").glob("*/__init__.py")}
    doors, outside = {"ginnel.web", "ginnel.cli"}, {"ginnel.exchange", "ginnel.store", "ginnel.app"}
    assert listed(config, "doors", "forbidden_modules") == built - doors - {
        "ginnel.app", "ginnel.flow", "ginnel.vocabulary"
    }  # fmt: skip
    assert listed(config, "framework", "source_modules") == built - doors - outside
    above = {"ginnel.synthetic", "ginnel.region", "ginnel.flow"}
    allowed = {"ginnel.vocabulary", "ginnel.directory"}
    assert listed(config, "synthetic", "forbidden_modules") == built - doors - outside - above - allowed


def test_rooms_stand_in_the_order_of_the_design(config: configparser.ConfigParser) -> None:
    layers = config["importlinter:contract:rooms"]["layers"].split("\n")
    assert [re.sub(r"[()]", "", line).strip() for line in layers if line] == [
        "web | cli", "app", "exchange | store", "flow", "region", "synthetic", "prevention | journeys | procurement",
        "referrals", "signals", "sensors", "identity", "sources", "governance", "directory", "engines", "vocabulary",
    ]  # fmt: skip
