"""Rooms from vocabulary to flow never ask the clock or for chance: both are arguments.

An import ban cannot see `datetime.now()`, so this reads the code: what every name and attribute means.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

ASKS = re.compile(
    r"(datetime\.datetime\.(now|utcnow|today)|datetime\.date\.today|time\.\w+|uuid\.uuid[14]|os\.(urandom|getrandom|times)"
    r"|secrets\.\w+|random\.(?!Random$)\w+|numpy\.random\.(?!default_rng$|Generator$|BitGenerator$|PCG64$|SeedSequence$)\w+"
    r"|pandas\.Timestamp\.(now|today|utcnow)|ibis\.(now|today|random|uuid))"
)
WANTS_A_SEED = {"random.Random", "numpy.random.default_rng", "numpy.random.PCG64", "numpy.random.SeedSequence"}
IN_SQL = re.compile(
    r"\b(current_date|current_time|current_timestamp|localtimestamp|gen_random_uuid)\b|\b(now|today|random|uuid)\(\)",
    re.I,
)
SAYS_SQL = re.compile(r"\b(SELECT|CREATE|INSERT|UPDATE|DELETE)\b")


def asked(module: Any) -> Iterator[str]:
    """Every place where a file asks the clock or for chance, as "line: what"."""
    for node in module.nodes:
        if isinstance(node, (ast.Attribute, ast.Name)):
            meant = module.meant(node)
            if ASKS.fullmatch(meant):
                yield f"{module.name}:{node.lineno}: {meant}"
        if isinstance(node, ast.Call) and not node.args and module.meant(node.func) in WANTS_A_SEED:
            yield f"{module.name}:{node.lineno}: {module.meant(node.func)} without a seed"
    for line, text in module.texts:
        if SAYS_SQL.search(text):
            yield from (f"{module.name}:{line}: SQL {m.group()}" for m in IN_SQL.finditer(text))


def test_the_rules_never_ask_the_clock_or_for_chance(pure: tuple[Any, ...]) -> None:
    assert [place for module in pure for place in asked(module)] == []


def test_enough_was_read(pure: tuple[Any, ...]) -> None:
    assert {m.room for m in pure} >= {"vocabulary", "governance", "sensors", "referrals", "synthetic", "flow"}
    assert sum(1 for m in pure for n in m.nodes if isinstance(n, ast.Call)) > 1000


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nseen = datetime.now()",
        "from datetime import UTC, datetime as D\nseen = D.now(UTC)",
        "import datetime as dt\nseen = dt.datetime.utcnow()",
        "from datetime import date\nseen = date.today()",
        "from dataclasses import field\nfrom datetime import datetime\nat = field(default_factory=datetime.now)",
        "def late():\n    import time\n    return time.monotonic()",
        "from time import perf_counter as clock\nseen = clock()",
        "import uuid\nid = uuid.uuid4()",
        "from uuid import uuid1\nid = uuid1()",
        "import random\nx = random.random()",
        "import random\nx = random.Random()",
        "from random import shuffle\nshuffle([])",
        "import numpy as np\nx = np.random.rand(3)",
        "import numpy as np\nx = np.random.default_rng()",
        "import os\nx = os.urandom(8)",
        "from secrets import token_hex\nx = token_hex()",
        "import ibis\nx = ibis.now()",
        "sql = 'SELECT current_date'",
        "sql = f'SELECT random() FROM {1}'",
    ],
)
def test_a_planted_question_is_seen(planted: Any, text: str) -> None:
    assert list(asked(planted("ginnel.sensors.planted", text)))


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import UTC, datetime, time\nx = datetime.combine(d, time(), UTC)",
        "import random\nx = random.Random(7)",
        "import numpy as np\nx = np.random.default_rng([1, 2])",
        "import uuid\nx = uuid.uuid5(uuid.NAMESPACE_URL, 'a')",
        "def f(now):\n    return now.date()",
        '"""We do not call datetime.now() here."""',
    ],
)
def test_what_is_given_as_an_argument_or_seeded_is_fine(planted: Any, text: str) -> None:
    assert list(asked(planted("ginnel.sensors.planted", text))) == []
