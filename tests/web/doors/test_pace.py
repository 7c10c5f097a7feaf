"""One body asks so many times a minute and no more; her codes are on a page of her own, for bodies that hold a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ginnel.app.services.doors.pace import Pace

NOW = datetime(2026, 11, 25, 10, 0, 20, tzinfo=UTC)
Visit = Callable[..., Any]


def test_so_many_in_a_minute_and_the_next_minute_again() -> None:
    pace = Pace()
    assert [pace.wait("a", NOW, 2) for _ in range(3)] == [0, 0, 40]
    assert pace.wait("b", NOW, 2) == 0, "another body waits for nobody"
    assert pace.wait("a", NOW + timedelta(seconds=39), 2) == 1
    assert pace.wait("a", NOW + timedelta(seconds=40), 2) == 0


def test_a_door_says_how_long_to_wait(knock: Any, code: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from ginnel.web.doors import http

    class Slow(Pace):
        def wait(self, body: str, now: datetime, most: int, questions: int = 1) -> int:
            assert most == 1000000, "the region's own limit"
            return super().wait(body, NOW, 3, questions)

    monkeypatch.setattr(http, "PACE", Slow())
    query = f"/v2/findUsage?userCode={code('tom', 'northshire-icb')}"
    headers = {"X-Road-UserId": code("tom", "northshire-icb")}
    for _ in range(3):
        assert knock("northshire-icb", query, **headers).status_code == 200
    refused = knock("northshire-icb", query, **headers)
    assert (refused.status_code, refused["Retry-After"]) == (429, "40")
    assert "batches" in refused.json()["error"]["mend"]
    assert knock("northshire-homes", "/v2/heartbeat").status_code == 200


def test_the_code_on_her_page_opens_what_is_on_her_page(visit: Visit, knock: Any, code: Any, store: Any) -> None:
    html = visit("c-amina").get("/me/codes").content.decode()
    mine = code("amina", "northshire-icb")
    assert mine in html
    assert code("amina", "northshire-homes") in html
    assert code("tom", "northshire-icb") not in html
    found = knock("northshire-icb", f"/v2/findUsage?userCode={mine}", **{"X-Road-UserId": mine}).json()
    assert found["totalUsages"] > 0


def test_a_batch_counts_whole(knock: Any, code: Any, question: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from ginnel.web.doors import http

    class Slow(Pace):
        def wait(self, body: str, now: datetime, most: int, questions: int = 1) -> int:
            return super().wait(body, NOW, 3, questions)

    monkeypatch.setattr(http, "PACE", Slow())
    one = question(code("tom", "northshire-icb"), "tell:damp.vulnerable:northshire-council")
    for many, status in ((3, 200), (1, 429)):
        asked = {"evaluations": [one] * many}
        assert knock("northshire-icb", "/access/v1/evaluations", asked).status_code == status
    monkeypatch.setattr(http, "PACE", Slow())
    assert knock("northshire-icb", "/access/v1/evaluations", {"evaluations": [one] * 4}).status_code == 429


def test_codes_of_somebody_protected_look_like_any_and_open_nothing(
    visit: Visit, knock: Any, code: Any, keys: Any, store: Any
) -> None:
    """A page without codes would tell whoever shares her telephone that she is protected."""
    from ginnel.store.models import Person, User

    Person.objects.filter(id="tom").update(protected=True)
    User.objects.filter(person_id="tom").exists() or User.objects.create(
        username="c-tom", demo=True, password="!", role="citizen", person_id="tom"
    )
    html = visit("c-tom").get("/me/codes").content.decode()
    mine = code("tom", "northshire-icb")
    assert mine in html
    assert "protect" not in html.lower()
    found = knock("northshire-icb", f"/v2/findUsage?userCode={mine}", **{"X-Road-UserId": mine}).json()
    assert found == {"totalUsages": 0, "usages": []}


def test_the_key_behind_codes_is_whole_and_private_and_made_once(store: Any) -> None:
    """A file that a crash left empty would have closed the doors for good."""
    from ginnel.app.services import place
    from ginnel.app.services.doors import codes

    path = codes.secret_path(place.folder())
    path.unlink(missing_ok=True)
    path.with_name(f".{path.name}.part").write_bytes(b"cut short")
    one = codes.code_for("tom", "northshire-icb", store.now)
    assert (path.stat().st_mode & 0o777, len(path.read_bytes())) == (0o600, 64)
    assert codes.code_for("tom", "northshire-icb", store.now) == one
