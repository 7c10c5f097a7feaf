"""Who may make what: permits and openings are made by the flow check and asked for in two places, and never unpickled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest

MAKERS = {
    "make_permit": {"ginnel.governance.check"},
    "own_case": {"ginnel.flow.settle"},
    "disclosure": {"ginnel.app.services.release"},
    "ask": {"ginnel.app.services.asks"},
    "received": {"ginnel.app.services.received"},
}
"""Who may import each maker; governance's own __init__ passes the last two on."""

HOME = {
    "make_permit": "ginnel.governance.permit",
    "own_case": "ginnel.governance.openings",
    "disclosure": "ginnel.governance.openings",
    "ask": "ginnel.governance.openings",
    "received": "ginnel.governance.openings",
}
SEALED_IN = {"ginnel.governance.permit", "ginnel.governance.openings", "ginnel.vocabulary.seal"}
SEALED = {"Permit", "OwnCase", "Disclosure", "Ask", "Received", "Sealed"}
UNPICKLERS = {"pickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle"}


def misuse(module: Any) -> Iterator[str]:
    """Every place where a file makes, copies or forges what it may not."""
    for name in module.imported():
        maker = name.rpartition(".")[2]
        if name.startswith("ginnel.governance") and maker in MAKERS and not _may_import(module, maker):
            yield f"{module.name} imports {maker}"
        if name.split(".")[0] in UNPICKLERS:
            yield f"{module.name} imports {name}"
        if maker == "_SEAL":
            yield f"{module.name} imports a seal"
    for node in module.nodes:
        yield from (f"{module.name}:{node.lineno}: {what}" for what in _forged(module, node))  # type: ignore[attr-defined]


def _may_import(module: Any, maker: str) -> bool:
    return module.name in MAKERS[maker] or (module.name == "ginnel.governance" and maker != "make_permit")


def _forged(module: Any, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and node.id == "_SEAL" and module.name not in SEALED_IN:
        yield "names a seal"
    if isinstance(node, ast.Attribute) and node.attr in ("_SEAL", "_seal") and module.name not in SEALED_IN:
        yield "reaches for a seal"
    if isinstance(node, ast.Attribute) and node.attr in MAKERS and module.meant(node).startswith("ginnel.governance"):
        yield f"calls {node.attr} through its module"
    if not isinstance(node, ast.Call):
        return
    if any(k.arg == "_seal" for k in node.keywords) and module.name not in SEALED_IN:
        yield "passes a seal"
    if isinstance(node.func, ast.Name) and node.func.id in SEALED and module.name not in SEALED_IN:
        yield f"builds a {node.func.id} itself"
    if _copies(module, node):
        yield "copies a sealed value with changes"
    if isinstance(node.func, ast.Attribute) and node.func.attr == "__new__" and module.room != "vocabulary":
        yield "makes an object behind its constructor's back"
    if any(k.arg == "allow_pickle" and getattr(k.value, "value", True) for k in node.keywords):
        yield "allows pickles"


def _copies(module: Any, node: ast.Call) -> bool:
    """`dataclasses.replace` keeps the seal, so a changed copy of a permit would pass for one: see by name."""
    if module.meant(node.func) not in ("dataclasses.replace", "copy.replace") or not node.args:
        return False
    words = {n.id if isinstance(n, ast.Name) else n.attr for n in ast.walk(node.args[0])
             if isinstance(n, (ast.Name, ast.Attribute))}  # fmt: skip
    return bool(words & {"permit", "opening", "disclosure", "own_case", "leave", "link"})


def test_permits_and_openings_are_made_where_they_may_be(house: tuple[Any, ...]) -> None:
    assert [place for module in house for place in misuse(module)] == []


def test_the_makers_stand_where_this_test_thinks(house: tuple[Any, ...]) -> None:
    by_name = {m.name: m for m in house}
    for maker, home in HOME.items():
        assert maker in {n.name for n in by_name[home].tree.body if isinstance(n, ast.FunctionDef)}
        for user in MAKERS[maker]:
            assert maker in {n.rpartition(".")[2] for n in by_name[user].imported()}, f"{user} no longer uses {maker}"


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("ginnel.flow.one", "from ginnel.governance.permit import make_permit"),
        ("ginnel.governance.rights", "from ginnel.governance.permit import make_permit as m"),
        ("ginnel.app.services.cases", "from ginnel.governance import disclosure"),
        ("ginnel.flow.decide", "def late():\n    from ginnel.governance.openings import own_case"),
        ("ginnel.flow.decide", "from ginnel.governance import openings\nopenings.own_case(permit)"),
        ("ginnel.sources.read", "from ginnel.governance.permit import _SEAL"),
        ("ginnel.sources.read", "from ginnel.governance import permit\nx = permit._SEAL"),
        ("ginnel.store.cases", "from ginnel.governance import Disclosure\nDisclosure(_seal=None)"),
        ("ginnel.store.cases", "x = type(o)(_seal=o._seal)"),
        ("ginnel.flow.look", "from dataclasses import replace\nmore = replace(look.permit, columns={})"),
        ("ginnel.flow.look", "from ginnel.governance import Permit\nobject.__new__(Permit)"),
        ("ginnel.store.desk", "import pickle"),
        ("ginnel.app.services.received", "from ginnel.governance import ask"),
        ("ginnel.flow.settle", "from ginnel.governance.openings import received"),
        ("ginnel.app.services.asks", "from ginnel.governance import Ask\nAsk(key='k')"),
        ("ginnel.store.desk", "def late():\n    from shelve import open"),
        ("ginnel.sensors.sets", "import numpy as np\nnp.load(path, allow_pickle=True)"),
    ],
)
def test_a_planted_misuse_is_seen(planted: Any, where: str, text: str) -> None:
    assert list(misuse(planted(where, text)))


def test_a_page_may_have_a_rule_of_its_own_called_own_case(planted: Any) -> None:
    assert list(misuse(planted("ginnel.web.auth.rules", "def own_case(user):\n    return True\nown_case(1)"))) == []
