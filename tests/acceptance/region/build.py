"""The acceptance region: `ginnel new` as a start, its bodies, contracts and agreements replaced, real data delivered."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from ginnel.directory import load_directory
from ginnel.governance.agreements import load_agreements
from ginnel.region import new_region
from ginnel.region.new import demo_approvals, demo_verifications

OVERLAY = Path(__file__).parent / "folder"
DAY = date(2021, 5, 16)
"""The day after which the house's readings end."""
NOW = "2021-05-16T06:00:00+00:00"


def _beside(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"acceptance_region_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


silos = _beside("silos")


def build(folder: Path, real: Path) -> None:
    """Write the region into `folder` from the real-data folder `real`. A file that is not there is an error."""
    new_region(folder, today=DAY)
    for part in ("contracts", "agreements"):
        shutil.rmtree(folder / part)
    shutil.copytree(OVERLAY, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(real / "directory" / "local-authorities.csv", folder / "local-authorities.csv")
    agreements = load_agreements(folder / "agreements", "agreements", load_directory(folder).organisations)
    (folder / "agreements" / "approvals.toml").write_text(demo_approvals(agreements, DAY), encoding="utf-8")
    (folder / "law" / "verified.toml").write_text(demo_verifications(agreements, DAY), encoding="utf-8")
    silos.deliver_people(folder, real)
    silos.deliver_house(folder, real)


def ginnel(*words: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, since one process serves one region; its secret is fixed."""
    program = "import sys; from ginnel.cli.main import main; main(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True, timeout=300,
        env=os.environ | {"GINNEL_DEMO_SECRET": "acceptance"},
    )  # fmt: skip


@dataclass(frozen=True)
class Night:
    """The region after one night: where it is, how the command ended, what it said."""

    folder: Path
    real: Path
    done: subprocess.CompletedProcess[str]

    @property
    def summary(self) -> dict[str, Any]:
        return dict(json.loads(self.done.stdout))

    @property
    def run(self) -> Path:
        """The folder of the run."""
        return self.folder / "lake" / "runs" / str(self.summary["run"])

    @property
    def loads(self) -> dict[str, dict[str, Any]]:
        """What became of each delivery: rows kept, rows refused, files."""
        return dict(json.loads((self.run / "load.json").read_text(encoding="utf-8")))


def night(folder: Path, real: Path) -> Night:
    build(folder, real)
    return Night(folder, real, ginnel("nightly", folder, "--now", NOW, "--json"))
