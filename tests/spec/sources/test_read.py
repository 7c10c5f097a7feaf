"""Reading gives the columns that a permit names, and nothing without one."""

from __future__ import annotations

import pytest

from ginnel.sources import read, view_sql
from ginnel.vocabulary import NotAllowed

HEAD = "tenant_id,name,born,rent,payer,method\n"


def test_only_the_columns_of_the_permit_are_read(workshop) -> None:
    contract = workshop.contract()
    workshop.deliver(HEAD + "T1,Ann,,12,,\n")
    path = workshop.load(contract).path
    permit = workshop.permit(contract, kind="need", columns=("rent",))
    assert read(permit, "tenants", path, workshop.connection).to_pylist() == [{"record": "T1", "rent": 12.0}]
    assert view_sql(permit, "tenants", path).startswith('SELECT "record", "rent" FROM')


@pytest.mark.parametrize(("kind", "dataset"), [("load", "tenants"), ("need", "readings")])
def test_other_permits_read_nothing(workshop, kind: str, dataset: str) -> None:
    contract = workshop.contract()
    permit = workshop.permit(contract, kind=kind)
    with pytest.raises(NotAllowed):
        view_sql(permit, dataset, workshop.root / "lake" / dataset / "v" / "part.parquet")


def test_no_permit_reads_nothing(workshop) -> None:
    with pytest.raises(NotAllowed):
        view_sql(None, "tenants", workshop.root / "tenants" / "part.parquet")
