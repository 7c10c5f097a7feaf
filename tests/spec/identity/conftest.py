"""A small region of three silos, written as lake files, with a permit to link them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from ginnel.engines.duck import connect
from ginnel.engines.files import write_table
from ginnel.governance.permit import Permit, make_permit
from ginnel.identity import Identity, LinkResult, link, resolve
from ginnel.vocabulary import Catalogue, Column, Dataset

TYPES = {"born": "date", "since": "date", "until": "date", "protected": "flag"}
ARROW = {"date": pa.date32(), "flag": pa.bool_(), "text": pa.string()}
COLUMNS = {
    "gp": (
        "nhs_number",
        "given_name",
        "family_name",
        "born",
        "sex",
        "address",
        "postcode",
        "phone",
        "language",
        "responsible_adult",
    ),
    "homes": ("given_name", "family_name", "born", "phone", "address", "postcode", "uprn", "since", "until"),
    "tax": ("given_name", "family_name", "address", "postcode", "uprn", "since"),
    "care": ("nhs_number", "given_name", "family_name", "born", "address", "postcode", "protected", "since"),
}
SECRET = b"a secret of the test"
Row = Mapping[str, object]


@dataclass
class Silos:
    """Link and resolve rows given as {dataset: [row, ..]}; a row's key is `key`."""

    root: Path
    connection: duckdb.DuckDBPyConnection

    def catalogue(self) -> Catalogue:
        return Catalogue(
            Dataset(
                name,
                frozenset({f"org-{name}"}),
                (
                    Column("key", "text", frozenset({"identifier"})),
                    *(
                        Column(
                            c,
                            TYPES.get(c, "text"),
                            frozenset({"identifier"}),
                            role=c,
                            links_to="gp" if c == "responsible_adult" else None,
                        )
                        for c in columns
                    ),
                    Column("secret", "text", frozenset({"health"})),
                ),
                frozenset({"identifier"}),
                key=("key",),
                kind="people",
            )
            for name, columns in COLUMNS.items()
        )

    def permit(self, without: str = "", kind: str = "link") -> Permit:
        columns = {d.name: tuple(c for c in d.column_names if f"{d.name}.{c}" != without) for d in self.catalogue()}
        return make_permit(
            kind=kind,
            id="link-1",
            purpose="identity",
            controllers=frozenset({"org"}),
            columns=columns,
            agreements=(),
            agreement_hashes=(),
        )

    def frames(self, rows: Mapping[str, Sequence[Row]]) -> dict[str, Path]:
        return {name: self._write(name, rows.get(name, ())) for name in COLUMNS}

    def _write(self, name: str, rows: Sequence[Row]) -> Path:
        columns = {c: ARROW[TYPES.get(c, "text")] for c in COLUMNS[name]}
        ordered = sorted(rows, key=lambda r: str(r["key"]))
        data = {
            "record": pa.array([r["key"] for r in ordered], pa.string()),
            "key": pa.array([r["key"] for r in ordered], pa.string()),
        }
        data |= {c: pa.array([r.get(c) for r in ordered], kind) for c, kind in columns.items()}
        data["secret"] = pa.array(["asthma"] * len(ordered), pa.string())
        return write_table(self.root / name / "v1" / "part.parquet", pa.table(data))

    def link(self, rows: Mapping[str, Sequence[Row]], **more: object) -> LinkResult:
        return link(self.permit(), self.frames(rows), self.catalogue(), self.connection, **more)  # type: ignore[arg-type]

    def resolve(self, rows: Mapping[str, Sequence[Row]], previous: Path | None = None, without: str = "") -> Identity:
        frames, permit = self.frames(rows), self.permit(without)
        result = link(permit, frames, self.catalogue(), self.connection)
        return resolve(
            permit,
            result,
            frames,
            self.catalogue(),
            self.connection,
            secret=SECRET,
            as_of=date(2026, 1, 5),
            previous=previous,
        )

    def groups(self, result: LinkResult) -> set[frozenset[str]]:
        """Who is one person with whom, of records that are not alone; fillers left out."""
        found: dict[int, set[str]] = {}
        for row in result.clusters.to_pylist():
            found.setdefault(row["cluster"], set()).add(f"{row['dataset']}:{row['record']}")
        return {frozenset(g) for g in found.values() if len(g) > 1 and not any(":x" in r for r in g)}


FIRST = (
    "Aled",
    "Bryony",
    "Callum",
    "Deepa",
    "Ewan",
    "Farah",
    "Gethin",
    "Hana",
    "Idris",
    "Jolene",
    "Kofi",
    "Leila",
    "Mabel",
    "Noor",
    "Owen",
    "Priya",
    "Quentin",
    "Rhian",
    "Stella",
    "Tariq",
)
LAST = (
    "Abbot",
    "Begum",
    "Clegg",
    "Dunne",
    "Ellis",
    "Foster",
    "Gill",
    "Haigh",
    "Iqbal",
    "Jowett",
    "Kaye",
    "Lumb",
    "Metcalfe",
    "Naylor",
    "Oldroyd",
    "Pickles",
    "Quinn",
    "Rashid",
    "Sykes",
    "Tordoff",
)


def filler(count: int = 150) -> dict[str, list[Row]]:
    """Other people of the region, each in one or two silos, so that figures are not measured on a handful."""
    gp: list[Row] = []
    homes: list[Row] = []
    for i in range(count):
        person = {
            "key": f"x{i}",
            "given_name": FIRST[i % 20],
            "family_name": LAST[(i * 7 + i // 20) % 20],
            "born": date(1940 + (i * 13) % 60, 1 + i % 12, 1 + (i * 5) % 28),
            "address": f"{i} Mill Road",
            "postcode": f"NS{1 + i % 7} {i % 10}AB",
        }
        gp.append(person)
        if i % 2:
            homes.append(person | {"uprn": str(5000 + i)})
    return {"gp": gp, "homes": homes}


@pytest.fixture
def silos(tmp_path: Path) -> Silos:
    return Silos(tmp_path, connect(scratch=tmp_path / "scratch"))


@pytest.fixture
def crowd():
    """Add the other people of the region to some rows."""

    def add(**rows: Sequence[Row]) -> dict[str, list[Row]]:
        others = filler()
        return {n: [*rows.get(n, ()), *others.get(n, ())] for n in COLUMNS}

    return add
