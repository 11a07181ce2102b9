"""Who was erased stays out: not as a participant, not as a sender, not by the name of a file."""

import pytest
from cast import ANA, JANE, LUIS, mail
from django.utils import timezone

from sapwood.records.directory.models import Address, Forgetting, Suppression
from sapwood.records.imports.models import Import
from sapwood.store.rows import address_key
from sapwood.workflows.installation import log, log_secret, operator, suppression_secret, texts
from sapwood.workflows.take_in.erased import LEFT_OUT, Erased, digest


@pytest.fixture
def without_jane(db):
    done = Forgetting.objects.create(by=operator(), started=timezone.now())
    Suppression.objects.create(forgetting=done, digest=digest(suppression_secret(), "jane@orchard.example"))


def test_mail_of_the_erased_is_left_out_and_the_reason_names_nobody(bring, without_jane):
    done = bring(mail(1), mail(2, sender=LUIS), name="jane@orchard.example.mbox")
    assert (done.read, done.added, done.troubles.count()) == (2, 1, 1)
    trouble = done.troubles.get()
    assert (trouble.what, trouble.where) == (LEFT_OUT, "[erased].mbox, message 1")
    row = Import.objects.values().get()
    assert "jane" not in str(row)
    assert not Address.objects.filter(address__startswith="jane").exists()


def test_mail_to_the_erased_counts_for_the_others_and_keeps_no_words(bring, without_jane):
    bring(mail(1, sender=ANA, to=f"{LUIS}, {JANE}"), mailbox="ana@home.example")
    (row,) = log().dataset().to_table().to_pylist()
    keys = {address_key(log_secret(), a) for a in ("ana@home.example", "luis@orchard.example")}
    assert {who["key"] for who in row["people"]} == keys
    assert texts().read([(row["id"], row["import_id"], row["mailbox"])]) == []


def test_a_mailbox_of_the_erased_is_nobodys(bring, without_jane):
    done = bring(mail(1, sender=LUIS), mailbox="Jane@orchard.example")
    jane = address_key(log_secret(), "jane@orchard.example")
    assert jane not in log().dataset().to_table()["mailbox"].to_pylist()
    assert done.options["mailbox"] is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("jane@orchard.example.mbox, message 3", "[erased].mbox, message 3"),
        ("file:///tmp/Jane%40Orchard.example", "file:///tmp/[erased]"),
        ("<jane@orchard.example>", "<[erased]>"),
        ("mary-jane@orchard.example, jane@orchard.example.org", "mary-jane@orchard.example, [erased].org"),
        ("nobody here", "nobody here"),
    ],
)
def test_what_a_file_is_called_is_cleared_of_the_erased(text, left):
    gone = Erased(b"secret", frozenset([digest(b"secret", "jane@orchard.example")]))
    assert gone.unnamed(text) == left
    assert Erased(b"secret", frozenset()).unnamed(text) == text
