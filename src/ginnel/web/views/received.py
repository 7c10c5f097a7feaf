"""A worker records what came to her body from outside: a letter, an e-mail, a form."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ginnel.app.services import received
from ginnel.vocabulary import BadInput
from ginnel.web.request import Request, user_of
from ginnel.web.show import Faults, page

FIELDS = ("service", "sender", "channel", "day", "claimed", "words", "case")


def new(request: Request) -> HttpResponse:
    user, faults = user_of(request), Faults()
    form = {k: request.POST.get(k, "") for k in FIELDS}
    agreement = None
    if request.method == "POST":
        day = _day(form["day"])
        if day is None:
            faults.add("id_day", _("Write the day on which it came as year-month-day, such as 2026-11-25"))
        else:
            try:
                case = received.record(user, _form(form, day), request.now)
            except BadInput as error:
                found = error.problems[0]
                faults.add(f"id_{found.key}", _texts().get(found.key or "", _("Look at this again")))
                agreement = found.found if found.key == "sender" else None
            else:
                messages.success(request, _("Recorded. The case of your body is open."))
                return redirect("case", id=case)
    return page(
        request, "cases/received.html", faults=faults, form=form, services=received.services(user),
        channels=received.CHANNELS, agreement=agreement,
    )  # fmt: skip


def _form(form: dict[str, str], day: date) -> received.Form:
    return received.Form(
        form["service"], form["sender"], form["channel"], day, form["claimed"][:300], form["words"], form["case"]
    )


def _texts() -> dict[str, str]:
    return {
        "service": _("Choose a service of your own body"),
        "sender": _("Write who sent it. A body that tells you such things under an agreement uses that agreement"),
        "channel": _("Choose how it came"),
        "day": _("This day lies in the future"),
        "words": _("Write what was received"),
        "case": _("No case of yours about a person has this number. Leave it empty if you do not know"),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
