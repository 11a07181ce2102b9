"""Erasing an address or a person: what goes, what stays, who may; that it can be finished; that they stay out."""

import pytest
from cast import ANA, JANE, LUIS, TOM, mail
from django.contrib.sessions.backends.db import SessionStore

from sapwood.records.access.models import AuditLine, User
from sapwood.records.directory.models import Address, Forgetting, Match, Organisation, Person, Suppression
from sapwood.records.imports.models import Import
from sapwood.records.relationships.models import Relationship
from sapwood.store.rows import address_key
from sapwood.workflows.forget import flow
from sapwood.workflows.forget.flow import all_of, ask_forgetting, forgetting_of, lift, preview, run
from sapwood.workflows.imports import ask_import
from sapwood.workflows.installation import log, log_secret, operator, texts
from sapwood.workflows.merge_people import rename
from sapwood.workflows.permission import Refused
from sapwood.workflows.refresh import refresh
from sapwood.workflows.repair import repair
from sapwood.workflows.set_up import give_address

pytestmark = pytest.mark.django_db(transaction=True)
JD = "Doyle, Jane <jdoyle@orchard.example>"
WHO = "jane@orchard.example"


def forget(*addresses):
    begun = ask_forgetting(operator(), addresses, queue=False)
    run(begun)
    refresh()
    begun.refresh_from_db()
    return begun


def rows():
    return log().dataset().to_table().to_pylist()


def names_in_log():
    called = dict(Address.objects.values_list("key", "address"))
    return [sorted(called.get(who["key"], "?") for who in row["people"]) for row in rows()]


def test_what_they_wrote_goes_and_elsewhere_they_no_longer_took_part(bring):
    bring(mail(1), mail(2, sender=LUIS, to=f"{ANA}, {JANE}", day=1), mail(3, sender=ANA, to=TOM, day=2), mailbox=WHO)
    done = forget(WHO)
    assert sorted(names_in_log()) == [
        ["ana@home.example", "luis@orchard.example"],
        ["ana@home.example", "tom@home.example"],
    ]
    assert {row["mailbox"] for row in rows()} == {0}
    assert texts().imports_in() == set(), "she held all of it in her mailbox"
    assert done.finished
    assert (done.addresses, done.names) == ([], [])
    assert done.went["interactions"] == 3


def test_a_second_colleagues_evidence_stays(bring):
    bring(mail(1, sender=LUIS, to=TOM, text="Ours"), mail(2, day=1))
    forget(WHO)
    assert names_in_log() == [["luis@orchard.example", "tom@home.example"]]
    assert len(texts().imports_in()) == 1


def test_a_text_of_others_that_says_the_address_goes_too(bring):
    bring(
        mail(1, sender=LUIS, text="Write to jane@orchard.example instead."), mail(2, sender=LUIS, day=1, text="No.")
    )
    forget(WHO)
    assert len(rows()) == 2
    import pyarrow.dataset as ds

    assert ds.dataset(texts().table_url, exclude_invalid_files=True).count_rows() >= 1
    kept = [text for row in rows() for text in texts().read([(row["id"], row["import_id"], row["mailbox"])])]
    assert [text.own.strip() for text in kept] == ["No."]


def test_a_person_with_all_their_addresses(bring):
    bring(mail(1, sender=JD), mail(2, sender="Jane Doyle <jane.doyle@orchard.example>", day=1), mail(3, sender=LUIS))
    assert Match.objects.get().merged
    assert all_of("JDoyle@orchard.example") == ["jane.doyle@orchard.example", "jdoyle@orchard.example"]
    forget(*all_of("jdoyle@orchard.example"))
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ana Brandt", "Luis Ortega"]
    assert not Match.objects.exists()


def test_one_of_two_addresses_leaves_the_person(bring):
    bring(mail(1, sender=JD), mail(2, sender="Jane Doyle <jane.doyle@orchard.example>", day=1))
    forget("jdoyle@orchard.example")
    person = Address.objects.get(address="jane.doyle@orchard.example").person
    assert person.name == "Jane Doyle"
    assert "jdoyle" not in str(list(Match.objects.values()))
    assert str(address_key(log_secret(), "jdoyle@orchard.example")) not in str(list(Match.objects.values()))


