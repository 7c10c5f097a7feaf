"""The same words in English and Welsh. Welsh that no translator has read is marked so wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Say:
    """One text in both languages; `reviewed` is true once a named translator has read the Welsh."""

    en: str
    cy: str
    reviewed: bool = False

    def in_(self, language: str) -> str:
        """The text in `language` ("cy", otherwise English)."""
        return self.cy if language == "cy" else self.en
