"""A contract says what a silo delivers; every mistake in one is told with its line and the nearest right word."""

from __future__ import annotations

from pathlib import Path

import pytest

from ginnel.sources import catalogue, load_contracts
from ginnel.vocabulary import BadInput


def test_a_contract_gives_type_category_role_and_key_of_each_column(workshop) -> None:
    contract = workshop.contract()
    assert contract.dataset.key == ("tenant_id",)
    assert contract.dataset.with_role("born").type == "date"
    assert contract.dataset.column("rent").categories == {"rent-account"}
    assert not contract.dataset.column("tenant_id").nullable, "a key is always required"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "people"', 'kind = "peple"', ["contracts/tenants.toml:4", "Did you mean 'people'?"]),
        ('"rent-account"', '"rent-acount"', ["Did you mean 'rent-account'?"]),
        ('key = ["tenant_id"]', 'key = ["tenantid"]', [":6", "Did you mean 'tenant_id'?"]),
        ('row_categories = ["tenancy"]', "row_categories = []", ["say what being a row tells"]),
        ('role = "born"', 'role = "borne"', ["Did you mean 'born'?"]),
        ('role = "born"', 'role = "phone"', ["a column with role phone has another type"]),
        ('name = "payer"', 'name = "rent"', ["a column of this name is described already"]),
        ('name = "payer"', 'name = "record"', ["not a name that a column may have"]),
        ('pattern = "T[0-9]+"', 'pattern = "T[0-9"', ["not a regular expression"]),
        ('pattern = "T[0-9]+"', 'pattern = "(?=T)"', ["look-around"]),
        ('format = "%d/%m/%Y"', 'format = "%d/%m/%y"', ["not a format that can be read"]),
        ("reject_limit = 0.5", "reject_limit = 5", ["number out of range"]),
        ("required = true", "requird = true", ["Did you mean 'required'?"]),
    ],
)
def test_a_mistake_is_told_with_line_and_mend(workshop, tenants_toml, old: str, new: str, told: list[str]) -> None:
    assert old in tenants_toml
    with pytest.raises(BadInput) as error:
        workshop.contract(tenants_toml.replace(old, new, 1))
    for words in told:
        assert words in str(error.value)


def test_all_mistakes_are_told_at_once(workshop, tenants_toml) -> None:
    with pytest.raises(BadInput) as error:
        workshop.contract(tenants_toml.replace('"text"', '"txt"').replace('"people"', '"x"'))
    assert len(error.value.problems) >= 4


def test_two_columns_cannot_share_a_role(workshop, tenants_toml) -> None:
    with pytest.raises(BadInput, match="another column has this role"):
        workshop.contract(
            tenants_toml.replace("required = true", 'role = "phone"').replace("choices", 'role = "phone"\nchoices')
        )


def test_a_link_must_lead_to_a_dataset_that_has_a_contract(tmp_path: Path, tenants_toml, readings_toml) -> None:
    (tmp_path / "tenants.toml").write_text(tenants_toml)
    (tmp_path / "readings.toml").write_text(readings_toml.replace('role = "device"', 'links_to = "tennants"'))
    with pytest.raises(BadInput) as error:
        load_contracts(tmp_path)
    assert "Did you mean 'tenants'?" in str(error.value)
    assert "readings.toml:1" in str(error.value)


def test_contracts_of_a_folder_make_a_catalogue(tmp_path: Path, tenants_toml, readings_toml) -> None:
    (tmp_path / "b.toml").write_text(tenants_toml)
    (tmp_path / "a.toml").write_text(readings_toml)
    assert catalogue(load_contracts(tmp_path)).names == ("readings", "tenants")
