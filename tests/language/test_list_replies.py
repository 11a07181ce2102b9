"""On thousands of real replies with answers between the quotes: words are left, quotes are not."""

import gzip
import json

import pytest

from sapwood.language.own_words import own_words


@pytest.mark.real
def test_replies_to_a_list_keep_their_words_and_lose_their_quotes(real_data):
    with gzip.open(real_data / "linux_s390_mail" / "discussion_bodies_2019.jsonl.gz") as lines:
        bodies = [json.loads(line)["body"] for line in lines]
    found = [own_words(body) for body in bodies]
    assert len(found) > 2500
    assert all(found)
    leftovers = [text for text in found if " wrote:" in text or "\n>" in text or "Original Message" in text]
    assert len(leftovers) <= 0.001 * len(found)
