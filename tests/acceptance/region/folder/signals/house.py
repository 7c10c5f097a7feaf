"""The landlord's half of the shipped damp signal: this region has no lent sensors and no health records."""

from __future__ import annotations

from dataclasses import replace

from ginnel.signals.damp import SIGNAL as DAMP

SIGNAL = replace(DAMP, name="house", rules=tuple(rule for rule in DAMP.rules if rule.name == "damp_home"))
