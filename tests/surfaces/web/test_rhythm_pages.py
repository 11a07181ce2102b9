"""What the rhythm says on pages: how sure, by which clock, corrected by what, and what has changed for everybody."""

from dataclasses import replace
from datetime import UTC, date, datetime

from django.urls import reverse

from sapwood.measures.rhythm import Learned, Params
from sapwood.measures.rhythm.change import Change
from sapwood.measures.rhythm.clock import Clock
from sapwood.records.relationships.models import Measurement, Standing

EPOCH = date(1970, 1, 1)
DAY = (date(2026, 6, 15) - EPOCH).days
PARAMS = Params("mbg", 1.5, 9.0, 0.2, 2.0)


def text(answer):
    return " ".join(answer.content.decode().split())


def told(cast, **more):
    row = Standing.objects.get(relationship=cast.orchard)
    for name, value in more.items():
        setattr(row, name, row.arithmetic | value if name == "arithmetic" else value)
    row.save()


def test_a_chance_has_a_range_and_says_what_corrected_it(as_, cast):
    lately = [DAY - 20, DAY - 7, 0.05]
    learned = {"learned": [0.1] * 8, "dates": 6, "alone": 0.31, "chance": 0.3, "low": 0.12, "high": 0.35}
    told(cast, arithmetic=learned | {"week": [1, 1, 1, 1, 1, 0.2, 0.1], "spells": [lately], "ahead": 22.4})
    page = text(as_(cast.ana).get(reverse("account", args=[cast.orchard.pk]))).replace("\xa0", " ")
    assert "<b>22 %</b> <small>12 % to 35 %</small>" in page
    assert "for 80 of 100 relationships with such a history the chance lies between 12 % and 35 %" in page
    assert "The rhythm alone says 31 %. What it missed on 6 dates before" in page
    assert "t_x = 600 working days after the first, watched for T = 641 working days" in page
    assert "A working day counts 1, a Saturday 0.2 and a Sunday 0.1" in page
    assert "From 26 May 2026 to 8 Jun 2026 hardly anybody was in touch, so the time counts 5 %." in page


def test_two_days_with_a_touch_are_too_early_to_tell(as_, cast):
    told(cast, touch_days=2, usual_gap_days=None, arithmetic={"low": 0.05, "high": 0.6})
    page = text(as_(cast.ana).get(reverse("account", args=[cast.orchard.pk]))).replace("\xa0", " ")
    assert "<b>too early to tell</b> <small>with others so new: 22 %</small>" in page
    assert "the chance lies between 5 % and 60 %" in page
    assert "22 %" not in text(as_(cast.ana).get(reverse("accounts"))).replace("\xa0", " ")


def test_what_has_changed_for_everybody_is_said_on_the_day(as_, cast):
    ours = Learned(DAY, 30, 30.0, Clock(), PARAMS, PARAMS, change=Change(30, 0.41))
    row = Measurement.objects.create(
        as_of=date(2026, 6, 15),
        made=datetime(2026, 6, 15, tzinfo=UTC),
        imports=[],
        relationships=1,
        learned=ours.plain(),
    )
    assert "In the last 30 days 41 relationships had a touch for every 100" in text(as_(cast.ana).get("/"))
    quiet = replace(ours, change=None, clock=Clock(spells=((DAY - 9, DAY, 0.04),)))
    Measurement.objects.filter(pk=row.pk).update(learned=quiet.plain())
    page = text(as_(cast.ana).get("/"))
    assert "Since 6 June 2026 hardly anybody has been in touch (4% of the usual)" in page
    Measurement.objects.all().delete()
    assert "hardly anybody" not in text(as_(cast.ana).get("/"))
