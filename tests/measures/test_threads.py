"""Which touches belong to one conversation."""

from datetime import date

from standing_cast import ANA, JANE, ORCHARD, PRIYA, call, mail

from sapwood.measures.threads import threads
from sapwood.measures.touches import touches

AS_OF = date(2024, 12, 31)
VOLUMES, INVOICE = 501, 502  # subjects


def threaded(engine, *log: dict) -> list[dict]:
    running = engine(*log)
    return running.run(threads(running, running.keep(touches(AS_OF), "touched"))).to_pylist()


def conversations(engine, *log: dict) -> list[set[int]]:
    found = threaded(engine, *log)
    together: dict[tuple[int, int], set[int]] = {}
    for row in found:
        together.setdefault((row["organisation"], row["thread"]), set()).add(row["id"])
    return sorted(together.values(), key=min)


def test_replies_belong_to_what_they_refer_to_and_so_does_its_start(engine):
    assert conversations(
        engine,
        mail("2024-01-01", JANE, ANA, id=1, topic=VOLUMES),
        mail("2024-01-02", ANA, JANE, id=2, root=1, parent=1, topic=VOLUMES),
        mail("2024-09-02", JANE, ANA, id=3, root=1, parent=2, topic=INVOICE),
        mail("2024-01-03", JANE, ANA, id=4, topic=INVOICE),
    ) == [{1, 2, 3}, {4}]


def test_without_references_the_subject_decides_within_thirty_days(engine):
    assert conversations(
        engine,
        mail("2024-01-01", JANE, ANA, id=1, topic=VOLUMES),
        mail("2024-01-31", ANA, JANE, id=2, topic=VOLUMES),  # 30 days later
        mail("2024-03-01T13:00", JANE, ANA, id=3, topic=VOLUMES),  # 30 days and an hour later
        mail("2024-01-02", JANE, ANA, id=4, topic=INVOICE),
    ) == [{1, 2}, {3}, {4}]


def test_a_reply_whose_program_drops_references_joins_by_subject(engine):
    assert conversations(
        engine,
        mail("2024-01-01", JANE, ANA, id=1, topic=VOLUMES),
        mail("2024-01-02", ANA, JANE, id=2, root=1, parent=1, topic=VOLUMES),
        mail("2024-01-03", JANE, ANA, id=3, topic=VOLUMES),
    ) == [{1, 2, 3}]


def test_mail_without_a_subject_and_calls_stand_alone(engine):
    assert conversations(
        engine,
        mail("2024-01-01", JANE, ANA, id=1),
        mail("2024-01-02", ANA, JANE, id=2),
        call("2024-01-03", ANA, JANE, id=3, topic=VOLUMES),
        call("2024-01-04", ANA, JANE, id=4, topic=VOLUMES),
        call("2024-01-05", ANA, JANE, id=5, root=1, parent=1),
    ) == [{1, 5}, {2}, {3}, {4}]


def test_two_organisations_under_one_subject_are_two_conversations(engine):
    found = threaded(
        engine,
        mail("2024-01-01", JANE, ANA, id=1, topic=VOLUMES),
        mail("2024-01-02", PRIYA, ANA, id=2, topic=VOLUMES),
    )
    assert len(found) == 2
    assert {row["thread"] for row in found if row["organisation"] == ORCHARD} == {1}
