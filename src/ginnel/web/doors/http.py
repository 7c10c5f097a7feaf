"""What every door does alike: method, size, JSON, errors in one shape, and the caller's request id sent back."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from ginnel.app.services import place
from ginnel.app.services.doors import clients
from ginnel.app.services.doors.authzen import PageGone
from ginnel.app.services.doors.opaque import is_opaque
from ginnel.app.services.doors.pace import PACE
from ginnel.vocabulary import BadInput, Problem
from ginnel.web.request import Request

LARGEST = 256 * 1024
"""Bytes of a question; a batch of 500 has some 100,000."""
View = Callable[..., HttpResponse]


def caller_of(request: Request) -> str | None:
    """The body whose key the request bears. A session is no key: a browser cannot be made to ask for somebody."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        return None
    return clients.body_of(place.folder(), key.strip(), place.today(request.now))


def unauthorised(request: Request) -> HttpResponse:
    response = fault(401, "send the key of your body", "Authorization: Bearer KEY; `ginnel clients add` makes one")
    response["WWW-Authenticate"] = 'Bearer realm="ginnel"'
    return echoed(request, response)


class TooOften(Exception):
    """This body has asked more in this minute than it may; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds


def charge(request: Request, questions: int = 1) -> None:
    """Count what the caller asks. Raises `TooOften` above the region's limit for a minute."""
    most = place.region().config.limits.door_requests
    seconds = PACE.wait(caller_of(request) or "", request.now, most, questions)
    if seconds:
        raise TooOften(seconds)


def too_many(request: Request, seconds: int) -> HttpResponse:
    response = fault(429, "this body has asked too often in this minute", f"wait {seconds} seconds, and ask in batches")
    response["Retry-After"] = str(seconds)
    return echoed(request, response)


def fault(status: int, what: str, mend: str = "", **more: str) -> HttpResponse:
    return JsonResponse({"error": {"status": status, "message": what, "mend": mend, **more}}, status=status)


def echoed(request: Request, response: HttpResponse) -> HttpResponse:
    """With X-Request-ID as it came, unless it looks like a person's number."""
    given = request.headers.get("X-Request-ID", "")
    if is_opaque(given):
        response["X-Request-ID"] = given
    return response


def door(method: str) -> Callable[[View], View]:
    """A view that answers `method` with JSON. Forms of other sites cannot reach it: it takes a key and no cookie."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def answer(request: Request, *args: Any) -> HttpResponse:
            if request.method != method:
                response = fault(405, "this door takes another method", f"use {method}")
                response["Allow"] = method
                return echoed(request, response)
            return echoed(request, _answered(view, request, *args))

        return answer

    return wrap


def _answered(view: View, request: Request, *args: Any) -> HttpResponse:
    try:
        return view(request, *args)
    except BadInput as error:
        problem = error.problems[0]
        return fault(400, problem.message, problem.mend or "", key=problem.key or "", expected=problem.expected or "")
    except RequestDataTooBig:
        return fault(413, "this is too large", f"send at most {LARGEST} bytes")
    except TooOften as error:
        return too_many(request, error.seconds)
    except PageGone:
        return fault(404, "there is no such page of this search", "start again without page.token")


def body_of(request: Request) -> Mapping[str, Any]:
    """The JSON object of a request. Raises `BadInput`, and `RequestDataTooBig` before anything too large is read."""
    if request.content_type != "application/json":
        raise BadInput(Problem("this is not JSON", key="Content-Type", expected="application/json"))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        raise RequestDataTooBig
    try:
        found = json.loads(request.body, parse_constant=_no_number)
    except (ValueError, RecursionError, UnreadablePostError):
        raise BadInput(Problem("this is not JSON", mend="send one JSON object in UTF-8")) from None
    if not isinstance(found, dict):
        raise BadInput(Problem("this is not one JSON object", expected="{...}"))
    return found


def _no_number(_text: str) -> float:
    raise ValueError("JSON has no such number")
