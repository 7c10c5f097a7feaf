"""Properties that were seen to fail: each has a planted bug, one small believable change of the rule that it must catch.

A file `test_*_plants.py` beside the properties lists its plants, runs each property under its plants, and fails for a
property that has none. That a property holds of the rule as it is, is the property's own test.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from types import ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings


@dataclass(frozen=True)
class Plant:
    """`put` changes the rule; `seen_by` names the property that must fail then; `bug` says in words what is wrong."""

    seen_by: str
    bug: str
    put: Callable[[pytest.MonkeyPatch], None]

    @property
    def id(self) -> str:
        return f"{self.seen_by.removeprefix('test_')}: {self.bug}"


def setting(target: Any, name: str, value: Any) -> Callable[[pytest.MonkeyPatch], None]:
    """A plant that is one other value or function."""
    return lambda patch: patch.setattr(target, name, value)


def assert_seen(plant: Plant, module: ModuleType, request: pytest.FixtureRequest, patch: pytest.MonkeyPatch) -> None:
    """The property fails under its plant, by an assertion of its own, within the examples that it draws in every run.

    Its fixtures are made before the rule is changed.
    """
    test = getattr(module, plant.seen_by)
    given = list(_cases(test))
    fixtures = {n: request.getfixturevalue(n) for n in inspect.signature(test).parameters if n not in given[0]}
    if hasattr(test, "hypothesis"):
        kept = test._hypothesis_internal_use_settings
        same = settings(kept, derandomize=True, database=None, phases=(Phase.generate,), report_multiple_bugs=False)
        patch.setattr(test, "_hypothesis_internal_use_settings", same)
    plant.put(patch)
    with pytest.raises(AssertionError):
        _run(test, [{**fixtures, **case} for case in given])


def _run(test: Callable[..., None], cases: Iterable[dict[str, Any]]) -> None:
    for case in cases:
        test(**case)


def _cases(test: Any) -> Iterator[dict[str, Any]]:
    """The arguments of each case of a parametrised test; one empty case of any other."""
    marks = [m for m in getattr(test, "pytestmark", []) if m.name == "parametrize"]
    for chosen in product(*(m.args[1] for m in marks)):
        found: dict[str, Any] = {}
        for mark, values in zip(marks, chosen, strict=True):
            names = [n.strip() for n in mark.args[0].split(",")] if isinstance(mark.args[0], str) else mark.args[0]
            found |= dict(zip(names, values if len(names) > 1 else (values,), strict=True))
        yield found


def unplanted(modules: Iterable[ModuleType], plants: Iterable[Plant], exempt: Iterable[str] = ()) -> set[str]:
    """Tests of `modules` that no plant names, and plants and exemptions that name no test."""
    tests = {n for m in modules for n, f in vars(m).items() if n.startswith("test_") and callable(f)}
    return tests ^ ({p.seen_by for p in plants} | set(exempt))
