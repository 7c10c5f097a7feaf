"""A small contract and a workshop that writes deliveries and loads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from ginnel.engines.duck import connect
from ginnel.governance.permit import Permit, make_permit
from ginnel.sources import Contract, LoadReport, load, load_contract

TENANTS = """
dataset = "tenants"
controller = "northshire-homes"
kind = "people"
row_categories = ["tenancy"]
key = ["tenant_id"]
reject_limit = 0.5
[[column]]
name = "tenant_id"
type = "text"
categories = ["identifier"]
pattern = "T[0-9]+"
[[column]]
name = "name"
type = "text"
categories = ["identifier"]
required = true
[[column]]
name = "born"
type = "date"
categories = ["identifier"]
role = "born"
format = "%d/%m/%Y"
least = 1900-01-01
[[column]]
name = "rent"
type = "number"
categories = ["rent-account"]
least = 0
most = 1000
[[column]]
name = "payer"
type = "flag"
categories = ["tenancy"]
[[column]]
name = "method"
type = "text"
categories = ["tenancy"]
choices = ["cash", "card"]
"""

READINGS = """
dataset = "readings"
controller = "northshire-homes"
kind = "climate"
about = "device"
row_categories = ["housing-conditions"]
key = ["device_id", "recorded_at"]
reject_limit = 0.5
[[column]]
name = "device_id"
type = "text"
categories = ["housing-conditions"]
role = "device"
[[column]]
name = "recorded_at"
type = "timestamp"
categories = ["housing-conditions"]
role = "recorded_at"
zone = "Europe/London"
[[column]]
name = "humidity"
type = "number"
categories = ["housing-conditions"]
role = "humidity"
least = 0
most = 100
"""


@dataclass
class Workshop:
    """Writes files under a temporary region and loads them."""

    root: Path
    connection: duckdb.DuckDBPyConnection

    def contract(self, text: str = TENANTS) -> Contract:
        path = self.root / "contract.toml"
        path.write_text(text, encoding="utf-8")
        return load_contract(path, "contracts/tenants.toml")

    def deliver(self, text: str | bytes, name: str = "a.csv", dataset: str = "tenants") -> Path:
        folder = self.root / "data" / dataset
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    def permit(self, contract: Contract, kind: str = "load", columns: tuple[str, ...] | None = None) -> Permit:
        return make_permit(
            kind=kind,
            id="permit-1",
            purpose="identity",
            controllers=contract.dataset.controllers,
            columns={contract.name: columns or contract.dataset.column_names},
            agreements=("a",),
            agreement_hashes=("h",),
        )

    def load(self, contract: Contract | None = None, permit: Permit | None = None) -> LoadReport:
        contract = contract or self.contract()
        return load(
            contract,
            self.root / "data" / contract.name,
            self.root / "lake",
            permit or self.permit(contract),
            now=datetime(2026, 1, 5, 6, tzinfo=UTC),
            connection=self.connection,
        )

    def rows(self, report: LoadReport) -> list[tuple[object, ...]]:
        return self.connection.execute(f"SELECT * FROM read_parquet('{report.path}')").fetchall()

    def refused(self, report: LoadReport) -> list[str]:
        assert report.reject_file is not None
        return report.reject_file.read_text(encoding="utf-8").splitlines()[1:]


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path, connect(scratch=tmp_path / "scratch"))


@pytest.fixture
def tenants_toml() -> str:
    return TENANTS


@pytest.fixture
def readings_toml() -> str:
    return READINGS


@pytest.fixture
def problems() -> Callable[[Exception], list[str]]:
    return lambda error: str(error).splitlines()
