"""Who may read what was written: who took part, in the very sighting that they took part in."""

from datetime import date

import pytest
from cast import ANA, JANE, TOM, mail, mbox
from django.core.files.uploadedfile import SimpleUploadedFile

from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.account import timeline
from sapwood.workflows.imports import ask_import, undo_import
from sapwood.workflows.installation import log, operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.set_up import give_address
from sapwood.workflows.take_in.flow import take_in

DAY = date(2024, 3, 1)
TRUE, FORGED = "The true subject", "A forged subject"


@pytest.fixture(autouse=True)
def addresses(ana, tom):
    give_address(ana, "ana@home.example")
    give_address(tom, "tom@home.example")


@pytest.fixture
def upload(home, db):
    """Brings mail as a user does on the page."""

    def upload(user, *messages, **options):
        asked = ask_import(user, [SimpleUploadedFile("mine.mbox", mbox(*messages))], queue=False, **options)
        take_in(asked, "test")
        asked.refresh_from_db()
        return asked

    return upload


def read(user):
    """(subject, words, whether others took part) of every touch with Orchard, the newest first."""
    refresh(DAY)
    orchard = Relationship.objects.select_related("standing").get(organisation__name="Orchard")
    return [(event.subject, event.snippet, event.hidden) for event in timeline(user, orchard)]


def test_a_forger_who_knows_the_message_id_reads_what_he_forged(bring, upload, ana, tom):
    bring(mail(1, subject=TRUE, text="True words."), mailbox="ana@home.example")
    forged = upload(tom, mail(1, to=f"{ANA}, {TOM}", subject=FORGED, text="Forged words."))
    assert (forged.added, forged.known) == (0, 1)
    assert read(tom) == [(FORGED, "Forged words.", False)]
    assert read(ana) == [(TRUE, "True words.", False)], "and nobody else is shown what he forged"


def test_a_forger_who_comes_first_hides_nothing(bring, upload, ana, tom):
    bring()  # home is known
    upload(tom, mail(1, to=f"{ANA}, {TOM}", subject=FORGED, text="Forged words."))
    upload(ana, mail(1, subject=TRUE, text="True words."))
    assert read(ana) == [(TRUE, "True words.", False)]
    assert read(tom) == [(FORGED, "Forged words.", False)]


def test_what_was_let_go_of_ones_own_is_not_mended_by_somebody_elses(bring, upload, ana, tom, settings):
    done = bring(mail(1, subject=TRUE, text="True words."), mailbox="ana@home.example")
    upload(tom, mail(1, to=f"{ANA}, {TOM}", subject=FORGED, text="Forged words."))
    from sapwood.workflows.repair import sweep

    Import.objects.filter(pk=done.pk).update(finished="2020-01-01T00:00Z")
    sweep()
    assert read(ana) == [(TRUE, None, False)]


def test_nobody_brings_mail_in_a_colleagues_name(upload, ana, tom):
    with pytest.raises(Refused, match="Only Ana Brandt or an operator"):
        upload(tom, mail(1, subject=FORGED), mailbox="Ana@home.example")
    assert not Import.objects.exists()
    assert upload(tom, mail(1, to=TOM), mailbox="tom@home.example").mailbox_given


def many(person):
    return [mail(f"{person[:3]}{n}", sender=JANE, to=person, day=n) for n in range(8)]


def test_an_inferred_owner_reads_only_what_names_them(bring, upload, tom):
    blind = mail("b", to="Sales <sales@home.example>", day=30, subject="To the group")
    done = bring(*many(TOM), blind)
    assert "Mailbox of tom@home.example." in done.said
    assert read(tom)[0] == (None, None, True), "who only seems to own the mailbox may be somebody else"
    assert read(tom)[1][0] == "Volumes"
    upload(tom, *many(TOM), blind)
    assert read(tom)[0][0] == "To the group", "brought by themselves it is theirs"


def test_the_mailbox_that_an_operator_names_is_believed(bring, tom):
    bring(mail("b", to="Sales <sales@home.example>", subject="To the group"), mailbox="tom@home.example")
    assert read(tom) == [("To the group", "Could you send me the volumes?", False)]


def test_undoing_an_import_takes_its_texts_and_leaves_others(bring, upload, ana, tom):
    both = mail(1, to=f"{ANA}, {TOM}", subject=TRUE)
    first = bring(both, mailbox="ana@home.example")
    upload(tom, both)
    undo_import(operator(), first, queue=False)
    assert read(ana)[0][0] == TRUE and read(tom)[0][0] == TRUE


def test_a_table_of_before_sightings_had_texts_opens(bring, ana, tom, lead, monkeypatch):
    """Written as earlier versions wrote it: a table without the column, one text for each interaction."""
    import pyarrow as pa

    from sapwood.store import rows
    from sapwood.store import texts as store
    from sapwood.workflows.take_in import read_chunk

    old = pa.schema([field for field in rows.TEXT_SCHEMA if field.name != "mailbox"])
    with monkeypatch.context() as before:
        before.setattr(store, "TEXT_SCHEMA", old)
        before.setattr(read_chunk, "text_table", lambda *a, **k: rows.text_table(*a, **k).select(old.names))
        bring(mail(1, subject=TRUE), mailbox="ana@home.example")
    bring(mail(2, to=TOM, day=2, subject="Since"), mailbox="tom@home.example")
    assert [subject for subject, *_ in read(ana)] == [None, TRUE]
    assert [subject for subject, *_ in read(tom)] == ["Since", None]
    assert [hidden for *_, hidden in read(lead)] == [True, True]
    assert len(log().files()) == 2


def test_the_same_mail_brought_again_by_the_same_person_keeps_nothing_twice(upload, bring, ana):
    bring()
    done = [upload(ana, *many(ANA)) for _ in range(3)]
    assert [d.known for d in done] == [0, 8, 8]
    assert len(log().files()) == 1
