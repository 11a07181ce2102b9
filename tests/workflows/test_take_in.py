"""Mail in: counted right, known again, one unit, its bad parts listed, its undoing complete."""

import io
import tarfile
from datetime import date

import pytest
from cast import ANA, JANE, LUIS, PRIYA, TOM, mail, mbox

from sapwood.records.directory.models import Address, Organisation
from sapwood.records.imports.models import Import
from sapwood.workflows.accounts import accounts_as_of
from sapwood.workflows.imports import undo_import
from sapwood.workflows.installation import counting_imports, log, operator, texts
from sapwood.workflows.measure import engine
from sapwood.workflows.refresh import refresh
from sapwood.workflows.repair import repair, sweep
from sapwood.workflows.take_in.flow import BrokenOff

DAY = date(2024, 3, 1)


def figures(done):
    return done.status, done.read, done.added, done.known, done.troubles.count()


def accounts():
    refresh(DAY)
    return {row["account"]: row for row in accounts_as_of(DAY)}


def kept():
    ids = log().known(counting_imports()).everywhere.tolist()
    seen = log().sightings(ids, counting_imports()).to_pylist()
    found = texts().read((s["id"], s["import_id"], s["mailbox"]) for s in seen)
    return [(text.subject, text.own) for text in sorted(found, key=lambda text: text.import_id)]


def test_mail_becomes_touches_of_an_account(bring):
    done = bring(mail(1), mail(2, sender=ANA, to=JANE, day=3), mail(3, day=9))
    assert figures(done) == ("done", 3, 3, 0, 0)
    orchard = accounts()["Orchard"]
    assert orchard["domains"] == ["orchard.example"]
    assert (orchard["touches"], orchard["last_touch"]) == (3, "2024-01-10T10:00:00+00:00")


def test_a_second_import_of_the_same_file_adds_nothing(bring):
    messages = [mail(n, day=n) for n in range(5)]
    bring(*messages)
    assert figures(bring(*messages)) == ("done", 5, 0, 5, 0)
    assert accounts()["Orchard"]["touches"] == 5


def test_the_same_mail_in_a_colleagues_mailbox_is_known_and_seen_there_too(bring):
    one = mail(1, to=f"{ANA}, {TOM}")
    first, second = bring(one, mailbox="ana@home.example"), bring(one, mailbox="tom@home.example")
    assert (first.added, second.added, second.known) == (1, 0, 1)
    ids = log().known(counting_imports()).everywhere
    assert len(ids) == 1
    assert log().sightings(ids.tolist(), counting_imports()).num_rows == 2
    assert accounts()["Orchard"]["touches"] == 1


def test_undoing_one_of_two_sightings_keeps_the_interaction(bring):
    one = mail(1)
    first = bring(one, mailbox="ana@home.example")
    bring(one, mailbox="tom@home.example")
    undo_import(operator(), first, queue=False)
    assert accounts()["Orchard"]["touches"] == 1


def test_an_undone_import_vanishes_at_once_and_then_from_the_disk(bring):
    done = bring(mail(1), mail(2, day=1))
    assert "Orchard" in accounts()
    undo_import(operator(), done, queue=False)
    assert accounts() == {}
    sweep()
    assert log().imports_in() == set() == texts().imports_in()
    assert figures(bring(mail(1), mail(2, day=1)))[1:3] == (2, 2), "it can be brought again"


def test_the_bad_part_is_listed_and_the_good_part_is_in(bring):
    done = bring(mail(1), b"\x00\xff no mail at all\n", mail(3, day=2))
    assert done.added == 2
    assert done.read == done.added + done.known + done.troubles.count()
    assert [t.where for t in done.troubles.all()] == ["0.mbox, message 2"]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b"this is no mail\x00\xff", "not"), (b"\x1f\x8b\x08\x00cut", "cut short")],
)
def test_what_is_no_mail_is_said_in_a_sentence(bring, data, said):
    done = bring(data=data)
    assert (done.status, done.added, done.troubles.count()) == ("done", 0, 1)
    trouble = done.troubles.get().what
    assert said in trouble and trouble.endswith(".")


def test_an_archive_cannot_write_outside(bring, tmp_path):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for number, name in enumerate(["../../evil.eml", "/etc/evil.eml", "good.eml"]):
            member = tarfile.TarInfo(name)
            data = mail(number, day=number)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    done = bring(data=packed.getvalue(), name="mail.tar.gz")
    assert done.added == 3
    assert not list(tmp_path.rglob("evil.eml"))


def test_dates_of_1979_and_2099_are_listed_and_the_rest_is_in(bring):
    early, late = mail(1, day=-16300), mail(2, day=30000)
    done = bring(early, late, mail(3))
    assert (done.added, done.troubles.count()) == (1, 2)


