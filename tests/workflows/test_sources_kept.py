"""Who may connect what, where a password goes and where it does not, when a source is read next, and erasure."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from every_byte import found as found_in
from hypothesis import given
from hypothesis import strategies as st

from sapwood.records.access.models import AuditLine, User
from sapwood.records.sources.models import Source
from sapwood.workflows.finding import Finding
from sapwood.workflows.forget.flow import ask_forgetting, run
from sapwood.workflows.installation import operator
from sapwood.workflows.permission import Refused
from sapwood.workflows.set_up import give_address
from sapwood.workflows.sources.connect import Wanted, as_changed, change_source, connect
from sapwood.workflows.sources.schedule import LONGEST, next_look
from sapwood.workflows.sources.secrets import secret_of

SECRET = "Medlarbloom in the mailbox"
WHERE = {"host": "imap.home.example", "user": "ana@home.example"}


def wanted(secret=SECRET, text="private", mailbox="", **where):
    return Wanted("imap", text=text, mailbox=mailbox, where=WHERE | where, secret=secret)


@pytest.fixture
def at_home(db, home, ana, settings):
    settings.SAPWOOD_SOURCE_HOSTS = frozenset({"imap.home.example"})
    give_address(ana, ana.email)
    return home


@pytest.mark.django_db(transaction=True)
def test_the_password_stands_nowhere_in_clear_and_goes_nowhere_else(at_home, ana):
    source = connect(ana, wanted())
    assert secret_of(Source.objects.get()) == SECRET
    assert SECRET not in json.dumps([list(AuditLine.objects.values()), list(Source.objects.values())], default=str)
    assert found_in(at_home, [], (SECRET,)) == {}
    for elsewhere in ({"host": "evil.example"}, {"port": 143}, {"security": "plain"}, {"user": "tom@home.example"}):
        source.refresh_from_db()
        with pytest.raises(ValueError, match="Enter the password again"):
            change_source(operator(), source, wanted(secret="", mailbox=ana.email, **elsewhere))
        source.refresh_from_db()
        assert as_changed(operator(), source, wanted(secret="", mailbox=ana.email, **elsewhere))[1] == ""
        moved = Source.objects.get()
        moved.where |= elsewhere
        assert secret_of(moved) == "", "also where somebody writes into the records"
    change_source(ana, source, wanted(secret="", folders=["Clients"]))
    assert secret_of(Source.objects.get()) == SECRET
    assert Source.objects.get().where["folders"] == ["Clients"]


def test_nothing_leaves_that_the_operator_has_not_switched_on(at_home, ana, tom):
    with pytest.raises(Refused, match="has not switched on connections to evil"):
        connect(ana, wanted(host="evil.example"))
    with pytest.raises(Refused, match="Only Ana Brandt or an operator"):
        connect(tom, wanted(mailbox="ana@home.example"))
    assert connect(operator(), wanted(host="else.example"), owner=ana).owner == ana


def test_a_token_is_got_for_ones_own_mailbox_only(at_home, ana, tom, settings):
    settings.SAPWOOD_TOKEN_COMMANDS = {"google": "true"}
    with pytest.raises(Refused):
        connect(tom, wanted(secret="", token="google", mailbox="tom@home.example"))
    with pytest.raises(ValueError, match="no command called microsoft"):
        connect(ana, wanted(secret="", token="microsoft"))
    assert connect(ana, wanted(secret="", token="google")).secret is None


def test_running_the_installation_opens_nobodys_mail(at_home, ana):
    source = connect(ana, wanted())
    with pytest.raises(ValueError, match="Only its owner may share"):
        change_source(operator(), source, wanted(text="shared", mailbox=ana.email))
    assert change_source(ana, source, wanted(text="shared")).text == "shared"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"host": "https://imap.home.example/"}, "without https"),
        ({"host": ""}, "Name the server"),
        ({"user": ""}, "user name"),
        ({"user": "-rf"}, "user name"),
        ({"port": 70_000}, "from 1 to 65535"),
        ({"security": "maybe"}, "by STARTTLS, or plain"),
    ],
)
def test_what_will_not_do_is_said(at_home, where, said):
    with pytest.raises(ValueError, match=said):
        connect(operator(), wanted(mailbox="ana@home.example", **where))
    assert not Source.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whose_mailbox_it_was_is_erased_and_it_is_read_no_more(at_home, ana):
    ours = connect(operator(), wanted(mailbox="ana@home.example"))
    hers = connect(ana, wanted())
    other = connect(operator(), wanted(user="op", mailbox="office@home.example"))
    run(ask_forgetting(operator(), ["ana@home.example"], queue=False))
    assert list(Source.objects.standing()) == [other]
    for gone in (ours, hers):
        gone.refresh_from_db()
        assert gone.secret is None
    assert "ana" not in str(list(Source.objects.values("name", "mailbox", "where"))).replace("[erased]", "")


@given(st.integers(0, 1000), st.floats(0, 1), st.integers(1, 1440))
def test_it_waits_longer_each_time_and_never_for_ever(failures, chance, minutes):
    now, every = datetime(2026, 6, 15, tzinfo=UTC), timedelta(minutes=minutes)
    wait = next_look(now, every, failures, chance) - now
    assert every <= wait <= max(LONGEST, every) * 1.2
    assert failures > 900 or next_look(now, every, failures + 1, 0.0) >= next_look(now, every, failures, 0.0)


def test_a_source_that_is_silent_is_a_finding(at_home, ana):
    from sapwood.workflows.repair import examine

    source = connect(ana, wanted())
    Source.objects.update(added=source.added - timedelta(days=9))
    said = [f for f in examine() if "could not be read even once" in f.what]
    assert len(said) == 1 and isinstance(said[0], Finding) and not said[0].mended
    assert User.objects.count() == 2
