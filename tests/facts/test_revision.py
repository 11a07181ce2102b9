"""Which of two states is the later."""

from datetime import UTC, datetime, timedelta

from sapwood.facts.revision import is_update, revision_of

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def test_the_sources_own_count_comes_first_then_when_it_was_changed():
    first, moved = revision_of(0, NOON + timedelta(days=9), "at ten"), revision_of(1, NOON, "at eleven")
    answered = revision_of(1, NOON + timedelta(seconds=1), "at eleven, Jane comes")
    assert is_update(moved, first) and is_update(answered, moved)
    assert not is_update(first, moved) and not is_update(moved, answered)


def test_what_only_looks_later_is_no_update():
    assert not is_update(revision_of(1, NOON + timedelta(days=1), "same"), revision_of(1, NOON, "same"))


def test_every_state_is_later_than_none_and_fits_a_column():
    far = datetime.max.replace(tzinfo=UTC)
    for sequence, changed in ((0, None), (-5, datetime(1900, 1, 1, tzinfo=UTC)), (10**9, far)):
        assert 0 < revision_of(sequence, changed, "") < 2**63
        assert is_update(revision_of(sequence, changed, ""), 0)


def test_of_two_with_the_same_rank_the_later_word_counts():
    stands, off = revision_of(1, NOON, "stands"), revision_of(1, NOON, "called off")
    assert is_update(off, stands) and is_update(stands, off)
