"""A ledger shown to others: checked from a copy, proven entry by entry, signed by witnesses. As a person types it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ginnel.app.ledger import open_log
from ginnel.cli.main import main
from ginnel.governance import Note

NOW = "2026-11-25T06:00:00+00:00"
SCRIPT = Path(__file__).parents[2] / "docs" / "how-to" / "verify_ledger.py"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["ledger", *map(str, words)])


def noted(region: Path, start: int, end: int, what: str = "permit") -> None:
    open_log(region).append((Note(f"run/{i}", what, {"number": i}), NOW) for i in range(start, end))


def made(folder: Path) -> Path:
    folder.mkdir()
    (folder / "region.toml").write_text('[region]\nname = "Northshire"\nmode = "demo"\n')
    noted(folder, 0, 300)
    return folder


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return made(tmp_path / "region")


@pytest.fixture
def key(region: Path) -> str:
    return (region / "ledger" / "log.pub").read_text().strip()


@pytest.fixture
def copy(region: Path, tmp_path: Path) -> Path:
    """What may be shown to anybody: neither the store nor a secret."""
    ignored = shutil.ignore_patterns("secrets", "lock")
    return Path(shutil.copytree(region / "ledger", tmp_path / "copy", ignore=ignored))


def alone(*words: str | Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def spoiled(copy: Path, old: bytes = b'"number":7}', new: bytes = b'"number":8}') -> None:
    path = copy / "tile" / "entries" / "000"
    path.write_bytes(path.read_bytes().replace(old, new, 1))


def test_a_copy_of_the_folder_and_the_public_key_are_enough(copy: Path, key: str) -> None:
    done = run("verify", copy, "--public-key", key, "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["faults"], found["key_from_the_folder"], found["vouched"]) == (0, [], False, None)
    spoiled(copy)
    done = run("verify", copy, "--public-key", key)
    assert done.exit_code == 1
    assert "BROKEN tile/entries/000, entry 7, bytes " in done.stdout


def test_the_script_without_ginnel_says_the_same(region: Path, copy: Path, key: str, tmp_path: Path) -> None:
    assert alone(copy, key) == (0, "300 entries, all in the tree that northshire/ledger signed\n")
    noted(region, 300, 303)
    kept = tmp_path / "kept"
    shutil.copy(region / "ledger" / "checkpoint", kept)
    assert alone(region / "ledger", key, copy / "checkpoint")[0] == 0
    assert alone(copy, key, kept) == (1, "NOT WHOLE: it was cut off: you kept 303 entries, and 300 are here\n")
    spoiled(copy)
    code, said = alone(copy, key)
    assert (code, "not those that northshire/ledger signed" in said) == (1, True)
    assert alone(copy, key.replace("northshire", "southshire"))[0] == 1


def test_one_entry_is_proven_to_somebody_who_has_neither_ledger_nor_trust(
    region: Path, key: str, tmp_path: Path
) -> None:
    proof = tmp_path / "one.tlog-proof"
    assert run("prove", region, "7", "--out", proof).exit_code == 0
    done = run("check-proof", proof, "--public-key", key, "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["number"], found["origin"]) == (0, 7, "northshire/ledger")
    assert len(found["key"]) == 32, "a key that matches nothing elsewhere"
    assert run("prove", region, "run/7").stdout == proof.read_text()
    text = proof.read_text()
    lines = text.split("\n")
    for old, new in (("index 7", "index 8"), (lines[3], lines[4]), ("proof@v1", "proof@v2"), (lines[1] + "\n", "")):
        proof.write_text(text.replace(old, new, 1))
        done = run("check-proof", proof, "--public-key", key)
        assert (done.exit_code, "NOT PROVEN" in done.stdout) == (1, True)
    assert run("prove", region, "no-such-key").exit_code == 2
    assert run("check-proof", proof, "--public-key", "nonsense").exit_code == 2


def sign(region: Path, keep: Path, *more: str, body: str = "council.example/w1") -> Result:
    return run("witness", region, "--as", body, "--keep", keep, "--now", NOW, *more)


def test_a_witness_signs_what_grows(region: Path, tmp_path: Path, key: str) -> None:
    keep = tmp_path / "keep"
    done = sign(region, keep)
    assert done.stdout.startswith("council.example/w1 has seen the first 300 entries of northshire/ledger.")
    assert "Compare it with one that you got elsewhere" in done.stdout
    assert (keep / "council.example-w1.key").stat().st_mode & 0o777 == 0o600
    noted(region, 300, 310)
    assert sign(region, keep, "--public-key", key).exit_code == 0
    noted(region, 310, 311)
    assert sign(region, tmp_path / "other", body="health.example/w1").exit_code == 0
    done = run("verify", region / "ledger")
    assert done.exit_code == 0
    assert "council.example/w1 saw the first 310 entries on 2026-11-25 06:00 UTC." in done.stdout
    assert "health.example/w1 saw the first 311 entries" in done.stdout
    assert done.stdout.index("council") < done.stdout.index("health")


def test_a_witness_refuses_an_end_that_was_cut_off_and_a_fork(region: Path, tmp_path: Path) -> None:
    """The operator puts an older copy back, with what its own program remembers, and goes on another way."""
    keep, before = tmp_path / "keep", tmp_path / "before"
    shutil.copytree(region, before)
    noted(region, 300, 310)
    assert sign(region, keep).exit_code == 0
    seen = (keep / "northshire-ledger.checkpoint").read_bytes()
    shutil.rmtree(region)
    shutil.copytree(before, region)
    done = sign(region, keep)
    assert (done.exit_code, "cut off or rolled back" in done.stdout) == (1, True)
    noted(region, 400, 420)
    done = sign(region, keep)
    assert (done.exit_code, "the log was forked" in done.stdout) == (1, True)
    assert (keep / "northshire-ledger.checkpoint").read_bytes() == seen, "what it saw stays as evidence"
    assert run("verify", region / "ledger").exit_code == 0, "from inside the fork looks whole"
    done = run("verify", region / "ledger", "--since", keep / "northshire-ledger.checkpoint")
    assert (done.exit_code, "it was forked: the first 310 entries" in done.stdout) == (1, True)


def test_a_witness_refuses_another_key_and_a_place_inside_the_log(region: Path, tmp_path: Path) -> None:
    keep = tmp_path / "keep"
    assert sign(region, keep).exit_code == 0
    shutil.rmtree(region / "ledger")
    shutil.rmtree(region / "secrets")
    noted(region, 0, 400)
    done = sign(region, keep)
    assert (done.exit_code, "another key than before" in done.stdout) == (1, True)
    assert sign(region, region / "ledger" / "keep").exit_code == 2
    assert sign(region, keep, body="two words").exit_code == 1


def test_a_byte_changed_in_what_a_witness_left_is_found(region: Path, tmp_path: Path) -> None:
    sign(region, tmp_path / "keep")
    for path in sorted((region / "ledger" / "witnesses").iterdir()):
        data = path.read_bytes()
        name = f"witnesses/{path.name}"
        for at in range(0, len(data), 23):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert f"BROKEN {name}" in run("verify", region / "ledger").stdout, (name, at)
        path.unlink()
        assert "BROKEN" in run("verify", region / "ledger").stdout
        path.write_bytes(data)


def test_the_signing_key_is_its_owners_and_not_in_the_folder_that_is_shown(region: Path) -> None:
    key = region / "secrets" / "ledger.key"
    assert key.stat().st_mode & 0o777 == 0o600
    seed = key.read_text().strip().split("+")[-1]
    for path in (region / "ledger").rglob("*"):
        assert path.is_dir() or seed.encode() not in path.read_bytes()


def test_keys_match_nothing_in_the_store_once_the_months_secret_is_gone(region: Path) -> None:
    before = [e.key for e in open_log(region).entries()]
    assert not any("run" in key for key in before)
    assert run("prove", region, "run/7").exit_code == 0
    for path in (region / "ledger" / "secrets").glob("desk-*.key"):
        path.unlink()
    assert run("prove", region, "run/7").exit_code == 2
    assert run("verify", region / "ledger").exit_code == 0
    noted(region, 0, 1)
    assert [e.key for e in open_log(region).entries()][:300] == before


def test_a_region_with_the_earlier_form_is_checked_before_it_is_taken_over(tmp_path: Path) -> None:
    from ginnel.governance import chain

    (tmp_path / "ledger").mkdir()
    link = chain.Link(0, "run/0", "permit", NOW, {}, chain.START)
    (tmp_path / "ledger" / "ledger.jsonl").write_text(link.line() + "\n")
    done = run("verify", tmp_path)
    assert (done.exit_code, "1 lines of the earlier chain, each follows" in done.stdout) == (0, True)
    (tmp_path / "ledger" / "ledger.jsonl").write_text(link.line().replace("2026", "2025") + "\n")
    done = run("verify", tmp_path)
    assert (done.exit_code, "BROKEN ledger.jsonl line 1" in done.stdout) == (1, True)
    assert run("verify", tmp_path / "nothing").exit_code == 2
