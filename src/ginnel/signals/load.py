"""The signals of a region: those that ship with Ginnel and are switched on, and the region's own files.

A region's signal files are trusted code: they are imported before any dataset is opened. The flow check guards
against mistakes in them, not against a hostile file (SECURITY.md).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path

from ginnel.signals import arrears, damp, pension_credit
from ginnel.signals.signal import Signal
from ginnel.vocabulary import BadInput, Problem, nearest

SHIPPED: dict[str, Signal] = {s.name: s for s in (damp.SIGNAL, arrears.SIGNAL, pension_credit.SIGNAL)}


def load_signals(names: Iterable[str], folder: Path, shown_as: str) -> tuple[Signal, ...]:
    """The shipped signals called `names`, then each `*.py` of `folder` that holds a `SIGNAL`, by file name."""
    found: list[Signal] = []
    for name in names:
        if name not in SHIPPED:
            raise BadInput(Problem(f"no signal is called {name!r}", file="region.toml", key="signals.use",
                                   expected="one of " + ", ".join(SHIPPED), nearest=nearest(name, SHIPPED)))  # fmt: skip
        found.append(SHIPPED[name])
    found += [_own(path, f"{shown_as}/{path.name}") for path in sorted(folder.glob("*.py"))]
    seen: set[str] = set()
    for signal in found:
        if signal.name in seen:
            raise BadInput(Problem(f"two signals are called {signal.name!r}", file=shown_as, mend="rename one"))
        seen.add(signal.name)
    return tuple(found)


def _own(path: Path, shown_as: str) -> Signal:
    spec = importlib.util.spec_from_file_location(f"ginnel_region_signal_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise BadInput(Problem("cannot be imported as Python", file=shown_as))
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise BadInput(
            Problem(f"fails when imported: {type(error).__name__}: {error}", file=shown_as, mend="correct the file")
        ) from error
    signal = getattr(module, "SIGNAL", None)
    if not isinstance(signal, Signal):
        raise BadInput(
            Problem("holds no SIGNAL", file=shown_as, expected="SIGNAL = Signal(...) from ginnel.signals",
                    mend="see docs/how-to/write-a-signal.md")
        )  # fmt: skip
    return signal
