"""Signals of need: one file, one need."""

from ginnel.signals.load import SHIPPED, load_signals
from ginnel.signals.signal import Rule, Signal, Word

__all__ = ["SHIPPED", "Rule", "Signal", "Word", "load_signals"]
