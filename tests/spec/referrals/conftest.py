"""What an integrated care board told a landlord about a person, as governance would make it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ginnel.governance import Agreement, Disclosure, Tellable, disclosure


@pytest.fixture
def told() -> Callable[..., Disclosure]:
    """What the ICB told the landlord about a person, under an agreement and after her yes."""

    def make(key: str = "told-1", use: str = "damp.vulnerable", organisation: str = "northshire-homes") -> Disclosure:
        agreement = Agreement(
            id="gp-landlord", title="Lungs and damp", purpose="damp-and-mould", sources=frozenset({"northshire-icb"}),
            recipients=frozenset({organisation}), operations=frozenset({"tell"}), categories=frozenset({"health"}),
            bases=(), signatories=(), starts=date(2026, 1, 1), review_by=date(2027, 1, 1), ends=date(2028, 1, 1),
        )  # fmt: skip
        leave = Tellable(
            use=use, recipient=organisation, agreement=agreement, words={"vulnerable": "yes-or-no"},
            sources=frozenset({"northshire-icb"}), basis=("ukgdpr-6-1-e",),
        )  # fmt: skip
        return disclosure(
            leave, key=key, person="p-1", home="h-1", words={"vulnerable": "yes"}, answered_yes=True, released_by="w-9"
        )

    return make
