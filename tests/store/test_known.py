"""What is known: as a set would say it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sapwood.store.known import Known

seen = st.lists(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 2)), max_size=6), max_size=8)


def columns(pairs):
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


@given(seen)
def test_it_knows_what_it_saw_and_where(batches):
    known, pairs = Known(), set()
    asked = [(number, mailbox) for number in range(-6, 7) for mailbox in range(4)]
    for batch in batches:
        known.see(*columns(batch))
        pairs |= set(batch)
        ids, mailboxes = columns(asked)
        assert known.seen(ids, mailboxes).tolist() == [pair in pairs for pair in asked]
        assert known.among(ids).tolist() == [number in {n for n, _ in pairs} for number in ids.tolist()]
    assert known.everywhere.tolist() == sorted({number for number, _ in pairs})
