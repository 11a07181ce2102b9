"""From interactions to the day: a standing as planning sees it."""

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from sapwood.measures.cadence import agreed
from sapwood.measures.history import look_back
from sapwood.measures.schema import LOG, PEOPLE
from sapwood.measures.standing import standings
from sapwood.planning.relationship import Relationship, Tie, relationship
from sapwood.planning.today import plan_day
from sapwood.store.duckdb import DuckDB

ANA, JANE, ORCHARD = 1, 11, 7
AS_OF = date(2024, 4, 1)
DAYS = [date(2024, 1, 1) + timedelta(days=3 * i) for i in range(10)]


def mail(number: int, day: date, sender: int, to: int, questions: int, role: str = "to") -> dict:
    people = [{"key": sender, "role": "from"}, {"key": to, "role": role}]
    when = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    row = {"id": number, "when": when, "channel": "mail", "people": people, "same": number, "words": 6}
    return row | {"questions": questions, "flag": "", "import_id": 1}


def engine(*rows: dict) -> DuckDB:
    schema = pa.schema([*LOG.to_pyarrow(), pa.field("import_id", pa.int64())])
    people = [
        {"key": ANA, "person": ANA, "organisation": 100, "kind": "person", "home": True},
        {"key": JANE, "person": JANE, "organisation": ORCHARD, "kind": "person", "home": False},
    ]
    return DuckDB(
        pa.Table.from_pylist(list(rows), schema=schema), pa.Table.from_pylist(people, schema=PEOPLE.to_pyarrow())
    )


def test_a_file_of_mail_comes_back_as_an_item_of_today():
    source = engine(*(mail(i, day, JANE, ANA, 1) for i, day in enumerate(DAYS)))
    (standing,) = standings(look_back(source, AS_OF), {ORCHARD: agreed(3, None)})
    one = relationship(standing, owner=ANA)
    assert (one.account, one.state, one.touch_days, one.silent_days) == (ORCHARD, "red", 10, 64)
    assert (one.last_day, one.history_days, one.floor, one.ceiling) == (date(2024, 1, 28), 27, 3, None)
    assert [(tie.colleague, tie.contact) for tie in one.ties] == [(ANA, JANE)]
    assert isinstance(one.ties[0], Tie)
    assert one.channels == {"mail": 10}
    assert one.newest == (9, 8, 7)
    assert one.waiting is None  # asked more than a month ago: the silence is the matter now
    (item,) = plan_day([one], AS_OF).focus
    assert (item.kind, item.colleague, item.contact, item.channel) == ("silent", ANA, JANE, "mail")
    assert item.why.startswith("Silent for 64 days. You usually speak every ")
    early = relationship(standings(look_back(source, date(2024, 1, 31)), {})[0])
    assert early.waiting is not None
    assert early.waiting.questions == 10


def test_who_only_ever_wrote_and_named_none_of_us_is_one_sided():
    news = [mail(i, day, JANE, ANA, 0, role="bcc") for i, day in enumerate(DAYS)]
    assert _relationship(*news).one_sided
    assert not _relationship(*news, mail(10, DAYS[0], JANE, ANA, 0)).one_sided
    assert not _relationship(*news, mail(10, DAYS[0], ANA, JANE, 0)).one_sided
    assert not _relationship(*news, mail(10, DAYS[0], JANE, ANA, 0, role="bcc") | {"channel": "call"}).one_sided


def _relationship(*rows: dict) -> Relationship:
    return relationship(standings(look_back(engine(*rows), AS_OF), {})[0])
