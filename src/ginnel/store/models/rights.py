"""What people asked of bodies about their data, how each body handled it, what it found, and what went wrong."""

from __future__ import annotations

from django.db import models


class RightsRequest(models.Model):
    """One request to one controller. Those of one form share `ask`. `person` is whom it is about, `asked_by` who asked.

    `capacity`: self, parent, helper, or staff (raised for somebody who phoned). `state` is that of its last event.
    """

    id = models.CharField(primary_key=True, max_length=40)
    ask = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=20)
    person = models.CharField(max_length=40, db_index=True)
    controller = models.CharField(max_length=60, db_index=True)
    nation = models.CharField(max_length=20)
    capacity = models.CharField(max_length=12, default="self")
    asked_by = models.CharField(max_length=150)
    channel = models.CharField(max_length=12, default="page")
    about = models.TextField(blank=True)
    worker = models.CharField(max_length=200, blank=True)
    """The worker whom she names or describes, where she asks whether that worker looked."""
    received_at = models.DateTimeField()
    state = models.CharField(max_length=16, default="new")
    version = models.IntegerField(default=0)


class RightsEvent(models.Model):
    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="events")
    number = models.IntegerField()
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    role = models.CharField(max_length=12, default="body")
    reasons = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["request", "number"], name="one_rights_event_a_number"),)


class RightsExemption(models.Model):
    """Leave to keep items out of one answer: proposed by one person, approved by another, looked at again by a day."""

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="exemptions")
    code = models.CharField(max_length=30)
    reasons = models.TextField()
    opinion = models.CharField(max_length=300, blank=True)
    review_by = models.DateField()
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)


class RightsItem(models.Model):
    """One thing that a body found about her. `content` holds its fields: name, meaning, value, categories.

    `decision`: open, give, cut (the fields in `cut` are left out) or keep (the whole is left out, by `exemption`).
    """

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=160)
    source = models.CharField(max_length=20)
    dataset = models.CharField(max_length=80, blank=True)
    content = models.JSONField()
    decision = models.CharField(max_length=8, default="open")
    cut = models.JSONField(default=list)
    exemption = models.ForeignKey(RightsExemption, null=True, on_delete=models.SET_NULL, related_name="items")
    decided_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("source", "dataset", "key")
        constraints = (models.UniqueConstraint(fields=["request", "key"], name="one_rights_item"),)


class RightsProxy(models.Model):
    """Leave that somebody gave a helper to ask for her: these kinds, until a day, or until she ends it."""

    person = models.CharField(max_length=40, db_index=True)
    username = models.CharField(max_length=150, db_index=True)
    kinds = models.JSONField()
    since = models.DateField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True)


class RightsNotice(models.Model):
    """Word to a body that was told something: it was put right, deleted or kept from use (UK GDPR Art 19)."""

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="notices")
    to = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    seen_by = models.CharField(max_length=150, blank=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["request", "to"], name="one_rights_notice"),)


class ErasureStep(models.Model):
    """One store that an erasure reaches: by when at the latest, when it was done, how many rows or files changed."""

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="erasures")
    store = models.CharField(max_length=30)
    latest = models.DateField()
    done_at = models.DateTimeField(null=True)
    changed = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["request", "store"], name="one_erasure_step"),)


class Breach(models.Model):
    """Personal data lost, altered or seen by somebody who may not. Words about what happened, no names of people."""

    id = models.CharField(primary_key=True, max_length=40)
    organisation = models.CharField(max_length=60, db_index=True)
    aware_at = models.DateTimeField()
    what = models.TextField()
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()
    people = models.IntegerField(null=True)
    high_risk = models.BooleanField(null=True)
    reported_at = models.DateTimeField(null=True)
    not_reported_why = models.TextField(blank=True)
    told_people_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
