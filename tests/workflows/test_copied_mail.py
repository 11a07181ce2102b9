"""A colleague copies one mail to an address of their own, over a real line; what was refused is on the record."""

import smtplib
import ssl

import pytest
from cast import ANA, JANE, mail
from lines import certificate, free_port

from sapwood.collecting.smtp_door import open_door
from sapwood.records.imports.models import Import
from sapwood.records.sources.models import Source
from sapwood.workflows.set_up import give_address
from sapwood.workflows.sources import copied
from sapwood.workflows.sources.attend import remove
from sapwood.workflows.sources.connect import Wanted, connect
from sapwood.workflows.sources.copied import address_of, admit, keep
from sapwood.workflows.sources.run import run_source
from sapwood.workflows.sources.watch import _with_own_connection

pytestmark = pytest.mark.django_db(transaction=True)
MAIL = mail(1, sender=ANA, to=JANE)


@pytest.fixture
def copies(home, ana, settings):
    settings.SAPWOOD_COPY_DOMAIN = "copy.home.example"
    give_address(ana, "ana.brandt@home.example")
    return connect(ana, Wanted("copy"))


@pytest.fixture
def send(copies, monkeypatch):
    monkeypatch.setattr("sapwood.collecting.smtp_door.MOST_BYTES", 100_000)
    door = open_door("127.0.0.1", free_port(), _with_own_connection(admit), _with_own_connection(keep))

    def send(sender, to, message=MAIL):
        """The answer to the step that ended it."""
        with smtplib.SMTP("127.0.0.1", door.port, timeout=10) as line:
            try:
                line.sendmail(sender, to, message)
            except smtplib.SMTPRecipientsRefused as refused:
                return next(iter(refused.recipients.values()))[0]
            except smtplib.SMTPResponseException as refused:
                return refused.smtp_code
        return 250

    send.port = door.port
    yield send
    door.stop()


def test_a_copied_mail_is_filed_as_an_import_of_theirs(copies, send, ana):
    assert send("ana@home.example", address_of(copies)) == 250
    assert send("ana.brandt@home.example", [address_of(copies)], MAIL.replace(b"ana@", b"ana.brandt@")) == 250
    copies.refresh_from_db()
    assert copies.due is None, "it is read at once"
    run = run_source(copies, "test")
    assert (run.status, run.added, run.known, run.unread) == ("done", 1, 1, 0), "one Message-ID is one mail"
    assert Import.objects.get().by == ana
    assert not list(copied.waiting_in(copies).iterdir())
    assert run_source(copies, "test").fetched == 0


def test_what_is_refused_and_why(copies, send, ana, tom, settings):
    address = address_of(copies)
    assert send("tom@home.example", address) == 550, "somebody else's sender"
    assert send("ana@home.example", address, mail(2, sender=JANE)) == 550, "somebody else's From"
    assert send("ana@home.example", address, b"From: tom@home.example\r\n" + MAIL) == 550, "two Froms"
    assert send("ana@home.example", address, MAIL + b"x" * 200_000) == 552
    said = [refusal.what for refusal in copies.refusals.all()]
    assert len(said) == 3 and "sent by tom@home.example" in said[-1]
    number = copies.pk
    for wrong in (
        f"copy-{number}-{'a' * 24}@copy.home.example",
        f"copy-{number + 1}-{address.split('-')[2]}",
        address.replace("copy.home.example", "orchard.example"),
        "jane@orchard.example",
        "root@copy.home.example",
    ):
        assert send("ana@home.example", wrong) == 550, "no such address, and no relay"
    assert copies.refusals.count() == 3
    assert not copied.waiting_in(copies).exists()
    remove(ana, copies, undo=False)
    assert send("ana@home.example", address) == 550


def test_with_a_certificate_the_line_is_encrypted(copies, tmp_path):
    certificate(tmp_path)
    files = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    door = open_door("127.0.0.1", free_port(), _with_own_connection(admit), _with_own_connection(keep), files)
    try:
        with smtplib.SMTP("127.0.0.1", door.port, timeout=10) as line:
            line._host = "localhost"  # whom the certificate is for
            line.starttls(context=ssl.create_default_context(cafile=files[0]))
            assert line.sock.version() >= "TLSv1.2"
            line.sendmail("ana@home.example", address_of(copies), MAIL)
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                line.sendmail("tom@home.example", address_of(copies), MAIL)
        with smtplib.SMTP("127.0.0.1", door.port, timeout=10) as line, pytest.raises(ssl.SSLError):
            line._host = "localhost"
            line.starttls(context=ssl.create_default_context())  # who trusts nobody that nobody vouches for
    finally:
        door.stop()
    assert run_source(copies, "test").fetched == 1


def test_where_encryption_is_required_nothing_comes_in_the_clear(copies, tmp_path):
    certificate(tmp_path)
    files = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    door = open_door("127.0.0.1", free_port(), _with_own_connection(admit), _with_own_connection(keep), files, True)
    try:
        with smtplib.SMTP("127.0.0.1", door.port, timeout=10) as line:
            with pytest.raises(smtplib.SMTPSenderRefused) as refused:
                line.sendmail("ana@home.example", address_of(copies), MAIL)
            assert refused.value.smtp_code == 530
            line._host = "localhost"
            line.starttls(context=ssl.create_default_context(cafile=files[0]))
            line.sendmail("ana@home.example", address_of(copies), MAIL)
    finally:
        door.stop()
    assert run_source(copies, "test").fetched == 1
    with pytest.raises(ValueError, match="certificate"):
        open_door("127.0.0.1", free_port(), admit, keep, None, True)


def test_without_one_the_line_offers_no_encryption(send, copies):
    with pytest.raises(smtplib.SMTPNotSupportedError), smtplib.SMTP("127.0.0.1", send.port, timeout=10) as line:
        line.starttls()


def test_too_many_are_put_off(copies, monkeypatch):
    monkeypatch.setattr(copied, "MAILS", copied.Limit("mails of a test", 2, copied.HOUR))
    answers = [admit("ana@home.example", address_of(copies)) for _ in range(3)]
    assert answers[:2] == ["", ""] and answers[2].startswith("450")
    assert "More than 2 mails" in copies.refusals.get().what


def test_not_switched_on_nobody_gets_an_address(home, ana):
    with pytest.raises(ValueError, match="not switched on"):
        connect(ana, Wanted("copy"))
    assert not Source.objects.exists()
