"""Which interactions count, for whom, and in which direction."""

from datetime import date

import pytest
from standing_cast import (
    ANA,
    BIRCH,
    DESK,
    JANE,
    KIM,
    LIST,
    LUIS,
    ORCHARD,
    ORDERS,
    PRIYA,
    ROBOT,
    TOM,
    call,
    mail,
)  # fmt: skip

from sapwood.measures.touches import touches

AS_OF = date(2024, 3, 31)


def seen(found: list[dict]) -> set[tuple[int, int, str]]:
    return {(row["organisation"], row["id"], row["direction"]) for row in found}


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (mail("2024-03-01", JANE, ANA, id=1), {(ORCHARD, 1, "in")}),
        (mail("2024-03-01", ANA, JANE, id=1), {(ORCHARD, 1, "out")}),
        (mail("2024-03-01", ANA, (), JANE, id=1), {(ORCHARD, 1, "out")}),
        (mail("2024-03-01", ANA, JANE, PRIYA, id=1), {(ORCHARD, 1, "out"), (BIRCH, 1, "out")}),
        (mail("2024-03-01", JANE, ANA, PRIYA, id=1), {(ORCHARD, 1, "in")}),
        (mail("2024-03-01", JANE, PRIYA, ANA, id=1), {(ORCHARD, 1, "in")}),
        (mail("2024-03-01", JANE, PRIYA, id=1), set()),
        (mail("2024-03-01", JANE, LUIS, id=1), set()),
        (mail("2024-03-01", ANA, TOM, id=1), set()),
        (mail("2024-03-01", KIM, ANA, id=1), set()),
        (mail("2024-03-01", ANA, KIM, id=1), set()),
        (mail("2024-03-01", ROBOT, ANA, id=1), set()),
        (mail("2024-03-01", ANA, ROBOT, id=1), set()),
        (mail("2024-03-01", JANE, LIST, id=1), set()),
        (mail("2024-03-01", JANE, (LIST, ANA), id=1, flag="list"), {(ORCHARD, 1, "in")}),
        (mail("2024-03-01", ORDERS, DESK, id=1), {(ORCHARD, 1, "in")}),
        (mail("2024-03-01", DESK, ORDERS, id=1), {(ORCHARD, 1, "out")}),
        (mail("2024-03-01", JANE, ANA, id=1, flag="auto"), set()),
        (mail("2024-03-01", JANE, ANA, id=1, flag="bulk"), set()),
        (mail("2024-03-01", 999, ANA, id=1), set()),
        (call("2024-03-01", TOM, LUIS, 12, id=1), {(ORCHARD, 1, "out")}),
        (call("2024-03-01", PRIYA, (ANA, JANE), 30, id=1, channel="meeting"), {(BIRCH, 1, "in")}),
    ],
)
def test_what_counts(rows, one, counts):
    assert seen(rows(touches(AS_OF), one)) == counts


def test_a_touch_names_who_wrote_and_who_was_addressed_first(rows):
    found = rows(
        touches(AS_OF),
        mail(
            "2024-03-01T23:30",
            ANA,
            (LUIS, PRIYA),
            (JANE, TOM),
            id=7,
            words=42,
            questions=2,
            root=5,
            parent=6,
            topic=9,
        ),
    )
    one = {row["organisation"]: row for row in found}[ORCHARD]
    when = one.pop("when")
    assert when.isoformat() == "2024-03-01T23:30:00+00:00"
    assert one.pop("second") == when.timestamp()
    assert one == {
        "organisation": ORCHARD,
        "id": 7,
        "direction": "out",
        "channel": "mail",
        "colleague": ANA,
        "contact": LUIS,
        "direct": True,
        "addressed": 4,
        "ours": 1,
        "theirs": 2,
        "words": 42,
        "questions": 2,
        "minutes": None,
        "root": 5,
        "parent": 6,
        "topic": 9,
    }


def test_to_comes_before_cc_and_a_shared_mailbox_is_nobody(rows):
    # Tom stands first on the mail, but in Cc; Ana was addressed
    copied = mail("2024-03-01", JANE, (), (), id=1)
    copied["people"] += [{"key": TOM, "role": "cc"}, {"key": ANA, "role": "to"}]
    (one,) = rows(touches(AS_OF), copied)
    assert (one["colleague"], one["contact"]) == (ANA, JANE)
    (two,) = rows(touches(AS_OF), mail("2024-03-01", ORDERS, DESK, id=2))
    assert (two["colleague"], two["contact"]) == (None, None)


def test_direct_is_who_stands_in_to_and_not_merely_in_cc(rows):
    found = rows(
        touches(AS_OF),
        mail("2024-03-01", JANE, ANA, id=1),
        mail("2024-03-01", JANE, PRIYA, ANA, id=2),
        mail("2024-03-01", ANA, JANE, PRIYA, id=3),
    )
    direct = {(row["id"], row["organisation"]): row["direct"] for row in found}
    assert direct == {(1, ORCHARD): True, (2, ORCHARD): False, (3, ORCHARD): True, (3, BIRCH): False}


def test_copies_of_one_mail_are_one_touch_and_the_smallest_id_stays(rows):
    copies = [mail("2024-03-01", JANE, ANA, id=number, same=77) for number in (30, 10, 20)]
    assert seen(rows(touches(AS_OF), *copies)) == {(ORCHARD, 10, "in")}


def test_an_interaction_without_a_mark_for_copies_is_its_own(rows):
    mails = [mail("2024-03-01", JANE, ANA, id=number, same=None) for number in (1, 2)]
    assert len(rows(touches(AS_OF), *mails)) == 2


def test_what_comes_after_the_date_is_ignored_and_the_day_itself_is_not(rows):
    mails = [mail("2024-03-31T23:59:59", JANE, ANA, id=1), mail("2024-04-01T00:00:00", JANE, ANA, id=2)]
    assert seen(rows(touches(AS_OF), *mails)) == {(ORCHARD, 1, "in")}
