"""The latest revision of each interaction in each mailbox: as a dictionary would say it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.facts.revision import DIGEST, RANK, is_update
from sapwood.store.revisions import Revisions

ranks = st.sampled_from([1, 2, 3]).flatmap(lambda rank: st.sampled_from([rank << RANK | said for said in (1, 2, 3)]))
states = st.lists(st.tuples(st.integers(-4, 4), st.integers(0, 2), ranks), max_size=12)


@given(states, states)
@settings(max_examples=60)
def test_it_knows_the_latest_and_what_was_ever_said(first, second):
    known, last, said = Revisions.among(first), {}, set()
    for some in (first, second):
        for number, mailbox, revision in some:
            before = last.get((number, mailbox), 0)
            last[number, mailbox] = revision if revision >> RANK >= before >> RANK else before
            said.add((number, mailbox, revision & DIGEST))
    known.add(*np.array(second, np.int64).reshape(-1, 3).T)
    asked = [
        (number, mailbox, rank << RANK | 1) for number in range(-5, 6) for mailbox in range(4) for rank in (1, 2, 9)
    ]
    ids, mailboxes, revisions = np.array(asked, np.int64).T
    assert known.latest(ids, mailboxes).tolist() == [last.get((n, m), 0) for n, m, _ in asked]
    news = [
        is_update(r, last.get((n, m), 0)) or ((n, m) in last and (n, m, r & DIGEST) not in said) for n, m, r in asked
    ]
    assert known.news(ids, mailboxes, revisions).tolist() == news


def test_without_ranks_the_last_word_is_the_latest():
    said = Revisions(ranked=False)
    for revision in (5 << RANK | 1, 1 << RANK | 2):
        said.add(*np.array([[7, 0, revision]], np.int64).T)
    assert said.latest(np.array([7]), np.array([0])).tolist() == [1 << RANK | 2]
