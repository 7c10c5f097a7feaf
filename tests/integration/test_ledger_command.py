"""`ginnel ledger` and `ginnel cases release`, as a person types them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def played(tools, after_night: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region in which invented people have answered and some tellings were released."""
    region = tools.copied(after_night, tmp_path_factory.mktemp("played") / "region")
    tools.in_region(region, "from ginnel.app.demo import play\nplay(folder, now)\nanswer = True")
    return region


@pytest.fixture
def region(tools, played: Path, tmp_path: Path) -> Path:
    return tools.copied(played, tmp_path / "region")


def waiting(tools, region: Path, sender: str) -> list[dict]:
    found = json.loads(tools.ginnel("cases", "list", region, "--now", tools.now, "--json").stdout)
    return [w for w in found["waiting"] if w["sender"] == sender]


def test_a_whole_ledger_verifies_and_vouches_for_every_telling(tools, region: Path) -> None:
    done = tools.ginnel("ledger", "verify", region)
    assert done.returncode == 0
    assert "entries, all in the tree that northshire/ledger signed" in done.stdout
    assert "The public key came from the same folder" in done.stdout
    assert "Every telling in the store is vouched for" in done.stdout


def last_bundle(region: Path) -> Path:
    folder = region / "ledger" / "tile" / "entries" / "000.p"
    return folder / max((p.name for p in folder.iterdir()), key=int)


def test_a_changed_entry_is_located(tools, region: Path) -> None:
    path = last_bundle(region)
    before = path.read_bytes()
    path.write_bytes(before.replace(b'"kind":"permit"', b'"kind":"permix"', 1))
    done = tools.ginnel("ledger", "verify", region)
    assert done.returncode == 1
    assert f"BROKEN {path.relative_to(region / 'ledger').as_posix()}, entry 0, bytes 0 to " in done.stdout


def test_a_telling_changed_in_the_store_is_not_vouched_for(tools, region: Path) -> None:
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        store.execute(
            "update store_proposalrow set opening = json_set(opening, '$.organisation', 'northshire-police') "
            "where key = (select key from store_proposalrow where state = 'released' order by key limit 1)"
        )
    done = tools.ginnel("ledger", "verify", region)
    assert done.returncode == 1
    assert "one of them was changed" in done.stdout


def test_a_named_worker_of_the_sending_body_releases_with_a_reason(tools, region: Path) -> None:
    item = waiting(tools, region, "northshire-icb")[0]
    done = tools.ginnel(
        "cases", "release", region, item["key"][:12], "--as", "icb-release", "--reason", "Read it.", "--now", tools.now
    )
    assert done.returncode == 0, done.stderr
    assert f"told {item['recipient']}: home, vulnerable" in done.stdout
    again = tools.ginnel(
        "cases", "release", region, item["key"][:12], "--as", "icb-release", "--reason", "Again.", "--now", tools.now
    )
    assert again.returncode == 2
    assert "no telling waits" in again.stderr
    assert tools.ginnel("ledger", "verify", region).returncode == 0


@pytest.mark.parametrize(
    ("user", "reason", "says"),
    [
        ("nobody", "x", "nobody signs in as"),
        ("homes-release", "x", "no longer waits for you"),
        ("homes-officer", "x", "no longer waits for you"),
        ("icb-release", "  ", "needs reasons"),
    ],
)
def test_nobody_else_releases_and_nobody_without_a_reason(
    tools, region: Path, user: str, reason: str, says: str
) -> None:
    item = waiting(tools, region, "northshire-icb")[0]
    done = tools.ginnel("cases", "release", region, item["key"], "--as", user, "--reason", reason, "--now", tools.now)
    assert done.returncode == 2
    assert says in done.stderr
    assert waiting(tools, region, "northshire-icb")[0] == item


def test_without_its_agreement_nothing_is_released(tools, region: Path) -> None:
    item = waiting(tools, region, "northshire-icb")[0]
    (region / "agreements" / "damp-tell-vulnerable.toml").unlink()
    done = tools.ginnel(
        "cases", "release", region, item["key"], "--as", "icb-release", "--reason", "x", "--now", tools.now
    )
    assert done.returncode == 1
    assert "nobody has agreed to this use" in done.stdout


def test_a_no_said_since_stops_the_release(tools, region: Path) -> None:
    item = waiting(tools, region, "northshire-icb")[0]
    tools.in_region(
        region,
        f"""
from ginnel.store.models import ChoiceRow, ProposalRow
person = ProposalRow.objects.get(key={item["key"]!r}).person
ChoiceRow.objects.create(key="t", dataset="person", record=person, person=person, kind="objection", purpose="all",
                         since=date(2026, 11, 25), made_by="test", made_at=now)
answer = True
""",
    )
    done = tools.ginnel(
        "cases", "release", region, item["key"], "--as", "icb-release", "--reason", "x", "--now", tools.now
    )
    assert done.returncode == 1
    assert "the person has said no" in done.stdout


def test_somebody_who_asked_not_to_be_linked_is_not(tools, fresh: Path, tmp_path: Path) -> None:
    region = tools.copied(fresh, tmp_path / "region")
    tools.in_region(
        region,
        """
from ginnel.store.models import ChoiceRow
from ginnel.synthetic import story_ids
ChoiceRow.objects.create(key="t", dataset="gp_patients", record=story_ids("chidi").patient_id, kind="objection",
                         purpose="identity", since=date(2026, 11, 1), made_by="test", made_at=now)
answer = True
""",
    )
    done = tools.ginnel("nightly", region, "--now", tools.now, "--json")
    assert json.loads(done.stdout)["identity"]["left_out"] >= 1
    found = tools.in_region(
        region,
        """
from ginnel.flow.one import person_of
from ginnel.region import load_region
from ginnel.synthetic import story_ids
answer = person_of(load_region(folder), "gp_patients", story_ids("chidi").patient_id)
""",
    )
    assert found is None
