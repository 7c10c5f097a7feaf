"""The named people of the invented region, whom docs and tests speak of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ginnel.synthetic import STORIES, story_ids

ASTHMA, COPD = "195967001", "13645005"


@pytest.fixture(scope="module")
def of(region):
    """of(dataset, column, value): the rows of a dataset with this value."""
    tables = {}

    def rows(dataset, column, value):
        table = tables.setdefault(dataset, region.table(dataset))
        return [r for r in table if r[column] == value]

    return rows


@pytest.fixture(scope="module")
def codes(of):
    return lambda key: {r["code"] for r in of("gp_conditions", "patient_id", story_ids(key).patient_id)}


def _damp_days(key):
    return next(s.damp_days for s in STORIES for p in s.people if p.key == key)


def _mean_humidity(of, region, key):
    """Before and after the home turned damp, a day left out on which its walls and cloth take up the water."""
    dataset = "landlord_readings" if story_ids(key).device_id.startswith("L") else "council_readings"
    rows = of(dataset, "device_id", story_ids(key).device_id)
    assert len(rows) > 90 * 24 * 0.97
    start = datetime(region.now.year, region.now.month, region.now.day, tzinfo=UTC) - timedelta(days=_damp_days(key))
    dry = [r["humidity"] for r in rows if r["recorded_at"] < start]
    wet = [r["humidity"] for r in rows if r["recorded_at"] >= start + timedelta(days=1)]
    return sum(dry) / len(dry), sum(wet) / len(wet)


def test_amara_okafor_is_recorded_as_the_adult_for_chidi_who_has_asthma(of, codes):
    """A mother and her son, born 2019, in a social home that the landlord measures."""
    (chidi,) = of("gp_patients", "patient_id", story_ids("chidi").patient_id)
    assert (chidi["given_name"], chidi["family_name"], chidi["born"]) == ("Chidi", "Okafor", "2019-06-03")
    assert chidi["responsible_adult"] == story_ids("amara").patient_id
    assert codes("chidi") == {ASTHMA}
    (amara,) = of("tenancies", "occupant_id", story_ids("amara").occupant_id)
    assert (amara["given_name"], amara["tenant"]) == ("Amara", "true")


@pytest.mark.parametrize("key", ["amara", "megan", "doreen", "nadia", "brendan", "hodan"])
def test_damp_story_homes_turn_wet_and_cold_on_the_day_of_the_story(of, region, key):
    """Until then an ordinary home's air; after it, near 90 % relative humidity in rooms that are hardly heated."""
    dry, wet = _mean_humidity(of, region, key)
    assert dry < 60
    assert 85 < wet < 95


@pytest.mark.parametrize(("key", "days"), [("amara", 30), ("megan", 40)])
def test_damp_stories_begin_within_the_ninety_days_of_readings(region, key, days):
    """Amara's home turned damp about a month ago, Megan's some ten days before; truth has the day."""
    home = {t["key"]: t["home"] for t in region.truth("stories")}[key]
    onset = {t["home"]: t["onset"] for t in region.truth("damp")}[home]
    assert onset == region.now - timedelta(days=days)


def test_damp_story_homes_are_damp_in_summer_too(make):
    """The docs can be followed at any time of the year."""
    region = make(people=200, seed=3, now=date(2026, 8, 1))
    rows = [r for r in region.table("landlord_readings") if r["device_id"] == story_ids("amara").device_id]
    start = datetime(2026, 8, 2, tzinfo=UTC) - timedelta(days=_damp_days("amara"))
    wet = [r["humidity"] for r in rows if r["recorded_at"] >= start]
    assert sum(wet) / len(wet) > 83


def test_the_private_renter_and_the_owner_have_sensors_that_the_council_lent(of, codes):
    """Megan rents and has asthma, Brendan owns and has COPD."""
    (renter,) = of("council_devices", "device_id", story_ids("megan").device_id)
    (owner,) = of("council_devices", "device_id", story_ids("brendan").device_id)
    assert (renter["tenure"], owner["tenure"]) == ("private", "owner")
    assert (codes("megan"), codes("brendan")) == ({ASTHMA}, {COPD})


def test_doreen_objected_to_every_use(of, codes):
    """Her choice stands against her GP record, for all purposes, and goes on."""
    (choice,) = of("choices", "about_record", story_ids("doreen").patient_id)
    assert (choice["dataset"], choice["kind"], choice["purpose"]) == ("gp_patients", "objection", "all")
    assert choice["until"] == ""
    assert codes("doreen") == {COPD}


def test_leanne_fled_and_her_former_home_holds_the_man_she_left(of, region):
    """Social care keeps her new address secret; her practice still holds the old one, where Craig lives."""
    (care,) = of("social_care", "family_name", "Dunmore")[:1]
    assert care["protected"] == "true"
    assert care["address"].startswith("Flat 9, 3 Plover House")
    (patient,) = of("gp_patients", "patient_id", story_ids("leanne").patient_id)
    (craig,) = of("gp_patients", "patient_id", story_ids("craig").patient_id)
    assert patient["address"] == craig["address"]
    fled = {t["person"]: t["left"] for t in region.truth("protected")}
    assert fled[story_ids("leanne").person] == story_ids("craig").person


def test_tomasz_owes_more_rent_each_period(of):
    """Eight periods, and the arrears grow through all of them."""
    entries = sorted(of("rent_accounts", "occupant_id", story_ids("tomasz").occupant_id), key=lambda r: r["period_end"])
    owed = [float(r["owed"]) for r in entries]
    assert len(owed) == 8
    assert owed == sorted(owed)
    assert owed[0] > 0


def test_no_adult_is_recorded_for_sami(of, codes):
    """He has asthma, lives in a damp social home, and nobody can be asked for him yet."""
    (sami,) = of("gp_patients", "patient_id", story_ids("sami").patient_id)
    assert sami["responsible_adult"] == ""
    assert codes("sami") == {ASTHMA}


def test_the_warsames_are_to_be_asked_in_somali(of):
    """Both silos that hold a language say Somali."""
    assert {r["language"] for r in of("gp_patients", "family_name", "Warsame") if r["patient_id"] < "P1"} == {"so"}
    (hodan,) = of("tenancies", "occupant_id", story_ids("hodan").occupant_id)
    assert hodan["language"] == "so"


def test_every_story_person_is_in_truth_under_one_name(region):
    """Truth lists each of them, with the home of the story."""
    listed = {t["key"]: (t["story"], t["person"], t["home"]) for t in region.truth("stories")}
    for story in STORIES:
        for person in story.people:
            assert listed[person.key] == (story.key, story_ids(person.key).person, story.uprn)
