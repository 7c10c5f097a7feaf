"""Welsh: every text of a template or a view has one, with the same places to fill in."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.ext import extract_from_ast

import ginnel.web
from ginnel.vocabulary.say import Say
from ginnel.web import words

WEB = Path(ginnel.web.__file__).parent
MACHINE = WEB / "locale" / "cy" / "LC_MESSAGES" / "django.mo"


def texts() -> Iterator[str]:
    """The English of every text, singular where it has a plural."""
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True)
    env.policies["ext.i18n.trimmed"] = True
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    for path in sorted(WEB.rglob("*.html")):
        for _, _, message in extract_from_ast(env.parse(path.read_text(encoding="utf-8"))):
            yield message if isinstance(message, str) else str(message[0])
    for path in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                argument = node.args[0]
                assert isinstance(argument, ast.Constant), f"{path.name}: a text must stand as it is"
                yield str(argument.value)


@pytest.fixture(scope="module")
def welsh() -> gettext.GNUTranslations:
    if not MACHINE.exists():
        pytest.fail("the Welsh is not compiled: run `make install`, which does it")
    with MACHINE.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_every_text_has_welsh(welsh: gettext.GNUTranslations) -> None:
    known = {k if isinstance(k, str) else k[0] for k in welsh._catalog}  # type: ignore[attr-defined]
    assert [t for t in texts() if t not in known] == []


def test_welsh_fills_in_the_same_places(welsh: gettext.GNUTranslations) -> None:
    for text in texts():
        if "%(" in text and "open case" not in text:
            places = re.findall(r"%\(\w+\)s", text)
            assert sorted(places) == sorted(re.findall(r"%\(\w+\)s", welsh.gettext(text))), text


def test_every_code_has_words_in_both_languages() -> None:
    for name in dir(words):
        table = getattr(words, name)
        if name.isupper() and isinstance(table, dict) and name != "MONTHS":
            for code, say in table.items():
                assert isinstance(say, Say)
                assert say.en, (name, code)
                assert say.cy, (name, code)


def test_words_cover_what_the_rooms_below_can_say() -> None:
    """States, events, duties and outcomes of cases, in the order in which those rooms list them."""
    from ginnel.referrals.case import EVENT_KINDS
    from ginnel.referrals.clocks import RULES
    from ginnel.referrals.states import STATES, TABLE

    assert [s for s in STATES if s not in words.STATES or s not in words.NEXT] == []
    assert [e for e in EVENT_KINDS if e not in words.EVENTS or e not in words.ACTIONS] == []
    assert [r.duty for r in RULES if r.duty not in words.CLOCKS] == []
    assert [m.word for moves in TABLE.values() for m in moves if m.word and m.word not in words.FINDINGS] == []
