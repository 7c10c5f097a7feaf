"""Who asks, when, and may she: every page passes here, and none without a rule is served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from ginnel.app.services import place, users
from ginnel.web.auth import session
from ginnel.web.auth.rules import BY_NAME, KEY
from ginnel.web.doors import http
from ginnel.web.request import Request


class UserMiddleware:
    """Puts `who` and `now` on the request, asks the route's rule, and keeps pages out of every cache."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.now = timezone.now()
        place.refresh()
        id = session.user_id(request)
        request.who = users.by_id(id) if id is not None else None
        response = self.get_response(request)
        # A shared phone or a library's computer must not keep what was on a page.
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        return response

    def process_view(
        self, request: Request, _view: Any, _args: tuple[Any, ...], kwargs: dict[str, str]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        route = BY_NAME.get(match.url_name or "") if match else None
        if route is None:
            raise Http404
        if route.role is None:
            return None
        if route.role == KEY:
            caller = http.caller_of(request)
            if caller is None:
                return http.unauthorised(request)
            try:
                http.charge(request)
            except http.TooOften as error:
                return http.too_many(request, error.seconds)
            request.caller = caller
            return None
        if request.who is None:
            return redirect("sign-in")
        if request.who.role != route.role or not route.owns(request.who, kwargs, request.now):
            # 404 and not 403: whether it exists is nobody's business.
            raise Http404
        return None
