"""`ginnel check` says yes to the demonstration region, and no, with the mend, to each way of breaking it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def clean(tools, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check") / "region"
    tools.ginnel("new", folder, "--now", tools.now)
    return folder


@pytest.fixture
def region(tools, clean: Path, tmp_path: Path) -> Path:
    return tools.copied(clean, tmp_path / "region")


def check(tools, region: Path):
    return tools.ginnel("check", region, "--now", tools.now)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def approve_again(tools, region: Path) -> None:
    """Demonstration approvals for the agreements as they stand now."""
    tools.in_region(
        region,
        "from ginnel.region import load_region\nfrom ginnel.region.new import demo_approvals\n"
        "text = demo_approvals(load_region(folder).agreements, now.date())\n"
        "(folder / 'agreements' / 'approvals.toml').write_text(text)\nanswer = True",
    )


def test_the_demonstration_region_is_allowed(tools, region: Path) -> None:
    done = check(tools, region)
    assert done.returncode == 0, done.stdout
    assert "0 refused" in done.stdout


def test_json_holds_every_permit_and_refusal(tools, region: Path) -> None:
    done = tools.ginnel("check", region, "--now", tools.now, "--json")
    found = json.loads(done.stdout)
    assert found["refused"] == []
    assert {"need:damp.damp_home", "need:damp.vulnerable", "link:people"} <= {p["flow"] for p in found["permitted"]}


@pytest.mark.parametrize("mode", ["demo", "live"])
def test_an_adult_named_without_paper_is_a_warning_with_the_columns_to_add(tools, region: Path, mode: str) -> None:
    """In a live region it counts for nothing; a demonstration takes it at its word."""
    assert "WARNING" not in check(tools, region).stdout
    path = region / "contracts" / "gp_patients.toml"
    roles = ("responsible_kind", "responsible_evidence", "responsible_since", "responsible_until")
    parts = path.read_text(encoding="utf-8").split("[[column]]")
    kept = [p for p in parts if not any(f'name = "{r}"' in p for r in roles)]
    assert len(parts) - len(kept) == 4
    path.write_text("[[column]]".join(kept), encoding="utf-8")
    change(region / "region.toml", 'mode = "demo"', f'mode = "{mode}"')
    said = " ".join(check(tools, region).stdout.split())
    assert "WARNING a record names an adult for a child without paper and days: contracts/gp_patients.toml" in said
    assert f"add columns with the roles {', '.join(roles)}" in said
    assert ("counts for nothing" in said) == (mode == "live")
    assert ("taken at its word" in said) == (mode == "demo")


def test_without_one_agreement(tools, region: Path) -> None:
    (region / "agreements" / "damp-own-homes.toml").unlink()
    done = check(tools, region)
    assert done.returncode == 1
    assert "need:damp.damp_home" in done.stdout
    assert "nobody has agreed to this use" in done.stdout or "does not cover" in done.stdout
    assert re.search(r"write agreements/\S+\.toml|add .* to `", done.stdout)


def test_without_any_telling_agreement_the_file_to_write_is_named(tools, region: Path) -> None:
    (region / "agreements" / "money-tell.toml").unlink()
    done = check(tools, region)
    assert done.returncode == 1
    assert "tell:arrears.sustained_arrears:northshire-money" in done.stdout
    assert "write agreements/money-advice-tell.toml" in done.stdout


def test_one_more_column_than_agreed_is_named(tools, region: Path) -> None:
    change(region / "region.toml", 'use = ["damp", "arrears", "pension_credit"]', 'use = ["arrears"]')
    (region / "signals" / "damp.py").write_text(
        """
from ginnel.signals import Rule, Signal, Word
from ginnel.vocabulary.say import Say

def rule(t):
    damp = t.landlord_damp.select("home", "spell", "tenure", "known_on")
    joined = damp.join(t.rent_accounts.select("home", "owed"), "home")
    return joined.select("home", "spell", "tenure", "owed", aware_on=joined.known_on)

S = Say("x", "x")
SIGNAL = Signal("damp", 1, "dry-home", "damp-and-mould", S,
                (Rule("damp_home", S, rule, "own-case", {"home": Word("full", S)}, S),))
