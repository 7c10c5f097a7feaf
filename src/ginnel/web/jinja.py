"""The templates' environment: GOV.UK macros behind their prefix, our templates, both languages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from ginnel.app.services import place
from ginnel.vocabulary.say import Say
from ginnel.web import words


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend asks for."""
    options["loader"] = ChoiceLoader(
        [
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            PackageLoader("ginnel.web", "templates"),
        ]
    )
    options |= {"trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"]}
    env = Environment(**{**options, "autoescape": True})  # noqa: S701 - autoescape is on
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {"static": static, "url": _url, "words": words, "demo": settings.DEMO}
    env.filters |= {
        "say": _say, "of": _of, "day": _day, "moment": _moment, "body": _body, "lastday": _last_day,
        "written": _written, "case_title": _case_title, "purpose_of": _purpose_of, "why_not": _why_not, "reason": _reason,
    }  # fmt: skip
    return env


def language() -> str:
    return "cy" if (translation.get_language() or "en").startswith("cy") else "en"


def _url(name: str, *args: str) -> str:
    return reverse(name, args=args)


def _say(value: Say | None) -> str:
    """A text in the language of the page."""
    return value.in_(language()) if value else ""


def _of(code: object, table: str) -> str:
    """Words for a code, from a table of `words`: `{{ state | of("STATES") }}`."""
    return words.say(getattr(words, table), code, language())


def _day(value: date | datetime | None) -> str:
    """A day; of a moment, its local day."""
    if value is None:
        return ""
    return words.day_text(place.today(value) if isinstance(value, datetime) else value, language())


def _moment(value: datetime | None) -> str:
    return words.moment_text(value, language(), place.zone()) if value else ""


def _body(organisation: str) -> str:
    """The name of an organisation."""
    return place.called(organisation, language())


def _last_day(value: datetime) -> str:
    """The last day on which something may still be done, where `value` is the first moment at which it is too late."""
    return _day(value - timedelta(seconds=1))


def _written(value: str) -> str:
    """A day stored as 2026-11-03 is written out; everything else stays."""
    try:
        return words.day_text(date.fromisoformat(value), language())
    except ValueError:
        return value


def _case_title(row: Any) -> str:
    """What a case is called. One that a telling opened bears the broad title: the rule's own would tell more."""
    found = place.rule_of(row.use)
    if found is None:
        return str(row.use)
    signal, rule = found
    return (rule.title if row.opening_kind == "own-case" else signal.title).in_(language())


def _purpose_of(use: str) -> str:
    found = place.rule_of(use)
    return found[0].purpose if found else ""


def _why_not(code: str) -> str:
    """Why nobody was told, for the person herself."""
    return words.WHY_NOT.get(code, words.WHY_NOT_OTHER).in_(language())


def _reason(code: str) -> str:
    """A reason in plain words, for staff."""
    return place.reason(code)
