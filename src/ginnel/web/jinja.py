"""The templates' environment: GOV.UK macros behind their prefix, our templates, both languages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from ginnel.app.services import cases, journeys, place, received, users
from ginnel.vocabulary.say import Say
from ginnel.web import words, words_governance, words_needs, words_openings, words_papers, words_rights

WORDS = (words, words_needs, words_governance, words_rights, words_openings, words_papers)
"""Where `of` looks for a table of words."""


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
        "next_step": _next_step, "clock_state": _clock_state, "event_text": _event_text, "said_or_aside": _said_or_aside,
        "staff": users.called, "signs_as": _signs_as, "run_name": _run_name, "word_of": _word_of, "use_title": _use_title,
        "clock_words": _clock_words, "service_name": _service_name, "received_of": received.kept,
    }  # fmt: skip
    return env


def _clock_words(clock: journeys.Clock) -> str:
    return journeys.said(clock, language())


def language() -> str:
    return "cy" if (translation.get_language() or "en").startswith("cy") else "en"


def _url(name: str, *args: str) -> str:
    return reverse(name, args=args)


def _say(value: Say | None) -> str:
    """A text in the language of the page."""
    return value.in_(language()) if value else ""


def _of(code: object, table: str) -> str:
    """Words for a code, from a table of `words` or of a module beside it: `{{ state | of("STATES") }}`."""
    home = next(m for m in WORDS if hasattr(m, table))
    return words.say(getattr(home, table), code, language())


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
    if row.opening_kind in ("ask", "received"):
        return _service_name(row.service)
    if found is None:
        return str(row.use)
    signal, rule = found
    return (rule.title if row.opening_kind == "own-case" else signal.title).in_(language())


def _service_name(id: str) -> str:
    """A service by its name; its id where the region does not have it any more."""
    found = next((s for s in place.region().directory.services if s.id == id), None)
    return found.called(language()) if found else id


def _use_title(use: str) -> str:
    """What a use looks for, as staff read it; its id where the region does not have it any more."""
    found = place.rule_of(use)
    return found[1].title.in_(language()) if found else use


def _purpose_of(use: str) -> str:
    found = place.rule_of(use)
    return found[0].purpose if found else ""


def _why_not(code: str) -> str:
    """Why nobody was told, for the person herself."""
    return words.WHY_NOT.get(code, words.WHY_NOT_OTHER).in_(language())


def _reason(code: str) -> str:
    """A reason in plain words, for staff."""
    return place.reason(code)


def _next_step(view: cases.CaseView) -> str:
    """What happens next. Help has other steps than a hazard."""
    if view.help and view.state == "acknowledged":
        return words.NEXT_HELP.in_(language())
    return words.say(words.NEXT, view.state, language())


def _clock_state(clock: Any) -> str:
    """Done too late, or fallen away too late, is not the same as still owed and late."""
    if clock.state != "late" or clock.owed:
        return str(clock.state)
    return "done-late" if clock.met_at is not None else "stopped-late"


def _event_text(event: Any) -> str:
    if event.role == "citizen" and event.kind in ("escalated", "reopened"):
        return words.NOT_PUT_RIGHT.in_(language())
    return words.say(words.EVENTS, event.kind, language())


def _said_or_aside(event: Any) -> bool:
    """Whether the line of an event names no actor: it says who itself, or an aside would point at a person."""
    return event.role == "citizen" or str(event.kind) in cases.ASIDES


def _signs_as(user: Any) -> str:
    """A name with its body, unless the name says the body already."""
    name = str(user.display_name or user.username)
    bodies = [place.called(user.organisation, code) for code in (language(), "en")] if user.organisation else []
    return name if not bodies or any(b in name for b in bodies) else f"{name}, {bodies[0]}"


def _run_name(path: str) -> str:
    """A line of a run's summary, such as "outcomes / damp.damp_home / ask", in plain words."""
    return ": ".join(_run_part(part) for part in path.split(" / "))


def _run_part(part: str) -> str:
    found = place.rule_of(part)
    if found is not None:
        return found[1].title.in_(language())
    for table in (words.RUN, words.OUTCOMES):
        if part in table:
            return table[part].in_(language())
    return place.reason(part)


def _word_of(name: str, purpose: str) -> str:
    """The sentence of a word that an agreement for `purpose` lets be told; its name where no signal tells it."""
    rules = [rule for signal in place.region().signals if signal.purpose == purpose for rule in signal.rules]
    rules.sort(key=lambda rule: rule.opening != "disclosure")
    found = next((rule.tells[name].say for rule in rules if name in rule.tells), None)
    return found.in_(language()) if found else name
