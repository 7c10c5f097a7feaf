"""`ginnel plan`: from what a night found to a committee's paper; and that no budget touches a duty."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest


@pytest.fixture
def region(tools, after_night: Path, tmp_path: Path) -> Path:
    return tools.copied(after_night, tmp_path / "region")


def plan(tools, region: Path, *more: str):
    return tools.ginnel("plan", region, "--now", tools.now, *more)


def cases(region: Path) -> list[tuple]:
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        return store.execute(
            "SELECT opening_key, use, organisation, opened_at, aware_at, version FROM store_caserow ORDER BY 1"
        ).fetchall()


def test_the_paper_says_how_firm_it_is_before_anything_else(tools, region: Path) -> None:
    done = plan(tools, region, "--budget", "2,000")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "ON DATA WE MADE" in lines[0]
    assert "choices would be others" in lines[1]
    assert "proven" in lines[2]


@pytest.mark.parametrize("budget", ["0", "1000000"])
def test_no_budget_touches_a_case_or_its_clock(tools, region: Path, budget: str) -> None:
    """The same cases, opened at the same moments, known since the same moments, also after the next night."""
    before = cases(region)
    committed = json.loads(plan(tools, region, "--budget", budget, "--json").stdout)["committed"]
    assert cases(region) == before
    tools.ginnel("nightly", region, "--now", "2026-11-26T06:00:00+00:00")
    again = cases(region)
    assert [c[:5] for c in again if c[0] in {b[0] for b in before}] == [b[:5] for b in before]
    assert committed == json.loads(plan(tools, region, "--budget", "500", "--json").stdout)["committed"]


def test_a_night_is_the_same_with_and_without_a_plan(tools, fresh: Path, after_night: Path, tmp_path: Path) -> None:
    """A plan of the day before, with no money at all, changes nothing of what the night opens, asks and proposes."""
    region = tools.copied(after_night, tmp_path / "a")
    other = tools.copied(after_night, tmp_path / "b")
    plan(tools, region, "--budget", "0")
    for one in (region, other):
        tools.ginnel("nightly", one, "--now", "2026-11-27T06:00:00+00:00")
    left, right = (tools.logical_state(r) for r in (region, other))
    for table in ("store_caserow", "store_offerrow", "store_proposalrow", "store_messagerow"):
        assert left[table] == right[table], table


def test_nobody_stands_in_a_plan(tools, region: Path) -> None:
    """What is shown holds no id, no address and no count below five; the kept file adds opaque keys only."""
    plan(tools, region, "--budget", "2000")
    kept = json.loads((region / "lake" / "plans" / "current.json").read_text(encoding="utf-8"))
    shown = json.dumps(kept["told"])
    with sqlite3.connect(region / "ginnel.sqlite3") as store:
        personal = [
            x
            for (x,) in store.execute(
                "SELECT id FROM store_person UNION SELECT id FROM store_home UNION SELECT postcode FROM store_home"
            )
        ]
    assert not [p for p in personal if p and p in shown]
    assert all(row["households"] is None or row["households"] >= 5 for row in kept["told"]["order"])


def test_a_plan_leaves_evidence(tools, region: Path) -> None:
    plan(tools, region, "--budget", "2000")
    text = tools.ledger_text(region)
    assert '"kind":"plan"' in text.replace(" ", "")
    assert tools.ginnel("ledger", "verify", region).returncode == 0


def test_the_paper_is_two_pages_of_pdf(tools, region: Path, tmp_path: Path) -> None:
    done = plan(tools, region, "--budget", "2000", "--paper", str(tmp_path / "paper.pdf"))
    if "Pango" in done.stderr:
        pytest.skip("a PDF needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0")
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "paper.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    plan(tools, region, "--budget", "2000", "--paper", str(tmp_path / "paper.html"))
    from weasyprint import HTML

    assert len(HTML(string=(tmp_path / "paper.html").read_text(encoding="utf-8")).render().pages) <= 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("cost = 70.0", "cost = -70.0", "interventions.toml"),
        ('organisation = "northshire-money"', 'organisation = "northshire-mony"', "Did you mean 'northshire-money'"),
        ('cost_code = "gp-visit"', 'cost_code = "gp-visits"', "Did you mean 'gp-visit'"),
        ("high = 0.06", "high = 0.001", "upside down"),
        ('uses = ["damp.damp_home"]', 'uses = ["damp.home"]', "unknown word"),
    ],
)
def test_a_faulty_file_of_help_names_its_place(tools, region: Path, old: str, new: str, message: str) -> None:
    path = region / "interventions.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = plan(tools, region, "--budget", "2000")
    assert done.returncode == 2
    assert message in done.stderr
    assert tools.ginnel("check", region).returncode == 0, "a faulty plan stops no night"


def test_a_budget_that_is_no_money_and_a_floor_that_cannot_be_met_are_wrong_use(tools, region: Path) -> None:
    assert "such as --budget 250000" in plan(tools, region, "--budget", "lots").stderr
    path = region / "interventions.toml"
    strict = (
        path.read_text(encoding="utf-8")
        .replace("or_all_found = true", "or_all_found = false")
        .replace("share = 0.02", "share = 0.9")
    )
    path.write_text(strict, encoding="utf-8")
    done = plan(tools, region, "--budget", "200000")
    assert done.returncode == 2
    assert "floor" in done.stderr
    assert "mend" in done.stderr
