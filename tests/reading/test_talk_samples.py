"""Transcripts, chats and call records with what is read of them beside each: samples/talks."""

import json

import pytest
from regenerate_talks import as_read, kind, samples

from sapwood.reading.mailbox import kind_of

KINDS = {"cues": "cues", "plain": "transcript", "shape": "meeting", "whatsapp": "whatsapp", "teams": "teams"}


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_a_sample_is_read_as_expected(sample):
    expected = sample.with_name(sample.name + ".expected.json").read_text()
    assert json.loads(as_read(sample)) == json.loads(expected)


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_an_import_knows_what_it_is(sample):
    head = sample.read_bytes()[:4096]
    assert kind_of(head) == KINDS.get(kind(head), kind(head))


def test_none_is_left_over():
    names = {sample.name for sample in samples()}
    assert len(names) >= 13
    assert {p.name.removesuffix(".expected.json") for p in samples()[0].parent.glob("*.expected.json")} == names
