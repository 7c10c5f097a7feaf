"""Where it breaks, in sentences: the handover that carries most waiting, then late steps, then gaps with intervals.

Only what may be shown is said. A gap or a slow handover is named where it is shown with all that were looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from ginnel.journeys.shown import Shown
from ginnel.journeys.tables import Words, begun
from ginnel.vocabulary.say import Say

NOT_MANY = 0.05
"""A step whose interval of lateness lies wholly below this share is not named."""
SENTENCES = {
    "handover": Say(
        "The handover from {giver} to {taker} carries the largest share of all waiting: {share}; median {median} days, 9 in 10 within {p90} days.",
        "Y trosglwyddiad o {giver} i {taker} sy'n cario'r gyfran fwyaf o'r holl aros: {share}; canolrif {median} diwrnod, 9 o bob 10 o fewn {p90} diwrnod.",
    ),
    "no_handover": Say("The log shows no handover between named bodies.", "Nid yw'r log yn dangos trosglwyddiad rhwng cyrff a enwir."),
    "slow": Say("The handover from {giver} to {taker} is slower than the other handovers (adjusted p {p}).",
                "Mae'r trosglwyddiad o {giver} i {taker} yn arafach na'r lleill (p wedi'i addasu {p})."),
    "late": Say("{title} ({owner}): late in {share} of those decided.", "{title} ({owner}): hwyr mewn {share} o'r rhai a benderfynwyd."),
    "hidden_late": Say("How many are late is hidden for {count} of {all} clocks: too few on one side.",
                       "Cuddir faint sy'n hwyr ar gyfer {count} o {all} cloc: rhy ychydig ar un ochr."),
    "none_late": Say("No step is shown to be late in more than 1 of 20.", "Ni ddangoswyd bod unrhyw gam yn hwyr mewn mwy nag 1 o bob 20."),
    "gap": Say("{group}: {word} more often than all others by {difference}.", "{group}: {word} yn amlach na phawb arall o {difference}."),
    "no_gap": Say("No gap between groups is shown ({groups} compared; chance alone would name one in at most 1 of 20 such logs).",
                  "Ni ddangoswyd bwlch rhwng grwpiau ({groups} wedi'u cymharu; byddai siawns yn unig yn enwi un mewn 1 o bob 20 log o'r fath ar y mwyaf)."),
    "late_word": Say("late", "hwyr"),
    "slow_word": Say("slower than three in four", "arafach na thri o bob pedwar"),
}  # fmt: skip


NAMING = frozenset({"handover", "slow", "late", "gap"})
"""Sentences that name where something breaks; the others say that nothing is shown."""
Said = tuple[str, str]
"""The sentence's key in `SENTENCES`, and its text."""


def findings(shown: Shown, language: str) -> tuple[str, ...]:
    """The sentences, in the order in which one should read them."""
    return tuple(text for _, text in _said(shown, language))


def named(shown: Shown, language: str) -> tuple[str, ...]:
    """Only those that name where something breaks; often none."""
    return tuple(text for key, text in _said(shown, language) if key in NAMING)


def _said(shown: Shown, language: str) -> tuple[Said, ...]:
    say = Words(language)
    return (*_handovers(shown, say), *_late(shown, say), *_gaps(shown, say))


def _text(key: str, say: Words, **values: str) -> Said:
    return key, SENTENCES[key].in_(say.language).format(**values)


def _handovers(shown: Shown, say: Words) -> Iterator[Said]:
    pairs = [h for h in shown["handovers"]["pairs"] if h["count"] is not None]
    if not pairs:
        yield _text("no_handover", say)
        return
    first = pairs[0]
    yield _text("handover", say, giver=first["giver"], taker=first["taker"], share=say.share(first["share"]),
                median=say.days(first["median_days"]), p90=say.days(first["p90_days"]))  # fmt: skip
    for pair in pairs:
        if pair["slow"]:
            yield _text("slow", say, giver=pair["giver"], taker=pair["taker"], p=_p(pair["p"]))


def _late(shown: Shown, say: Words) -> Iterator[Said]:
    if shown["intended"] is None:
        return
    late = [c for c in shown["intended"]["clocks"] if c["late_share"] and c["late_share"]["low"] > NOT_MANY]
    late.sort(key=lambda c: -c["late_share"]["value"])
    for clock in late:
        yield _text("late", say, title=say.title(clock), owner=clock["owner"], share=say.share(clock["late_share"]))
    every = shown["intended"]["clocks"]
    hidden = sum(c["late_share"] is None and begun(c) for c in every)
    if hidden:
        yield _text("hidden_late", say, count=str(hidden), all=str(len(every)))
    elif not late:
        yield _text("none_late", say)


def _gaps(shown: Shown, say: Words) -> Iterator[Said]:
    if shown["gaps"] is None:
        return
    found = [g for g in shown["gaps"]["groups"] if g["found"] and g["difference"]["value"] > 0]
    _, word = _text(f"{shown['gaps']['of']}_word", say)
    for gap in found:
        yield _text("gap", say, group=gap["group"], word=word, difference=say.share(gap["difference"]))
    compared = sum(g["p"] is not None for g in shown["gaps"]["groups"])
    if not found and compared:
        yield _text("no_gap", say, groups=str(compared))


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