def test_the_record_of_who_erased_stays_and_names_nobody(bring):
    bring(mail(1), name="jane@orchard.example.mbox")
    rename(operator(), Address.objects.get(address=WHO).person, "Jane Miller")
    forget(WHO)
    told = str(list(AuditLine.objects.values())) + str(list(Import.objects.values()))
    assert not [word for word in ("jane@", "Jane", "jane.") if word in told]
    assert AuditLine.objects.filter(act="forget", actor=operator()).exists()
    assert AuditLine.objects.filter(act="rename person").exists(), "the line stays, the name goes"


def test_an_import_brings_nobody_back_until_it_is_lifted(bring):
    messages = mail(1), mail(2, sender=LUIS, to=f"{ANA}, {JANE}", day=1)
    bring(*messages)
    done = forget(WHO)
    again = bring(*messages)
    assert (again.added, again.known, again.troubles.count()) == (0, 1, 1)
    assert not Address.objects.filter(address=WHO).exists()
    assert forgetting_of("Jane@orchard.example") == done
    lift(operator(), done)
    assert forgetting_of(WHO) is None
    assert Suppression.objects.get().lifted_by == operator()
    assert bring(*messages).added == 1
    assert Address.objects.filter(address=WHO).exists()


def test_two_erasures_of_one_address_are_one_suppression(bring):
    bring(mail(1))
    forget(WHO)
    forget(WHO)
    assert Suppression.objects.standing().count() == 1


@pytest.mark.parametrize("step", ["erase_texts", "erase_from_log", "leave_no_history", "_swept"])
def test_an_erasure_that_was_killed_is_finished_by_the_next_start(bring, monkeypatch, step):
    bring(mail(1), mail(2, sender=LUIS, to=f"{ANA}, {JANE}", day=1))
    begun = ask_forgetting(operator(), [WHO], queue=False)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(flow, step, killed)
        with pytest.raises(KeyboardInterrupt):
            run(begun)
    begun.refresh_from_db()
    assert begun.finished is None
    (finding, *_) = repair()
    assert finding.mended
    begun.refresh_from_db()
    assert begun.finished
    assert begun.addresses == []
    assert names_in_log() == [["ana@home.example", "luis@orchard.example"]]
    assert texts().imports_in() == set()


def test_a_colleague_who_is_erased_can_no_longer_sign_in(bring, tom):
    give_address(tom, "tom@home.example")
    bring(mail(1, to=TOM), mail(2, day=1))
    refresh()
    Relationship.objects.update(owner=tom)
    forget("tom@home.example")
    tom.refresh_from_db()
    assert (tom.is_active, tom.name, tom.addresses.count()) == (False, "", 0)
    assert "tom" not in tom.email
    assert Relationship.objects.get().owner is None


def test_the_only_operator_stays(db):
    only = operator()
    with pytest.raises(ValueError, match="only operator"):
        ask_forgetting(only, [only.email], queue=False)
    assert not Forgetting.objects.exists()


def test_only_an_operator_erases(bring, lead):
    bring(mail(1))
    for act in (preview, ask_forgetting):
        with pytest.raises(Refused):
            act(lead, [WHO])


def test_a_namesake_and_a_firm_keep_their_names(bring):
    bring(
        mail(1),
        mail(2, sender="Jane Doyle <jane@birch.example>", day=1),
        mail(3, sender="Pia Orchard <orchard@orchard.example>"),
    )
    forget(WHO)
    forget("orchard@orchard.example")
    assert Address.objects.get(address="jane@birch.example").person.name == "Jane Doyle"
    assert Organisation.objects.filter(name="Orchard").exists()


def test_an_upload_that_waits_goes_unread_and_says_so(bring, rf):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bring(mail(1))
    waiting = ask_import(operator(), [SimpleUploadedFile("new.mbox", mail(9))], queue=False)
    assert preview(operator(), [WHO]).uploads == 1
    forget(WHO)
    waiting.refresh_from_db()
    assert waiting.status == "failed"
    assert "Bring the files again" in waiting.said


def test_a_session_that_names_them_ends(bring):
    bring(mail(1))
    session = SessionStore()
    session["said"] = "jane@orchard.example was here"
    session.save()
    forget(WHO)
    assert not session.exists(session.session_key)
    assert User.objects.count() == 1
