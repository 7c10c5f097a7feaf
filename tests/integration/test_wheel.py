"""The wheel holds all that a region needs and runs away from the source, without npm."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = (
    "ginnel/web/static/vendor/govuk-frontend.min.css",
    "ginnel/web/static/vendor/govuk-frontend.min.js",
    "ginnel/web/static/vendor/LICENSE.txt",
    "ginnel/web/locale/cy/LC_MESSAGES/django.mo",
    "ginnel/region/template/region.toml",
    "ginnel/region/template/agreements/linking.toml",
    "ginnel/region/template/contracts/gp_patients.toml",
    "ginnel/governance/law_rows/powers.toml",
    "ginnel/directory/holidays.toml",
    "ginnel/app/demo_script.toml",
    "ginnel/store/migrations/0001_tables.py",
    "ginnel/py.typed",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def test_everything_is_in_it_and_no_mark_of_gov_uk(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        style = archive.read("ginnel/web/static/vendor/govuk-frontend.min.css").decode()
    assert [n for n in NEEDED if n not in names] == []
    assert "GDS" not in style
    assert not [n for n in names if n.endswith((".woff", ".woff2")) or "crown" in n or "crest" in n]


def test_the_demonstration_runs_from_the_wheel_without_npm(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("npm", "GINNEL", "NODE"))}
    environment |= {"PYTHONPATH": str(target), "PATH": str(Path(sys.executable).parent), "HOME": str(tmp_path)}
    code = "import ginnel; print(ginnel.__file__); from ginnel.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "demo", "--exit", "--people", "300", "--folder", str(tmp_path / "region")],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(target) in done.stdout.splitlines()[0], "the wheel's code ran, not the source's"
    for word in ("found", "asked", "told", "refused", "opened", "on data we made"):
        assert word in done.stdout
