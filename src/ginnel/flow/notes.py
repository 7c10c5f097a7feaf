"""What a run writes into the ledger: ids of flows and agreements, counts, salted commitments; nobody's data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ginnel.flow.decide import Decision
from ginnel.flow.plan import Look, Plan
from ginnel.flow.run import Run
from ginnel.governance import Note
from ginnel.governance.ledger import commitment
from ginnel.vocabulary import digest


def plan_notes(run: Run, plan: Plan) -> Iterator[Note]:
    """One note for each permit and each refused flow, written before any row is read."""
    for permit in plan.permits:
        yield Note(
            f"{run.id}/permit/{permit.id}", "permit",
            {
                "run": run.id, "flow": permit.id, "purpose": permit.purpose, "controllers": sorted(permit.controllers),
                "agreements": dict(zip(permit.agreements, permit.agreement_hashes, strict=True)),
                "columns": {name: list(columns) for name, columns in permit.columns.items()},
                "expression": permit.expression,
            },
        )  # fmt: skip
    for refusal in plan.refusals:
        yield Note(
            f"{run.id}/refused/{refusal.flow}", "refused-flow",
            {"run": run.id, "flow": refusal.flow, "reasons": sorted(set(refusal.codes))},
        )  # fmt: skip


def cut_note(run: Run, look: Look, records: int, choices: Iterable[object]) -> Note:
    """How many records people's choices cut from one expression, and on which snapshot of choices."""
    return Note(
        f"{run.id}/cut/{look.use.id}", "choices-applied",
        {"run": run.id, "flow": look.permit.id, "records": records,
         "snapshot": commitment(run.secret, f"{run.id}/choices", digest(list(choices)))},
    )  # fmt: skip


def decision_note(run: Run, decision: Decision, agreement_hashes: Mapping[str, str]) -> Note:
    """One candidate, told or refused. Who it is about stands in a salted commitment only."""
    key = f"{run.id}/candidate/{decision.key}"
    about = {
        "person": decision.candidate.person,
        "home": decision.candidate.home,
        "told": dict(decision.candidate.told),
    }
    return Note(
        key, "candidate",
        {
            "run": run.id, "use": decision.candidate.use, "outcome": decision.outcome, "recipient": decision.recipient,
            "agreement": decision.agreement, "agreement_hash": agreement_hashes.get(decision.agreement or ""),
            "reasons": sorted({r.code for r in decision.reasons}),
            "about": commitment(run.secret, key, about),
        },
    )  # fmt: skip
