"""The latest revision of each interaction in each mailbox: as a dictionary would say it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.facts.revision import is_update
from sapwood.store.revisions import Revisions

states = st.lists(st.tuples(st.integers(-4, 4), st.integers(0, 2), st.integers(1, 2**40)), max_size=12)


@given(states, states)
@settings(max_examples=60)
def test_it_knows_the_latest(first, second):
    known, said = Revisions.among(first), {}
    known.add(*np.array(second, np.int64).reshape(-1, 3).T)
    for number, mailbox, revision in first + second:
        said[number, mailbox] = max(said.get((number, mailbox), 0), revision)
    asked = [
        (number, mailbox, revision) for number in range(-5, 6) for mailbox in range(4) for revision in (1, 2**30)
    ]
    ids, mailboxes, revisions = np.array(asked, np.int64).T
    assert known.latest(ids, mailboxes).tolist() == [said.get((n, m), 0) for n, m, _ in asked]
    updates = [is_update(r, said.get((n, m), 0)) for n, m, r in asked]
    assert known.updated_by(ids, mailboxes, revisions).tolist() == updates
