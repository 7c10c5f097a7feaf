"""`ginnel pool`: the invented pool from its files to fair shares, and what was planted in it is found."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ginnel.cli.main import main

NOW = "2026-11-25T09:00:00+00:00"


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["pool", *args, "--now", NOW])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("pools") / "pool"
    assert run(str(found), "--example").exit_code in (0, 1)
    return found


def test_the_planted_overlap_and_the_planted_bad_line_are_found(folder: Path) -> None:
    answer = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
    truth = tomllib.loads((folder / "truth.toml").read_text(encoding="utf-8"))
    planted, bad = truth["same_system_twice"], truth["impossible_dates"]
    twice = [o for o in answer["inside"]["largest"] if o["council"] == planted["council"]]
    assert any(set(planted["departments"]) <= set(o["buyers"]) for o in twice)
    assert {"file": bad["file"], "line": bad["line"]}.items() <= answer["registers"]["faults"][0].items()
    assert answer["registers"]["adds_up"]


def test_before_bids_no_supplier_is_named_beside_a_lot_and_no_person_anywhere(folder: Path) -> None:
    answer = run(str(folder), "--json").stdout
    lots = json.dumps(json.loads(answer)["lots"])
    assert "indicative offer" in lots
    assert not any(name in lots for name in ("Aeris", "Moorland", "Northlight"))
    assert "Invented" not in answer


def test_bids_name_who_made_them(folder: Path, tmp_path: Path) -> None:
    import shutil

    own = shutil.copytree(folder, tmp_path / "own")
    rules = (own / "pool.toml").read_text(encoding="utf-8").replace("bids = false", "bids = true")
    (own / "pool.toml").write_text(rules, encoding="utf-8")
    assert "Aeris" in json.dumps(json.loads(run(str(own), "--json").stdout)["lots"])


def test_mixed_is_never_dearer_and_nobody_pays_more_than_alone(folder: Path) -> None:
    answer = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
    ways = answer["ways"]
    assert ways["mixed"]["cost"] <= min(ways["local"]["cost"], ways["national"]["cost"]) * 1.001
    assert all(s["pays"] <= s["alone"] + 0.01 for lot in answer["lots"] for s in lot["shares"])


def test_the_same_pool_gives_the_same_answer(folder: Path) -> None:
    first = (folder / "outcome.json").read_bytes()
    run(str(folder))
    assert (folder / "outcome.json").read_bytes() == first


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("offers.csv", "supplier,lot", "supplier,lt", "no column 'lot'"),
        ("offers.csv", ",damp-sensors,", ",damp-sensor,", "Did you mean 'damp-sensors'"),
        ("frameworks.csv", ",0.02", ",-0.02", "frameworks.csv:2 [levy]: negative"),
        ("pool.toml", "share_cap = 0.60", "share_cap = 6", "pool.toml"),
        ("pool.toml", "start = 0.0", "start = 0.01", "tiers must start at 0"),
        ("registers/mapping.toml", 'council = "ashby"', 'council = "nowhere"', "no buyer of this pool"),
    ],
)
def test_bad_input_is_wrong_use_and_names_its_place(
    folder: Path, tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    import shutil

    own = shutil.copytree(folder, tmp_path / "own")
    text = (own / file).read_text(encoding="utf-8")
    assert old in text
    (own / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = run(str(own))
    assert found.exit_code == 2
    assert message in found.output


def test_a_folder_without_a_pool_says_what_to_do(tmp_path: Path) -> None:
    found = run(str(tmp_path))
    assert found.exit_code == 2
    assert "--example" in found.output
