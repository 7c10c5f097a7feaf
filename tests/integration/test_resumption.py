"""Killed anywhere and run again, a night ends the same: nothing lost, nothing twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

STEPS = ("plan", "load", "link", "measure", "again", "look", "settle")
BOUNDARIES = [(step, what) for step in STEPS for what in ("begins", "done")]
DEEP = os.environ.get("GINNEL_DEEP") == "1"
MOMENTS = 50 if DEEP else 20
GROUPS = 4

DRIVER = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from ginnel.app.entropy import entropy_for
from ginnel.app.night import run_night
folder, step, what = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
def progress(s, w):
    if (s, w) == (step, what):
        os.kill(os.getpid(), signal.SIGKILL)
run_night(folder, now=datetime.fromisoformat(sys.argv[4]), entropy=entropy_for(folder), progress=progress)
"""


def assert_same(tools, region: Path, expected: dict) -> None:
    found = tools.logical_state(region)
    assert found.keys() == expected.keys()
    different = [name for name in expected if found[name] != expected[name]]
    assert different == []
    assert tools.ginnel("ledger", "verify", region).returncode == 0


@pytest.fixture(scope="module")
def expected(tools, after_night: Path) -> dict:
    return tools.logical_state(after_night)


@pytest.mark.parametrize(("step", "what"), BOUNDARIES)
def test_killed_at_a_step_boundary(tools, fresh: Path, expected: dict, tmp_path: Path, step: str, what: str) -> None:
    region = tools.copied(fresh, tmp_path / "region")
    killed = subprocess.run(
        [sys.executable, "-c", DRIVER, str(region), step, what, tools.now],
        env=tools.environment(), capture_output=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    again = tools.ginnel("nightly", region, "--now", tools.now)
    assert again.returncode == 0, again.stdout + again.stderr
    assert_same(tools, region, expected)


@pytest.mark.parametrize("group", range(GROUPS))
def test_killed_at_random_moments(tools, fresh: Path, expected: dict, tmp_path: Path, group: int) -> None:
    draw = random.Random(20261125 + group)
    for number in range(MOMENTS // GROUPS):
        region = tools.copied(fresh, tmp_path / f"region{number}")
        command = [
            sys.executable,
            "-c",
            "from ginnel.cli.main import main; main()",
            "nightly",
            str(region),
            "--now",
            tools.now,
        ]
        child = subprocess.Popen(command, env=tools.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(1.0, 6.0))
        child.send_signal(signal.SIGKILL)
        child.wait()
        # The command that a person would type again, and once more for good measure when it had finished already.
        again = tools.ginnel("nightly", region, "--now", tools.now)
        assert again.returncode == 0, again.stdout + again.stderr
        assert_same(tools, region, expected)


def test_the_same_night_again_changes_nothing(tools, after_night: Path, expected: dict, tmp_path: Path) -> None:
    region = tools.copied(after_night, tmp_path / "region")
    again = tools.ginnel("nightly", region, "--now", tools.now)
    assert again.returncode == 0, again.stdout + again.stderr
    assert_same(tools, region, expected)


def test_two_nights_at_once_are_one_night_and_one_refusal(tools, fresh: Path, expected: dict, tmp_path: Path) -> None:
    region = tools.copied(fresh, tmp_path / "region")
    command = [
        sys.executable,
        "-c",
        "from ginnel.cli.main import main; main()",
        "nightly",
        str(region),
        "--now",
        tools.now,
    ]
    both = [
        subprocess.Popen(command, env=tools.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [child.communicate()[1] for child in both]
    assert sorted(child.returncode for child in both) == [0, 2]
    assert any("another night is running" in text for text in said)
    assert_same(tools, region, expected)
