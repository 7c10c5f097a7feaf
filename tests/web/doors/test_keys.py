"""Keys of bodies: shown once, kept as a hash, taken away with four lines."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ginnel.app.services.doors import clients
from ginnel.vocabulary import BadInput

DAY = date(2026, 11, 25)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from ginnel.region import new_region

    new_region(tmp_path / "region", today=DAY)
    return tmp_path / "region"


def command(*words: str) -> Any:
    from ginnel.cli.main import main

    return CliRunner().invoke(main, ["clients", *words])


def test_a_key_opens_as_its_body_on_its_days_and_stands_in_no_file(folder: Path) -> None:
    key = clients.add(folder, "northshire-icb", DAY, days=10)
    assert clients.body_of(folder, key, DAY) == "northshire-icb"
    assert clients.body_of(folder, key, DAY + timedelta(days=10)) is None
    assert clients.body_of(folder, key, DAY - timedelta(days=1)) is None
    assert clients.body_of(folder, key + "x", DAY) is None
    assert all(key.encode() not in p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_two_keys_differ_and_are_taken_away_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a demonstration fixes its randomness."""
    monkeypatch.setenv("GINNEL_DEMO_SECRET", "same")
    keys = [clients.add(folder, "northshire-icb", DAY), clients.add(folder, "northshire-icb", DAY)]
    other = clients.add(folder, "northshire-homes", DAY)
    assert len({*keys, other}) == 3
    assert clients.take_away(folder, "northshire-icb") == 2
    assert [clients.body_of(folder, k, DAY) for k in (*keys, other)] == [None, None, "northshire-homes"]


def test_a_body_that_is_not_there_gets_none(folder: Path) -> None:
    with pytest.raises(BadInput, match="no organisation"):
        clients.add(folder, "nobody", DAY)
    assert not (folder / clients.FILE).exists()


def test_a_broken_file_is_said_with_its_key(folder: Path) -> None:
    (folder / clients.FILE).write_text('[[client]]\nbody = "x"\nhash = 7\n', encoding="utf-8")
    with pytest.raises(BadInput, match="hash"):
        clients.load_clients(folder / clients.FILE)


def test_the_commands_make_list_and_take_away(folder: Path) -> None:
    made = command("add", str(folder), "northshire-icb", "--now", "2026-11-25T10:00:00Z")
    assert made.exit_code == 0
    assert made.stdout.startswith("gk_")
    listed = command("list", str(folder), "--json")
    assert "northshire-icb" in listed.stdout
    assert made.stdout.strip() not in listed.stdout
    assert command("take-away", str(folder), "northshire-icb").exit_code == 0
    assert command("take-away", str(folder), "northshire-icb").exit_code == 1
    assert command("add", str(folder), "nobody").exit_code == 2
