"""The dated table of bank holidays that ships with Ginnel."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from ginnel.vocabulary import BadInput, Problem
from ginnel.vocabulary.calendar import Holidays


@cache
def holidays_of(nation: str) -> Holidays:
    """Bank holidays in `nation`. Raises `BadInput` for a nation that the table does not hold."""
    text = resources.files("ginnel.directory").joinpath("holidays.toml").read_text(encoding="utf-8")
    for area in tomllib.loads(text)["area"]:
        if nation in area["nations"]:
            return Holidays(area["name"], frozenset(area["days"]), area["first"], area["last"])
    raise BadInput(
        Problem(f"no bank holidays for {nation}", file="directory/holidays.toml", mend="add an [[area]] with its days")
    )
