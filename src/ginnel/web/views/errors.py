"""Error pages. They hold no data, not even the path that was asked for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ginnel.web.request import Request
from ginnel.web.show import page


def bad(request: Request, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(request, 400, _("We could not read that"), _("Go back and try again."))


def forbidden(request: Request, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(request, 403, _("You cannot do that"), _("Go back to the start page and sign in."))


def csrf(request: Request, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The form came without the mark that this site gives every form: an old page, or another site."""
    return _page(
        request, 403, _("This form is too old to be sent"), _("Nothing was saved. Open the page again and send it once more.")
    )  # fmt: skip


def missing(request: Request, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(
        request, 404, _("Page not found"), _("There is nothing here, or it is not for you to see. Check the address.")
    )


def broken(request: Request) -> HttpResponse:
    return _page(
        request, 500, _("Something went wrong"), _("Nothing that you entered was lost if a page said that it was saved.")
    )  # fmt: skip


def _page(request: Any, status: int, title: str, text: str) -> HttpResponse:
    return page(request, "error.html", status=status, title=title, text=text)
