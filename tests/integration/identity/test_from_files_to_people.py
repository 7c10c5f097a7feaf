"""From delivered files to people: load by contract, link under a permit, resolve; nothing is left in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from ginnel.engines.duck import connect
from ginnel.governance.permit import Permit, make_permit
from ginnel.identity import link, resolve
from ginnel.sources import catalogue, load, load_contracts
from ginnel.vocabulary.catalogue import Catalogue

COLUMN = '[[column]]\nname = "{0}"\ntype = "{1}"\ncategories = ["identifier"]\n'
ROLE = COLUMN + 'role = "{0}"\n'
FIELDS = [("given_name", "text"), ("family_name", "text"), ("born", "date"), ("address", "text"), ("postcode", "text")]


def contract(name: str, *more: tuple[str, str]) -> str:
    head = (
        f'dataset = "{name}"\ncontroller = "org-{name}"\nkind = "people"\n'
        'row_categories = ["identifier"]\nkey = ["id"]\n'
    )
    return head + COLUMN.format("id", "text") + "".join(ROLE.format(*f) for f in (*FIELDS, *more))


def permit(kind: str, known: Catalogue) -> Permit:
    return make_permit(
        kind=kind,  # type: ignore[arg-type]
        id=f"{kind}-1",
        purpose="identity",
        controllers=frozenset().union(*(d.controllers for d in known)),
        columns={d.name: d.column_names for d in known},
        agreements=(),
        agreement_hashes=(),
    )


def test_three_silos_become_two_people_and_two_homes(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts/gp.toml").write_text(contract("gp", ("nhs_number", "text")))
    (tmp_path / "contracts/rent.toml").write_text(contract("rent", ("uprn", "integer")))
    delivered = {
        "gp": "id,given_name,family_name,born,address,postcode,nhs_number\n"
        "1,Siân,Hughes,1980-02-01,12 High Street,NS1 2AB,9434765919\n2,Omar,Ali,1990-04-05,3 Mill Rd,NS2 3CD,\n",
        "rent": "id,given_name,family_name,born,address,postcode,uprn\n"
        "r1,SIAN,HUGHES,1980-02-01,12 High St,NS12AB,0042\n",
    }
    contracts = load_contracts(tmp_path / "contracts")
    known = catalogue(contracts)
    connection = connect(scratch=tmp_path / "scratch")
    frames = {}
    for one in contracts:
        folder = tmp_path / "data" / one.name
        folder.mkdir(parents=True)
        (folder / "a.csv").write_text(delivered[one.name], encoding="utf-8")
        report = load(
            one,
            folder,
            tmp_path / "lake",
            permit("load", known),
            now=datetime(2026, 1, 5, tzinfo=UTC),
            connection=connection,
        )
        assert report.stopped is None
        assert report.path is not None
        frames[one.name] = report.path
    allowed = permit("link", known)
    result = link(allowed, frames, known, connection)
    identity = resolve(allowed, result, frames, known, connection, secret=b"k", as_of=date(2026, 1, 5))
    people = {r["record"]: r["person"] for r in identity.links.to_pylist()}
    assert people["1"] == people["r1"] != people["2"]
    assert identity.people.num_rows == 2
    assert [h["uprn"] for h in identity.homes.to_pylist() if h["uprn"]] == ["42"]
    assert identity.homes.num_rows == 2
    assert connection.execute("SELECT table_name FROM information_schema.tables").fetchall() == []
