"""On real mail our fast path and Python's own parser agree on who, when and what about."""

import email
import email.policy
import re
import tarfile
from datetime import UTC, datetime

import pytest

from sapwood.facts.interaction import Interaction
from sapwood.reading.body import body_text
from sapwood.reading.email import identity_of, read_message
from sapwood.reading.headers import fields_of, split_message
from sapwood.reading.mailbox import split_mbox

LATEST = datetime(2027, 1, 1, tzinfo=UTC)


def list_mail(folder) -> list[bytes]:
    data = (folder / "linux_s390_mail" / "sample_500_raw.mbox").read_bytes()
    return [data[start:end] for start, end in split_mbox(data)]


def office_mail(folder) -> list[bytes]:
    with tarfile.open(folder / "enron_mail" / "enron_shared_maildir.tar.gz") as archive:
        return [archive.extractfile(member).read() for member in archive if member.isreg() and member.size]


def read(raw: bytes) -> Interaction:
    found = read_message(raw, "", LATEST)
    assert isinstance(found, Interaction), found
    return found


@pytest.mark.real
@pytest.mark.parametrize(("mails", "count"), [(list_mail, 500), (office_mail, 1920)])
def test_addresses_dates_and_subjects_agree(real_data, mails, count):
    raws = mails(real_data)
    assert len(raws) == count
    for raw in raws:
        ours = read(raw)
        theirs = email.message_from_bytes(raw, policy=email.policy.default)
        boxes = [
            box
            for name in ("from", "to", "cc", "bcc")
            for value in theirs.get_all(name, [])
            for box in value.addresses
        ]
        # The one difference: a stray quotation mark before an address ('jane@…) is no part of it.
        expected = {box.addr_spec.lower().lstrip("'") for box in boxes if box.domain}
        addresses = {person.address for person in ours.participants}
        listed = {person.address for person in ours.participants if person.role == "list"}
        assert addresses - listed <= expected <= addresses
        stated = theirs["date"].datetime
        assert ours.when == (stated if stated.tzinfo else stated.replace(tzinfo=UTC))
        assert ours.offset_minutes == (stated.utcoffset().total_seconds() / 60 if stated.tzinfo else None)
        assert ours.subject == " ".join(str(theirs["subject"] or "").split())
        assert ours.identity == identity_of(raw) == "mid:" + theirs["message-id"].strip("<> \t")


@pytest.mark.real
@pytest.mark.parametrize("mails", [list_mail, office_mail])
def test_texts_agree(real_data, mails):
    for raw in mails(real_data):
        head, body = split_message(raw)
        theirs = email.message_from_bytes(raw, policy=email.policy.default).get_body(("plain",)).get_content()
        assert body_text(fields_of(head), body, []).split() == theirs.replace("\n>From ", "\nFrom ").split()


@pytest.mark.real
def test_a_list_of_discussions_is_a_list_and_its_threads_resolve(real_data):
    found = [read(raw) for raw in list_mail(real_data)]
    assert {interaction.flag for interaction in found} == {"list"}
    assert all("linux-s390@vger.kernel.org" in [p.address for p in i.participants if p.role == "list"] for i in found)
    known = {interaction.identity for interaction in found}
    replies = [interaction for interaction in found if re.match("re:", interaction.subject, re.IGNORECASE)]
    assert sum(bool(interaction.references) for interaction in replies) >= 0.97 * len(replies)
    assert sum(bool(known & set(interaction.references)) for interaction in replies) > 0.5 * len(replies)


@pytest.mark.real
def test_every_nasty_mail_is_an_interaction_or_a_trouble(real_data):
    for path in sorted((real_data / "nasty_mail").rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            found = read_message(raw, path.name, LATEST)
            assert (
                (found.identity == identity_of(raw)) if isinstance(found, Interaction) else found.what.endswith(".")
            )
