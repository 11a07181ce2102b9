"""A file looked at through pages finds and cuts as bytes do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.collecting import paged
from sapwood.reading.mailbox import split_mbox

MAIL = b"From x@test.example Mon Jan  1 10:00:00 2024\nFrom: a@b.example\n\nHi\n\n"


@pytest.fixture(scope="module")
def small_pages():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paged, "PAGE", 7)
        yield


@given(
    data=st.text("ab\n", max_size=60).map(str.encode), what=st.text("ab\n", min_size=1, max_size=4).map(str.encode)
)
def test_it_finds_what_bytes_find_and_cuts_what_bytes_cut(data, what, small_pages, tmp_path_factory):
    file = tmp_path_factory.mktemp("paged") / "file"
    file.write_bytes(data)
    with paged.Paged(file) as found:
        assert len(found) == len(data)
        for start in range(len(data) + 1):
            for end in (start, len(data) // 2, len(data)):
                assert found.find(what, start, end) == data.find(what, start, end)
                assert found[start:end] == data[start:end]


def test_a_mailbox_is_split_across_pages_as_in_memory(small_pages, tmp_path):
    box = MAIL * 5 + MAIL.replace(b"Hi", b"From here on\n\nFrom 1 to 2")
    (tmp_path / "box").write_bytes(box)
    with paged.Paged(tmp_path / "box") as found:
        assert list(split_mbox(found)) == list(split_mbox(box))
        assert len(list(split_mbox(found))) == 6
