"""The words of the rules, by code, for pages."""

from __future__ import annotations

from collections.abc import Mapping

from ginnel.governance.rights import EXEMPTIONS, EXPECT, KINDS
from ginnel.vocabulary.say import Say

RIGHTS: Mapping[str, Say] = {k.id: k.say for k in KINDS.values()}
RIGHTS_HINTS: Mapping[str, Say] = {k.id: k.hint for k in KINDS.values()}
RIGHTS_EXPECT: Mapping[str, Say] = {str(k): v for k, v in EXPECT.items()}
RIGHTS_EXEMPTIONS: Mapping[str, Say] = {e.id: e.say for e in EXEMPTIONS.values()}
