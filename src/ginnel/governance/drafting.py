"""Writing agreements: which law rows fit, and the text of the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from ginnel.governance.accession import Accession
from ginnel.governance.agreements import ASSESSMENT, Agreement, Basis, Signatory
from ginnel.governance.bases import PLACES, row_reasons
from ginnel.governance.claims import questions
from ginnel.governance.law import LawRow
from ginnel.governance.question import Question
from ginnel.governance.register import Register
from ginnel.vocabulary import CATEGORIES


def offered(r: Register, a: Agreement, controller: str) -> Mapping[str, tuple[LawRow, ...]]:
    """Place of a basis -> the rows that fit this body, purpose, nation, recipients and day. Nothing is invented.

    The same rule answers as in the flow check; whether a named person signed for the row is another question.
    """
    asked = tuple(questions(r, a))
    return {
        place: tuple(row for row in r.law.rows.values() if row.kind in kinds and _fits(r, a, asked, controller, place, row))
        for place, kinds in PLACES.items()
    }  # fmt: skip


def _fits(r: Register, a: Agreement, asked: Iterable[Question], controller: str, place: str, row: LawRow) -> bool:
    if (place == "authorised_by" and not row.authorises) or (row.kind == "duty" and not row.from_class):
        return False
    if row.not_for_tasks and r.bodies[controller].public_authority:
        return False
    found = (w for q in asked for w in row_reasons(r, a, q, controller, place, row.id))
    return all(w.code == "law-not-verified" for w in found)


# --- The text of the file


def quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are a part of TOML's (TOML 1.0)."""
    return json.dumps("".join(c for c in text if c == "\n" or c.isprintable()), ensure_ascii=False)


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(v) for v in values) + "]"


def written(a: Agreement) -> str:
    """The file of an agreement. Reading it back gives the same agreement and the same hash."""
    lines = [
        f"id = {quoted(a.id)}", f"title = {quoted(a.title)}", f"plain = {quoted(a.plain)}", f"purpose = {quoted(a.purpose)}",
        f"from = {_list(sorted(a.sources))}", f"to = {_list(sorted(a.recipients))}", f"operations = {_list(sorted(a.operations))}",
    ]  # fmt: skip
    for key, values in (("uses", a.uses), ("open_from", a.open_from), ("open_to", a.open_to)):
        if values:
            lines.append(f"{key} = {_list(sorted(values))}")
    lines.append(f"categories = {_list(c for c in CATEGORIES if c in a.categories)}")
    lines += [f"ask = {quoted(a.ask)}", f"auto_release = {'true' if a.auto_release else 'false'}"]
    lines += [f"retention_days = {a.retention_days}", *_days(starts=a.starts, review_by=a.review_by, ends=a.ends)]
    if a.told:
        lines += ["", "[told]", *(f"{quoted(word)} = {quoted(level)}" for word, level in sorted(a.told.items()))]
    for basis in a.bases:
        lines += ["", *_basis_lines(basis)]
    for signatory in a.signatories:
        lines += ["", *_signatory_lines(signatory)]
    if a.assessment:
        lines += ["", "[assessment]", *(f"{s} = {quoted(a.assessment[s])}" for s in ASSESSMENT if s in a.assessment)]
    for risk in a.risks:
        lines += ["", "[[risk]]", *(f"{k} = {quoted(getattr(risk, k))}" for k in risk.__dataclass_fields__)]
    return "\n".join(lines) + "\n"


def written_form(form: Accession) -> str:
    """The file of an accession form."""
    lines = [
        f"id = {quoted(form.id)}", f"agreement = {quoted(form.agreement)}", f"agreed = {quoted(form.agreed)}",
        f"organisation = {quoted(form.organisation)}", f"side = {quoted(form.side)}", f"plain = {quoted(form.plain)}",
        *_days(starts=form.starts),
    ]  # fmt: skip
    if form.basis:
        lines += ["", *_basis_lines(form.basis)]
    for signatory in form.signatories:
        lines += ["", *_signatory_lines(signatory)]
    return "\n".join(lines) + "\n"


def _days(**days: date) -> list[str]:
    return [f"{key} = {day.isoformat()}" for key, day in days.items()]


def _basis_lines(basis: Basis) -> list[str]:
    lines = ["[[basis]]", f"controller = {quoted(basis.controller)}"]
    for key in basis.__dataclass_fields__:
        value = getattr(basis, key)
        if key != "controller" and value:
            lines.append(f"{key} = {quoted(value) if isinstance(value, str) else _list(value)}")
    return lines


def _signatory_lines(s: Signatory) -> list[str]:
    return ["[[signatory]]", f"organisation = {quoted(s.organisation)}", f"role = {quoted(s.role)}"]


def approval_lines(
    text_id: str, hash: str, signatory: Signatory, name: str, on: date, *, demo: bool
) -> str:  # fmt: skip
    """One [[approval]] for `agreements/approvals.toml`."""
    lines = [
        "", "[[approval]]", f"agreement = {quoted(text_id)}", f"hash = {quoted(hash)}",
        f"organisation = {quoted(signatory.organisation)}", f"role = {quoted(signatory.role)}",
        f"name = {quoted(name)}", f"on = {on.isoformat()}", *(["demo = true"] if demo else []),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
