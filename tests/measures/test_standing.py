"""Standings: every measure of a relationship as of a date."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from standing_cast import ANA, BIRCH, HOME, JANE, LUIS, ORCHARD, PRIYA, TOM, call, log, mail, people

from sapwood.measures.cadence import agreed
from sapwood.measures.history import look_back
from sapwood.measures.recent import Recent
from sapwood.measures.rhythm import Params, p_touch, silence_rank, usual_gap
from sapwood.measures.standing import judged, standings
from sapwood.store.duckdb import DuckDB, OutOfMemory

AS_OF = date(2024, 3, 31)
START = date(2024, 1, 1)


def weekly(count: int, first: date = START, **more: object) -> list[dict]:
    return [
        mail(str(first + timedelta(days=7 * i)), JANE if i % 2 else ANA, ANA if i % 2 else JANE, **more)
        for i in range(count)
    ]


@pytest.fixture
def stand(engine):
    def of(*rows: dict, cadences=None) -> dict:
        return {one.organisation: one for one in standings(look_back(engine(*rows), AS_OF), cadences or {})}

    return of


def test_a_weekly_account(stand):
    twice = mail("2024-01-01T15:00", JANE, ANA)  # the same day: one touch for the rhythm, two in all
    one = stand(twice, *weekly(12))[ORCHARD]
    assert (one.touches, one.touch_days) == (13, 12)
    assert one.first_touch == datetime(2024, 1, 1, 12, tzinfo=UTC)
    assert one.last_touch == datetime(2024, 3, 18, 12, tzinfo=UTC)
    assert one.silent_days == 13
    assert one.quarters == [{"label": "2024-Q1", "touches": 13}]
    low, middle, high = one.usual_gap
    assert 1 <= low <= middle <= high
    assert 4 <= middle <= 10
    assert one.reach["hangs_on"] == [ANA]
    assert one.balance["starts"]["of"] == 13
    assert one.why.startswith("Silent for 13 days. You usually speak every ")


def test_the_arithmetic_gives_the_figures_again(stand):
    one = stand(*weekly(12), mail("2024-02-02", PRIYA, ANA))[ORCHARD]
    numbers = one.arithmetic
    params = Params(**{field.name: numbers[field.name] for field in fields(Params) if field.name in numbers})
    x, t_x, whole, s = (numbers[name] for name in ("x", "t_x", "T", "s"))
    assert (x, t_x, whole) == (11, 77, 90)
    assert p_touch(params, x, t_x, whole, 30)[0] == pytest.approx(one.p_touch_30d)
    assert silence_rank(params, x, t_x, whole - t_x, s)[0] == pytest.approx(one.silence_rank)
    assert [float(gap[0]) for gap in usual_gap(params, x, t_x, s)] == pytest.approx(one.usual_gap)


def test_agreed_cadence_overrides_the_rhythm(stand):
    rows = weekly(8)  # the last on 19 February: silent for 41 days
    assert stand(*rows)[ORCHARD].state == "red"
    kept = stand(*rows, cadences={ORCHARD: agreed(None, 90)})[ORCHARD]
    assert (kept.state, kept.why) == ("green", "Agreed at least every 90 days; silent for 41 days.")
    broken = stand(*rows, cadences={ORCHARD: agreed(7, 38)})[ORCHARD]
    assert (broken.state, broken.why) == ("red", "Agreed at least every 38 days; silent for 41 days.")
    assert (broken.arithmetic["floor"], broken.arithmetic["ceiling"]) == (7, 38)
    weekend = stand(*rows, cadences={ORCHARD: agreed(7, 40)})[ORCHARD]  # 40 days end on a Saturday, today is Sunday
    assert (weekend.state, weekend.arithmetic["due"]) == ("amber", "2024-04-01")
    assert weekend.why == "Agreed at least every 40 days; silent for 41 days, 1 day left."


def test_too_little_history_is_unknown_and_nothing_is_usual(stand):
    twice = [mail(f"2024-03-0{day}T10:00", JANE, ANA) for day in (1, 2)]
    one = stand(*twice)[ORCHARD]
    assert (one.touches, one.touch_days, one.state) == (2, 2, "unknown")
    assert (one.usual_gap, one.silence_rank) == (None, None)
    assert 0 < one.p_touch_30d < 1


def test_mails_of_one_afternoon_make_nothing_usual_but_the_silence_after_them_is_judged(stand):
    same_day = [mail(f"2024-03-01T{hour}:00", JANE, ANA) for hour in range(10, 15)]
    one = stand(*same_day)[ORCHARD]
    assert (one.touches, one.touch_days, one.usual_gap) == (5, 1, None)
    assert one.state != "unknown" and 0 < one.silence_rank < 1


def test_a_cadence_with_somebody_never_touched(stand):
    one = stand(*weekly(3), cadences={BIRCH: agreed(None, 30)})[BIRCH]
    assert (one.touches, one.last_touch, one.silent_days, one.state) == (0, None, None, "unknown")
    assert one.why == "Agreed at least every 30 days, but no touch is on record yet."
    assert (list(one.recent), one.quarters, one.reach["ties"]) == ([], [], [])


def test_a_part_of_the_history_is_judged_by_what_was_learned_from_all(engine):
    orchard, birch = weekly(8), [mail("2024-02-02", PRIYA, ANA), mail("2024-03-02", TOM, PRIYA)]
    whole = look_back(engine(*orchard, *birch), AS_OF)
    everything = {one.organisation: one for one in standings(whole, {})}
    (part,) = standings(look_back(engine(*birch), AS_OF, whole.outlook.learned), {})
    for field in fields(part):
        assert str(getattr(part, field.name)) == str(getattr(everything[BIRCH], field.name))


def test_another_agreement_over_the_same_history(stand):
    rows = weekly(8)
    again = judged(stand(*rows)[ORCHARD], agreed(7, 40))
    kept = stand(*rows, cadences={ORCHARD: agreed(7, 40)})[ORCHARD]
    assert (again.state, again.why, again.arithmetic) == (kept.state, kept.why, kept.arithmetic)


def test_touches_that_were_saved_come_back_as_they_were(stand):
    recent = stand(call("2024-03-20", TOM, LUIS, 90, channel="visit"), *weekly(2, parent=77))[ORCHARD].recent
    assert list(Recent.of_bytes(recent.to_bytes())) == list(recent)
    assert recent.channels() == {"mail": 2, "visit": 1}


def test_quarters_without_a_touch_stand_as_nought(stand):
    one = stand(mail("2023-05-01", JANE, ANA), mail("2023-06-01", JANE, ANA), mail("2023-12-31", JANE, ANA))[ORCHARD]
    assert [(q["label"], q["touches"]) for q in one.quarters] == [
        ("2023-Q2", 2), ("2023-Q3", 0), ("2023-Q4", 1), ("2024-Q1", 0),
    ]  # fmt: skip


def test_the_newest_fifty_touches_come_newest_first(stand):
    rows = [mail(str(START + timedelta(days=i)), JANE, ANA, id=i + 1) for i in range(60)]
    visit = call("2024-03-20", TOM, LUIS, 90, id=99, channel="visit")
    one = stand(*rows, visit)[ORCHARD]
    assert [touch["id"] for touch in one.recent] == [99, *range(60, 11, -1)]
    assert len(one.recent) == 50
    newest = one.recent[0]
    assert newest == {
        "id": 99,
        "when": datetime(2024, 3, 20, 12, tzinfo=UTC),
        "channel": "visit",
        "direction": "out",
        "colleague": TOM,
        "contact": LUIS,
        "direct": True,
        "addressed": 1,
        "words": 0,
        "questions": 0,
        "minutes": 90.0,
        "parent": None,
        "thread": 99,
    }
    assert [touch["id"] for touch in one.recent[:2]] == [99, 60]
    assert one.recent[-1]["id"] == 12


def test_an_empty_log_has_no_standings(stand):
    assert stand() == {}


def test_home_is_never_an_account(stand):
    assert HOME not in stand(*weekly(3), mail("2024-03-01", ANA, TOM))


def test_sightings_of_one_interaction_are_one_and_withdrawn_imports_are_none(tmp_path):
    seen_twice = [
        mail("2024-03-01", JANE, (ANA, TOM), id=1, mailbox=box, import_id=number)
        for box, number in ((ANA, 1), (TOM, 2))
    ]
    withdrawn = mail("2024-03-02", JANE, ANA, id=2, import_id=3)
    pq.write_table(log(*seen_twice), tmp_path / "a.parquet")
    pq.write_table(log(withdrawn), tmp_path / "b.parquet")
    files = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for source in (files, pq.read_table(files[0]), ds.dataset(files)):
        (one,) = standings(look_back(DuckDB(source, people(), imports=[1, 2]), AS_OF), {})
        assert one.touches == 1
    (both,) = standings(look_back(DuckDB(files, people(), imports=[2, 3]), AS_OF), {})
    assert both.touches == 2
    assert standings(look_back(DuckDB(files, people(), imports=[]), AS_OF), {}) == []
    assert standings(look_back(DuckDB([], people(), imports=[1]), AS_OF), {}) == []
    (every,) = standings(look_back(DuckDB(files, people()), AS_OF), {})
    assert every.touches == 2


def test_with_little_memory_it_takes_longer_and_says_the_same(tmp_path):
    rows = log(*(row for year in range(2000, 2024) for row in weekly(52, date(year, 1, 1))))
    alone = standings(look_back(DuckDB(rows, people()), AS_OF), {})
    little = standings(look_back(DuckDB(rows, people(), memory_mb=32, spill=tmp_path), AS_OF), {})
    assert [str(one) for one in little] == [str(one) for one in alone]
    with pytest.raises(OutOfMemory):
        DuckDB(rows, people(), memory_mb=1, spill=tmp_path)
