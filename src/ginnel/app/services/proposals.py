"""A yes becomes a proposal at once: the sending body's worker need not wait for the next night."""

from __future__ import annotations

from datetime import datetime

from ginnel.store.models import OfferRow, ProposalRow


def propose(offer: OfferRow, now: datetime) -> None:
    """Put what `offer` asked about before a named worker of the sending body. Call inside the answer's transaction."""
    row, new = ProposalRow.objects.get_or_create(
        key=offer.key,
        defaults={
            "use": offer.use, "senders": list(offer.sources), "sender": offer.sender, "recipient": offer.recipient,
            "person": offer.about, "home": offer.home, "tenure": offer.tenure, "words": dict(offer.words),
            "agreement": offer.agreement, "restricted": offer.restricted, "proposed_at": now,
        },
    )  # fmt: skip
    if not new and row.state == "stopped":
        # An earlier no stopped it; she was asked again later and said yes.
        row.state, row.decided_at, row.decided_by, row.reason, row.proposed_at = "waiting", None, "", "", now
        row.save()
