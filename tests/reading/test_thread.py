import pytest

from sapwood.reading.thread import MOST_REFERENCES, references_of, topic_of


@pytest.mark.parametrize(
    "subject",
    ["Delivery", "Re: Delivery", "RE: re: Fwd: Delivery", "AW: WG: Delivery", "Re[2]: Delivery", "Re (3): Delivery",
     "SV: VS: Delivery", "Antw: TR: Delivery", "[boilers] Re: [boilers] Delivery", "回复：Delivery",
     "Re :  Delivery "],
)  # fmt: skip
def test_topic(subject):
    assert topic_of(subject) == "Delivery"


@pytest.mark.parametrize("subject", ["Report: done", "Refund for May", "A: B", "[x]", "Re:", ""])
def test_what_is_no_prefix_stays(subject):
    assert topic_of(subject) == subject


def test_references_end_with_the_one_replied_to():
    assert references_of("<a@x> <b@x>", "<b@x>") == ("mid:a@x", "mid:b@x")
    assert references_of("<a@x> <b@x>", "<c@x>") == ("mid:a@x", "mid:b@x", "mid:c@x")
    assert references_of("<a@x> <b@x> <a@x>", "<b@x>") == ("mid:a@x", "mid:b@x")
    assert references_of("", "Your message of Monday <a@x>") == ("mid:a@x",)
    assert references_of("a@x", "") == ("mid:a@x",)
    assert references_of("<a @x>", "") == ("mid:a@x",)
    assert references_of("<a@x> <me@x>", "", "mid:me@x") == ("mid:a@x",)
    assert references_of("", "") == ()


def test_long_chains_keep_the_root_and_the_newest():
    found = references_of(" ".join(f"<{n}@x>" for n in range(200)), "<199@x>")
    assert len(found) == MOST_REFERENCES
    assert (found[0], found[1], found[-1]) == ("mid:0@x", "mid:151@x", "mid:199@x")
