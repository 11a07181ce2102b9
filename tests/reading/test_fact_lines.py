"""An interaction on a line comes back as it was."""

import string
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.facts.interaction import CHANNELS, FLAGS, ROLES, Interaction, Participant
from sapwood.reading.fact_lines import line_of, mark_of, read_line

words = st.text(max_size=12)
people = st.builds(Participant, st.sampled_from(ROLES), st.text(string.ascii_lowercase, min_size=1), words)
moments = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
items = st.builds(
    Interaction,
    identity=words,
    when=moments,
    offset_minutes=st.none() | st.integers(-720, 840),
    channel=st.sampled_from(CHANNELS),
    participants=st.lists(people, max_size=3).map(tuple),
    subject=words,
    topic=words,
    references=st.lists(words, max_size=2).map(tuple),
    own=words,
    words=st.integers(0, 9),
    questions=st.integers(0, 9),
    flag=st.sampled_from(FLAGS),
    flag_reason=words,
    minutes=st.none() | st.floats(0, 1e4),
    left=st.lists(words, max_size=2).map(tuple),
    revision=st.integers(1, 2**63 - 1),
    only_known=st.booleans(),
)


@given(items, words)
@settings(max_examples=60)
def test_what_is_written_is_read(item, where):
    line = line_of(item, where)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert mark_of(line) == (item.identity, -item.revision if item.only_known else item.revision)
    assert read_line(line) == (item, where)


def test_a_note_that_waited_while_the_program_was_exchanged_is_read():
    line = (
        b'0\t"log:a"\t{"where": "a note", "when": "2026-03-12T10:11:12+00:00", "offset": 60, "people": '
        b'[["from", "ana@home.example", "Ana"]], "subject": "Called", "references": [], "own": "", "left": [], '
        b'"channel": "call", "topic": "", "words": 0, "questions": 0, "flag": "", '
        b'"flag_reason": "", "minutes": 5.0, "series": "", "shape": ""}\n'
    )
    item, where = read_line(line)
    assert (item.identity, item.when, item.offset_minutes) == (
        "log:a",
        datetime(2026, 3, 12, 10, 11, 12, tzinfo=UTC),
        60,
    )
    assert item.participants == (Participant("from", "ana@home.example", "Ana"),)
    assert (item.subject, item.channel, item.minutes, where) == ("Called", "call", 5.0, "a note")
