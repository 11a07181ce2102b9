"""Home and owners as the real archive shows them; headers by Python's own parser."""

import os
import tarfile
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import getaddresses
from pathlib import Path

import pytest

from sapwood.facts.interaction import Interaction, Participant
from sapwood.identity.home import infer_home, infer_mailbox
from sapwood.identity.mailboxes import group_by_folder, mailbox_of

DATA = Path(os.environ.get("SAPWOOD_DATA", Path(__file__).parents[3] / "shared/data"))
ARCHIVE = DATA / "enron_mail" / "enron_shared_maildir.tar.gz"


@pytest.fixture(scope="module")
def archive() -> list[tuple[str, Interaction]]:
    if not ARCHIVE.exists():
        pytest.skip(f"The real mail archive is not there: set SAPWOOD_DATA to the folder that holds {ARCHIVE.name}.")
    with tarfile.open(ARCHIVE) as tar:
        return [(member.name, _interaction(tar.extractfile(member).read())) for member in tar if member.isfile()]


def _interaction(raw: bytes) -> Interaction:
    message = message_from_bytes(raw)
    people = [
        Participant(role, address.lower(), name)
        for role in ("from", "to", "cc")
        for name, address in getaddresses(message.get_all(role, []))
        if "@" in address
    ]
    return Interaction(message["Message-ID"], datetime(2001, 1, 1, tzinfo=UTC), 0, "mail", tuple(people))


@pytest.mark.real
def test_home_is_found_with_its_evidence(archive):
    best, *others = infer_home(interaction for _, interaction in archive)
    assert best.domain == "enron.com"
    assert best.share > 0.8
    assert not others


@pytest.mark.real
def test_each_mailbox_has_its_owner(archive):
    folders = group_by_folder(where for where, _ in archive)
    owners = {
        folder: infer_mailbox((one for where, one in archive if mailbox_of(where, folders) == folder), ["enron.com"])
        for folder in folders
    }
    assert len(owners) == 2
    assert {folder: owner and _folder_name(owner[0]) for folder, owner in owners.items()} == {
        folder: folder.rpartition("/")[2] for folder in folders
    }


def _folder_name(address: str) -> str:
    """The archive names a folder after its owner: first.last@ has "last-f"."""
    first, last = address.partition("@")[0].split(".")
    return f"{last}-{first[0]}"
