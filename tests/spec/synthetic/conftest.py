"""One small invented region for all sections of this chapter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

import ginnel
from ginnel.synthetic import LAYOUTS, Summary, write_region_data

NOW = date(2026, 1, 12)


@dataclass(frozen=True)
class Region:
    folder: Path
    summary: Summary
    now: date

    def table(self, dataset: str) -> list[dict[str, object]]:
        """The rows of a dataset as its silo delivered them (CSV: all text, empty for nothing)."""
        path = self.folder / "data" / dataset / f"{dataset}.{LAYOUTS[dataset].suffix}"
        if path.suffix == ".parquet":
            return pq.read_table(path).to_pylist()
        text = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(LAYOUTS[dataset].columns, pa.string()))
        return pyarrow.csv.read_csv(path, convert_options=text).to_pylist()

    def truth(self, name: str) -> list[dict[str, object]]:
        return pq.read_table(self.folder / "truth" / f"{name}.parquet").to_pylist()


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Region]:
    def write(*, people: int = 3000, seed: int = 1, now: date = NOW) -> Region:
        folder = tmp_path_factory.mktemp("region")
        return Region(folder, write_region_data(folder, people=people, seed=seed, now=now), now)

    return write


@pytest.fixture(scope="session")
def region(make: Callable[..., Region]) -> Region:
    return make()


@pytest.fixture(scope="session")
def template() -> Path:
    return Path(str(ginnel.__file__)).parent / "region" / "template"
