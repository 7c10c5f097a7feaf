"""What commands do with a region's folder: make one, fill it with invented people, check it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ginnel.flow.plan import Plan, make_plan
from ginnel.governance import Reason, accession
from ginnel.governance.signing import lacking, signatory_reasons
from ginnel.identity.families import undated
from ginnel.region import Region, load_region, new_region
from ginnel.synthetic import write_region_data


def make(folder: Path, today: date) -> list[Path]:
    """A new region from the template; the files written."""
    return new_region(folder, today=today)


def synthesise(folder: Path, *, people: int, seed: int, now: date, progress: Any = None) -> dict[str, Any]:
    """Invented silos in `folder`/data and the truth in `folder`/truth."""
    summary = write_region_data(folder, people=people, seed=seed, now=now, progress=progress)
    return {
        "people": summary.people,
        "households": summary.households,
        "rows": dict(summary.rows),
        "bad_rows": dict(summary.bad_rows),
    }


@dataclass(frozen=True)
class Checked:
    """The plan of a region and what it is called."""

    region: Region
    plan: Plan

    @property
    def allowed(self) -> bool:
        return not self.plan.refusals

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """What a live region reads otherwise than a demonstration, and what to do about it."""
        return (*self._unsigned(), *self._undated())

    def _unsigned(self) -> Iterator[Reason]:
        """Signatories whom an agreement or a form lacks: in a live region the flow check refuses for each."""
        register = self.region.texts(self.plan.day)
        if not register.demo:
            return
        for a in register.agreements:
            yield from signatory_reasons(register, a.file, lacking(register, a))
        for form in self.region.accessions:
            parent = register.agreement(form.agreement)
            if parent:
                yield from signatory_reasons(register, form.file, accession.lacking(register, form, parent))

    def _undated(self) -> Iterator[Reason]:
        """Contracts whose records name an adult for a child and cannot say by which paper and when."""
        demo = self.region.config.mode == "demo"
        counts = "is taken at its word, in demo mode only" if demo else "counts for nothing: no child's adult is known"
        for contract in self.region.contracts:
            lacks = undated(self.region.delivered, contract.name)
            if lacks:
                yield Reason(
                    "adult-undated", f"{contract.file}: it {counts}", f"add columns with the roles {', '.join(lacks)}"
                )

    def as_json(self) -> dict[str, Any]:
        return {
            "region": self.region.config.name,
            "mode": self.region.config.mode,
            "day": self.plan.day.isoformat(),
            "permitted": [
                {
                    "flow": p.id,
                    "purpose": p.purpose,
                    "controllers": sorted(p.controllers),
                    "agreements": list(p.agreements),
                    "columns": {k: list(v) for k, v in p.columns.items()},
                }
                for p in self.plan.permits
            ],
            "may_be_told": [
                {"use": t.use, "recipient": t.recipient, "agreement": t.agreement.id, "words": dict(t.words),
                 "asked_first": t.agreement.ask == "before"}
                for look in self.plan.looks for t in look.tellable
            ],
            "refused": [
                {
                    "flow": r.flow,
                    "title": r.title,
                    "reasons": [{"code": w.code, "detail": w.detail, "mend": w.mend} for w in r.reasons],
                }
                for r in self.plan.refusals
            ],
            "warnings": [{"code": w.code, "detail": w.detail, "mend": w.mend} for w in self.warnings],
        }  # fmt: skip


def check(folder: Path, day: date) -> Checked:
    """Read the region and walk every flow through the flow check; no person's record is read."""
    region = load_region(folder)
    return Checked(region, make_plan(region, day))


def law_rows(folder: Path) -> list[dict[str, Any]]:
    """Every law row, with who signed for it in this region."""
    law = load_region(folder).law
    rows = []
    for row in law.rows.values():
        signed = law.verified.get(row.id)
        rows.append(
            {
                "id": row.id, "statute": row.statute, "section": row.section, "plain": row.plain, "kind": row.kind,
                "quality": row.quality, "hash": row.hash,
                "signed_by": signed.name if signed and signed.hash == row.hash else None,
                "demo": bool(signed and signed.demo),
            }
        )  # fmt: skip
    return rows
