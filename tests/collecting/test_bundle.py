"""Many messages in one file: each comes out as it went in, whatever it holds; a cut one says so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.collecting.bundle import Bundle, pieces
from sapwood.collecting.folder import gather
from sapwood.collecting.piece import Piece
from sapwood.facts.interaction import Trouble


def written(path, messages):
    bundle = Bundle(path)
    for name, raw in messages:
        bundle.add(name, raw)
    bundle.close()
    return path


@settings(max_examples=15)
@given(st.lists(st.tuples(st.text(max_size=400), st.binary(max_size=300)), max_size=5))
def test_each_comes_out_as_it_went_in(tmp_path_factory, messages):
    folder = tmp_path_factory.mktemp("bundle")
    path = written(folder / "b", messages)
    found = list(gather([path], folder))
    assert [path.read_bytes()[p.start : p.end] for p in found] == [raw for _, raw in messages]
    assert {p.kind for p in found} <= {"message"}, "never an archive or a journal, whatever it begins with"


@pytest.mark.parametrize("keep", [19, 25, 30, 39])
def test_a_cut_one_says_so_and_gives_what_is_whole(tmp_path, keep):
    path = written(tmp_path / "b", [("message 1", b"x"), ("message 2", b"From: jane@orchard.example")])
    path.write_bytes(path.read_bytes()[:keep])
    *whole, last = pieces(path, "INBOX")
    assert isinstance(last, Trouble) and "cut short" in last.what
    assert all(isinstance(one, Piece) and one.where == "INBOX/message 1" for one in whole)
