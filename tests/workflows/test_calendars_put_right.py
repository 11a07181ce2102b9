"""Calendars that are put right again: what was called off stands again, and an undone import leaves what remains."""

from cast import bring, mail  # noqa: F401
from test_calendars import ANA, JANE, accounts, calendar, event, figures

from sapwood.workflows.imports import undo_import

OFF = "STATUS:CANCELLED"


def stamped(day):
    return f"LAST-MODIFIED:2024{day}T000000Z"


def test_what_was_called_off_and_restored_stands_again(bring):  # noqa: F811
    """Without a count or a moment that tells the order, what came last is so."""
    told = calendar(event("a", "0110", ANA, JANE), event("b", "0120", ANA, JANE, stamped("0101")))
    off = calendar(
        event("a", "0110", ANA, JANE, OFF), event("b", "0120", ANA, JANE, OFF, stamped("0102"), sequence=1)
    )
    back = calendar(event("a", "0110", ANA, JANE), event("b", "0120", ANA, JANE, stamped("0103"), sequence=1))
    bring(data=told)
    called_off = bring(data=off)
    assert figures(called_off) == ("done", 2, 0, 2, 0)
    bring(mail(1, day=0))
    assert accounts() == {"Orchard": (1, "2024-01-01")}
    restored = bring(data=back)
    assert figures(restored) == ("done", 2, 0, 2, 0)
    assert accounts() == {"Orchard": (3, "2024-01-20")}
    assert figures(bring(data=back)) == ("done", 2, 0, 2, 0)
    bring(mail(2, day=2))
    undo_import(restored.by, restored)  # weeks later, after further imports
    assert accounts() == {"Orchard": (2, "2024-01-03")}
    undo_import(called_off.by, called_off)
    assert accounts() == {"Orchard": (4, "2024-01-20")}


def test_undone_the_newer_state_leaves_the_newest_that_remains_whenever_it_came(bring):  # noqa: F811
    weekly = event("w", "0201", ANA, JANE, "RRULE:FREQ=WEEKLY;COUNT=3")
    shorter = event("w", "0202", ANA, JANE, "RRULE:FREQ=WEEKLY;COUNT=2", sequence=1)
    newest = calendar(event("a", "0112", ANA, JANE, sequence=2), shorter)
    first = bring(data=newest)
    assert accounts() == {"Orchard": (3, "2024-02-09")}
    for older in (event("a", "0110", ANA, JANE), event("a", "0111", ANA, JANE, sequence=1)):
        late = bring(data=calendar(older, weekly))
        assert late.added in (0, 3) and accounts() == {"Orchard": (3, "2024-02-09")}
    again = bring(data=calendar(event("a", "0110", ANA, JANE), weekly))
    assert figures(again) == ("done", 4, 0, 4, 0)
    bring(mail(1, day=0))
    undo_import(first.by, first)
    assert accounts() == {"Orchard": (5, "2024-02-15")}
    undo_import(late.by, late)
    assert accounts() == {"Orchard": (5, "2024-02-15")}
    bring(data=newest)
    assert accounts() == {"Orchard": (4, "2024-02-09")}
