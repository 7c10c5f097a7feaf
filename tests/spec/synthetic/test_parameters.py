"""The rates of the invented region, and how near a drawn region comes to them."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import ginnel.synthetic
from ginnel.synthetic import parameters as par
from ginnel.synthetic.population import CHILD, draw


@pytest.fixture(scope="module")
def population():
    rng = np.random.default_rng(5)
    return draw(rng, people=40_000, first_person=100_000, first_home=0, now=date(2026, 1, 12), salt=9)


def test_tenures_of_all_household_types_together_are_those_of_the_survey():
    """17 % social, 19 % private, 64 % owned, to a percentage point."""
    types = np.array([share for _, share in par.HOUSEHOLD_TYPES])
    assert types.sum() == pytest.approx(1)
    assert types @ np.array(par.TENURE_BY_TYPE) == pytest.approx(par.TENURE_SHARES, abs=0.011)


def test_a_drawn_region_comes_near_its_parameters(population):
    """Tenure, damp, sensors, arrears, protection and asthma: what was drawn against what was asked for."""
    homes, people = population.households, population.people
    for i in range(3):
        here = homes.tenure == i
        assert here.mean() == pytest.approx(par.TENURE_SHARES[i], abs=0.02)
        assert homes.damp[here].mean() == pytest.approx(par.DAMP_SHARE[i], abs=0.02)
        assert homes.sensor[here].mean() == pytest.approx(par.SENSOR_SHARE[i], abs=0.02)
    assert homes.arrears[homes.tenure == 0].mean() == pytest.approx(par.ARREARS_SHARE, abs=0.02)
    assert homes.protected.mean() == pytest.approx(par.PROTECTED_HOUSEHOLD_SHARE, abs=0.0015)
    assert len(people) / len(homes) == pytest.approx(2.36, abs=0.08)
    rows, codes, _ = population.sick
    shares = np.bincount(codes, minlength=len(par.CONDITIONS)) / len(people)
    assert shares[0] == pytest.approx(0.09, abs=0.01)
    assert shares[1] == pytest.approx(0.02, abs=0.006)
    assert len(set(zip(rows.tolist(), codes.tolist(), strict=True))) == len(rows)


def test_most_damp_homes_turn_damp_within_the_readings_and_a_quarter_was_before(population):
    """Onset is even over the last 60 days, or as old as the readings; homes that are not damp have none."""
    homes = population.households
    ago = (np.datetime64(population.now) - homes.onset[homes.damp]).astype(int)
    assert np.isnat(homes.onset[~homes.damp]).all()
    throughout = ago == par.READING_DAYS
    assert throughout.mean() == pytest.approx(par.DAMP_THROUGHOUT_SHARE, abs=0.04)
    late = ago[~throughout]
    assert late.min() >= 1
    assert late.max() <= par.ONSET_WITHIN_DAYS
    assert late.mean() == pytest.approx((1 + par.ONSET_WITHIN_DAYS) / 2, abs=2)


def test_children_are_children_and_live_with_a_parent(population):
    """Nobody is born after today; a child is under 18 and at least 16 years younger than the first adult."""
    ages, people = population.ages(), population.people
    child = people.role == CHILD
    assert ages.min() >= 0
    assert ages[child].max() < 18.5
    assert ages[~child].min() >= 18
    gap = ages[population.households.lead[people.household[child]]] - ages[child]
    assert gap.min() > 16


def test_the_ex_partner_of_a_protected_person_lives_alone_elsewhere(population):
    """The fled home is another household's, and its first adult is a man."""
    homes, people = population.households, population.people
    fled = np.flatnonzero(homes.protected)
    assert len(fled)
    assert (homes.old[fled] >= 0).all()
    assert (homes.old[fled] != fled).all()
    assert (people.sex[homes.lead[homes.old[fled]]] == 1).all()


def test_every_parameter_is_used():
    """A rate that no code reads would promise what the region does not hold."""
    folder = Path(str(ginnel.synthetic.__file__)).parent
    tree = ast.parse((folder / "parameters.py").read_text(encoding="utf-8"))
    targets = [
        t
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for t in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name) and n.id.isupper()]
    text = "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.py") if p.name != "parameters.py")
    own = (folder / "parameters.py").read_text(encoding="utf-8")
    unused = [n for n in names if n not in text and own.count(n) == 1]
    assert unused == ["TENURE_SHARES"], "TENURE_SHARES is what the table by type is checked against"


def test_the_generator_names_no_rule():
    """It imports nothing of Ginnel but the vocabulary and the directory, so that no rule can leak into its data."""
    folder = Path(str(ginnel.synthetic.__file__)).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ginnel"):
                assert node.module.split(".")[1] in ("synthetic", "vocabulary", "directory"), path.name