def test_an_import_is_one_unit_when_it_breaks_off(bring, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("sapwood.store.log.Log.append", full)
        with pytest.raises(BrokenOff, match="the disk is full"):
            bring(mail(1), mail(2, day=1))
    failed = Import.objects.get()
    assert failed.status == "failed" and "disk is full" in failed.said
    assert accounts() == {}
    repair()
    assert texts().imports_in() == set()
    assert bring(mail(1), mail(2, day=1)).added == 2


def test_a_process_killed_before_its_commit_is_marked_and_can_be_run_again(bring):
    done = bring(mail(1))
    log().cut_imports([done.pk])
    Import.objects.filter(pk=done.pk).update(status="started")
    findings = repair()
    done.refresh_from_db()
    assert done.status == "failed" and "killed" in findings[0].what
    assert accounts() == {}


def test_a_process_killed_after_its_commit_is_finished(bring):
    done = bring(mail(1))
    Import.objects.filter(pk=done.pk).update(status="started")
    assert accounts() == {}, "rows of an import that is not done are read by nobody"
    repair()
    done.refresh_from_db()
    assert done.status == "done"
    assert accounts()["Orchard"]["touches"] == 1


def test_the_log_holds_no_names(bring, home):
    bring(mail(1, to=f"{ANA}, {PRIYA}", subject="Secretproject volumes", text="A very particular sentence."))
    refresh(DAY)
    stored = b"".join(p.read_bytes() for p in (home / "log").rglob("*") if p.is_file())
    assert len(stored) > 1000
    for name in (b"jane", b"orchard", b"priya", b"Secretproject", b"particular", b"home.example"):
        assert name not in stored


def test_kept_text_opens_with_the_key_only(bring):
    bring(mail(1, subject="Volumes", text="Could you send me the volumes?\n\n> an old quote\n"))
    assert kept() == [("Volumes", "Could you send me the volumes?")]


def test_own_words_are_let_go_when_their_time_is_over(bring, settings):
    done = bring(mail(1))
    settings.SAPWOOD_KEEP_TEXT_DAYS = 0
    Import.objects.filter(pk=done.pk).update(finished="2020-01-01T00:00Z")
    sweep()
    assert kept() == [("Volumes", None)]
    settings.SAPWOOD_KEEP_TEXT_DAYS = 90
    again = bring(mail(1))
    assert (again.added, again.known) == (0, 1)
    assert kept() == [("Volumes", None), ("Volumes", "Could you send me the volumes?")]
    assert accounts()["Orchard"]["touches"] == 1
    bring(mail(1))
    assert len(kept()) == 2, "and they are kept once"


def test_home_is_inferred_and_said_where_nobody_gave_it(bring):
    several = [mail(n, sender=s, to=ANA, day=n) for n, s in enumerate([JANE, PRIYA, LUIS, JANE, PRIYA, TOM])]
    done = bring(*several, home_domains=())
    assert "home.example" in done.said
    assert Organisation.of_home().domains.get().said == "inferred"


def test_free_mail_lists_and_robots_are_no_account(bring):
    bring(
        mail(1, sender="Sam <sam@gmail.com>"),
        mail(2, sender="no-reply@shop.example"),
        mail(3, sender="news@paper.example", List_Unsubscribe="<mailto:off@paper.example>"),
        mail(4, sender="info@birch.example"),
    )
    assert set(accounts()) == {"Birch"}
    assert Address.objects.get(address="info@birch.example").person is None
    assert Address.objects.get(address="sam@gmail.com").organisation is None


def test_copies_under_other_message_ids_are_one_touch(bring):
    bring(mail(1), mail(2), mail(3, day=4))
    assert accounts()["Orchard"]["touches"] == 2


def test_stopping_leaves_nothing_in(bring, monkeypatch):
    from sapwood.workflows.take_in import progress

    def ask(self, at_once=False):
        raise progress.Stopped

    monkeypatch.setattr(progress.Progress, "show", ask)
    done = bring(mail(1))
    assert done.status == "stopped"
    assert log().imports_in() == set()


def test_many_messages_go_through_reading_processes(bring):
    done = bring(*(mail(n, day=n % 40, subject=f"Number {n}") for n in range(1500)))
    assert figures(done) == ("done", 1500, 1500, 0, 0)
    assert engine() is not None
    assert accounts()["Orchard"]["touches"] == 1500


def test_two_mboxes_by_the_same_person(bring):
    assert mbox(mail(1)).startswith(b"From ")
    assert bring(mail(1), mail(1)).known == 1


def test_a_good_copy_of_a_message_comes_in_where_the_first_is_broken(bring):
    broken = mail(1).replace(b"Date: ", b"X-No-Date: ")
    done = bring(broken, mail(1), mail(1), mail(2, day=2))
    assert figures(done) == ("done", 4, 2, 1, 1)
    assert accounts()["Orchard"]["touches"] == 2
