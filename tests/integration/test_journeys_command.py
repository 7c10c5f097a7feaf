"""`ginnel journeys`: text, JSON and report, on a log, on the example, on a region; errors with place and mend."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ginnel.cli.main import main
from ginnel.synthetic import write_victims

COLUMNS = ("--case", "case", "--activity", "activity", "--time", "time")


def ran(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["journeys", *arguments])


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("journeys") / "victims.csv"
    write_victims(path, seed=2, cases=600)
    return path


def test_it_says_first_where_it_breaks(log: Path) -> None:
    done = ran(str(log), *COLUMNS, "--organisation", "organisation", "--group", "language")
    assert done.exit_code == 0
    assert done.output.startswith("- The handover from Witness Care Unit to court carries the largest share")


def test_the_example_finds_what_is_planted_and_says_that_it_is_invented(tmp_path: Path) -> None:
    """The court is slow to send outcomes; whoever asked for Welsh is told later."""
    done = ran("--example", "victim", "--report", str(tmp_path / "report.html"), "--json")
    found = json.loads(done.output)
    assert found["made"] is True
    late = {c["step"]: c["late_share"]["value"] for c in found["intended"]["clocks"] if c["late_share"]}
    assert max(late, key=late.__getitem__) == "outcome-sent"
    assert [g["group"] for g in found["gaps"]["groups"] if g["found"] and g["difference"]["value"] > 0] == ["cy"]
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "On data we made" in report
    assert "<svg" in report
    assert not re.search(r"<script|https?://(?!www\.w3\.org)|url\(|@import", report), "nothing is fetched, nothing runs"
    for svg in re.findall(r"<svg.*?</svg>", report, re.DOTALL):
        assert "<title" in svg
        assert "<desc" in svg


def test_a_report_is_had_in_welsh(log: Path, tmp_path: Path) -> None:
    done = ran(
        str(log), *COLUMNS, "--organisation", "organisation", "--language", "cy", "--report", str(tmp_path / "r.html")
    )
    assert done.exit_code == 0
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert '<html lang="cy">' in report
    assert "Lle mae'n torri" in report.replace("&#x27;", "'")
    assert "Nid oes cyfieithydd" in report


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a LOG or a region"),
        (("LOG",), "a log needs --case, --activity and --time"),
        (("LOG", *COLUMNS, "--group", "langauge"), "Did you mean 'language'?"),
        (("LOG", *COLUMNS, "--done", "Trial endde"), "Did you mean 'Trial ended'?"),
        (("none.csv", *COLUMNS), "there is no such file"),
        (("LOG", *COLUMNS, "--intended", "none.toml"), "the file does not exist"),
    ],
)
def test_wrong_use_names_place_and_mend_and_ends_with_2(log: Path, arguments: tuple[str, ...], said: str) -> None:
    done = ran(*(str(log) if a == "LOG" else a for a in arguments))
    assert done.exit_code == 2
    assert said in done.output
    assert "V00" not in done.output, "no case is named"


def test_a_journey_of_other_steps_is_refused(log: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.journey.toml"
    other.write_text('[journey]\ntitle = "Other"\n\n[[step]]\nid = "one"\ntitle = "Trial endet"\nowner = "court"\n')
    done = ran(str(log), *COLUMNS, "--intended", str(other))
    assert done.exit_code == 2
    assert "no step of the intended journey is an activity of the log" in done.output
    assert "Trial ended" in done.output


def test_working_days_before_the_known_holidays_are_refused_with_a_mend(tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text("case,activity,time\nv,Trial ended,2009-03-02\n")
    journey = tmp_path / "old.journey.toml"
    journey.write_text(
        '[journey]\ntitle = "Old"\n\n[[step]]\nid = "one"\ntitle = "Trial ended"\nowner = "court"\n\n[[step]]\nid = "two"\n'
        'title = "Told"\nowner = "police"\n\n[[step.clock]]\nafter = "one"\nwithin = 5\nunit = "working-days"\n'
    )
    done = ran(str(old), *COLUMNS, "--intended", str(journey))
    assert done.exit_code == 2
    assert "bank holidays of England and Wales are known from" in done.output
