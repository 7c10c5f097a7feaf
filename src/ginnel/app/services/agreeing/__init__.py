"""Agreements on their way: the questions, the draft, its signatures, its papers."""