"""
    )
    done = check(tools, region)
    assert done.returncode == 1
    assert "need:damp.damp_home" in done.stdout
    assert "rent_accounts.owed" in done.stdout


@pytest.mark.parametrize(
    ("body", "node"),
    [
        (
            "@ibis.udf.scalar.python\ndef shout(x: str) -> str:\n    return x.upper()\n"
            "def rule(t):\n    s = t.landlord_damp\n    return s.select('spell', 'tenure', home=shout(s.home), aware_on=s.known_on)\n",
            "shout",
        ),
        (
            "def rule(t):\n    return ibis.duckdb.connect().sql(\"select 'h' home, 's' spell, 't' tenure, current_date aware_on\")\n",
            "SQLQueryResult",
        ),
        ("def rule(t):\n    return t.landlord_damp.sql('select 1')\n", "the signal fails"),
    ],
    ids=["python-function", "raw-sql", "raw-sql-on-a-table"],
)
def test_an_expression_that_cannot_be_followed(tools, region: Path, body: str, node: str) -> None:
    (region / "signals" / "own.py").write_text(
        "import ibis\nfrom ginnel.signals import Rule, Signal, Word\nfrom ginnel.vocabulary.say import Say\n"
        + body
        + 'S = Say("x", "x")\nSIGNAL = Signal("own", 1, "dry-home", "damp-and-mould", S,'
        ' (Rule("r", S, rule, "own-case", {"home": Word("full", S)}, S),))\n'
    )
    done = check(tools, region)
    assert done.returncode == 1
    assert "need:own.r" in done.stdout
    assert node in done.stdout


def test_an_operator_who_is_not_party(tools, region: Path) -> None:
    change(
        region / "agreements" / "processing-icb.toml", 'to = ["northshire-partnership"]', 'to = ["northshire-council"]'
    )
    approve_again(tools, region)
    done = check(tools, region)
    assert done.returncode == 1
    assert "the operator is not a party to the agreement" in done.stdout
    assert "load:gp_patients" in done.stdout


def test_live_mode_refuses_demonstration_approvals_and_unsigned_law(tools, region: Path) -> None:
    change(region / "region.toml", 'mode = "demo"', 'mode = "live"')
    done = check(tools, region)
    assert done.returncode == 1
    assert "the approval is a demonstration one" in done.stdout
    assert "nobody has signed for a law row" in done.stdout


def test_live_mode_says_yes_once_named_people_signed_everything(tools, region: Path) -> None:
    change(region / "region.toml", 'mode = "demo"', 'mode = "live"')
    for name in ("agreements/approvals.toml", "law/verified.toml"):
        change(region / name, "demo = true", "demo = false")
    assert check(tools, region).returncode == 0
    (region / "law" / "verified.toml").unlink()
    assert check(tools, region).returncode == 1


def test_a_signatory_who_is_not_named_is_a_warning_and_in_live_mode_a_refusal(tools, region: Path) -> None:
    left_out = '[[signatory]]\norganisation = "northshire-partnership"\nrole = "Senior Information Risk Owner"\n'
    assert "WARNING" not in check(tools, region).stdout
    change(region / "agreements" / "money-find.toml", left_out, "")
    approve_again(tools, region)
    done = check(tools, region)
    assert done.returncode == 0
    assert "WARNING somebody who has to sign is not named" in done.stdout
    assert 'role = "Senior Information Risk Owner"' in done.stdout
    warned = json.loads(tools.ginnel("check", region, "--now", tools.now, "--json").stdout)["warnings"]
    assert [w["code"] for w in warned] == ["signatory"]
    change(region / "region.toml", 'mode = "demo"', 'mode = "live"')
    for name in ("agreements/approvals.toml", "law/verified.toml"):
        change(region / name, "demo = true", "demo = false")
    live = check(tools, region)
    assert live.returncode == 1
    assert "REFUSED need:arrears.sustained_arrears" in live.stdout
    assert (
        "agreements/money-find.toml does not name Northshire Partnership's Senior Information Risk Owner" in live.stdout
    )


def test_an_unapproved_agreement_in_live_mode(tools, region: Path) -> None:
    change(region / "region.toml", 'mode = "demo"', 'mode = "live"')
    for name in ("agreements/approvals.toml", "law/verified.toml"):
        change(region / name, "demo = true", "demo = false")
    change(region / "agreements" / "money-tell.toml", "retention_days = 400", "retention_days = 401")
    done = check(tools, region)
    assert done.returncode == 1
    assert "an approval of an earlier text does not count" in done.stdout


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("region.toml", 'mode = "demo"', 'mode = "dmeo"', ["region.toml:", "region.mode", "Did you mean 'demo'"]),
        (
            "agreements/linking.toml",
            '"link"',
            '"lnik"',
            ["agreements/linking.toml:", "operations", "Did you mean 'link'"],
        ),
        (
            "contracts/gp_patients.toml",
            'type = "date"',
            'type = "dat"',
            ["contracts/gp_patients.toml:", "Did you mean 'date'"],
        ),
        (
            "agreements/linking.toml",
            "retention_days = 400",
            "retention_day = 400",
            ["retention_days", "a key is missing"],
        ),
        (
            "organisations.toml",
            'legal_class = "nhs-body"',
            "legal_class = 3",
            ["organisations.toml:", "a text in quotes"],
        ),
        ("region.toml", "[operator]", "[operator", ["region.toml", "not valid TOML"]),
    ],
)
def test_a_broken_file_is_an_error_with_file_line_and_mend(
    tools, region: Path, file: str, old: str, new: str, says
) -> None:
    change(region / file, old, new)
    done = check(tools, region)
    assert done.returncode == 2
    for word in says:
        assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_journey_for_a_need_that_nobody_stated_is_an_error_with_the_nearest(tools, region: Path) -> None:
    step = '[[step]]\nid = "asked"\ntitle = "Somebody asks"\nowner = "council"\n'
    (region / "journeys").mkdir()
    (region / "journeys" / "damp.journey.toml").write_text(f'[journey]\ntitle = "Damp"\nneed = "dry-hoem"\n\n{step}')
    done = check(tools, region)
    assert done.returncode == 2
    for word in ("journeys/damp.journey.toml", "journey.need", "'dry-hoem'", "dry-home"):
        assert word in done.stderr


def test_a_folder_that_is_no_region(tools, tmp_path: Path) -> None:
    done = check(tools, tmp_path)
    assert done.returncode == 2
    assert "ginnel new" in done.stderr


def test_explain_says_why_and_under_which_law(tools, region: Path) -> None:
    done = tools.ginnel("explain", region, "tell:damp.vulnerable:northshire-homes", "--now", tools.now)
    assert done.returncode == 0
    for word in ("vulnerable (yes-or-no)", "asked first", "Art 9(2)(a)", "National Health Service Act 2006"):
        assert word in done.stdout
    wrong = tools.ginnel("explain", region, "tell:damp.vulnerabel:northshire-homes", "--now", tools.now)
    assert wrong.returncode == 2
    assert "Did you mean" in wrong.stderr
