"""Cases, offers, proposals, messages: the help itself."""

from __future__ import annotations

from django.db import models


class CaseRow(models.Model):
    """A case of `organisation`. `restricted` cases are for named staff only. `version` guards against lost updates."""

    id = models.CharField(primary_key=True, max_length=40)
    opening_key = models.CharField(max_length=64, unique=True)
    opening_kind = models.CharField(max_length=20)
    use = models.CharField(max_length=80)
    organisation = models.CharField(max_length=60, db_index=True)
    service = models.CharField(max_length=80, blank=True)
    home = models.CharField(max_length=40, db_index=True)
    person = models.CharField(max_length=40, blank=True)
    tenure = models.CharField(max_length=20)
    nation = models.CharField(max_length=20)
    restricted = models.BooleanField(default=False)
    words = models.JSONField()
    agreement = models.CharField(max_length=60, blank=True)
    sources = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    aware_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)


class CaseEventRow(models.Model):
    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="events")
    number = models.IntegerField()
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    role = models.CharField(max_length=12, default="worker")
    reasons = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    scripted = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["case", "number"], name="one_event_a_number"),)


class OfferRow(models.Model):
    """A question to one person, or to a body that decides for a child. Silence is no. `answer` is "", "yes" or "no"; `state` open, yes, no, lapsed, withdrawn."""

    id = models.CharField(primary_key=True, max_length=40)
    key = models.CharField(max_length=64, db_index=True)
    """The opening key that a yes leads to."""
    use = models.CharField(max_length=80)
    asked = models.CharField(max_length=40, db_index=True)
    about = models.CharField(max_length=40, db_index=True)
    home = models.CharField(max_length=40, blank=True)
    tenure = models.CharField(max_length=20, default="unknown")
    recipient = models.CharField(max_length=60)
    sender = models.CharField(max_length=60, blank=True)
    """The body whose worker releases after a yes."""
    agreement = models.CharField(max_length=60)
    words = models.JSONField()
    sources = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    state = models.CharField(max_length=12, default="open")
    answer = models.CharField(max_length=4, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    scripted = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    body = models.CharField(max_length=60, blank=True, db_index=True)
    """Where a body decides by an order: it is asked, and `asked` is empty."""
    role = models.CharField(max_length=120, blank=True)
    """Who decides there, by name or post, as the order says."""
    reasons = models.TextField(blank=True)
    """Of a body's answer: a person gives none."""


class ProposalRow(models.Model):
    """A telling that waits for a named worker of the sending body, or was released or turned down by one."""

    key = models.CharField(primary_key=True, max_length=64)
    use = models.CharField(max_length=80)
    senders = models.JSONField()
    sender = models.CharField(max_length=60, db_index=True)
    recipient = models.CharField(max_length=60)
    person = models.CharField(max_length=40)
    home = models.CharField(max_length=40, blank=True)
    tenure = models.CharField(max_length=20)
    words = models.JSONField()
    agreement = models.CharField(max_length=60)
    state = models.CharField(max_length=12, default="waiting")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)
    opening = models.JSONField(null=True)
    """The disclosure as it was made; the ledger's entry commits to exactly these fields."""
    restricted = models.BooleanField(default=False)
    scripted = models.BooleanField(default=False)
    recalled_at = models.DateTimeField(null=True)
    recalled_why = models.CharField(max_length=20, blank=True)


class MessageRow(models.Model):
    """A message on its way out: referrals.Message. What leaves says only that there is something to read."""

    id = models.CharField(primary_key=True, max_length=40)
    to_kind = models.CharField(max_length=12)
    to = models.CharField(max_length=60, db_index=True)
    channel = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
