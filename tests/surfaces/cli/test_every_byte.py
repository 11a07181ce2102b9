"""After an erasure nothing under SAPWOOD_HOME names the erased: every byte of every file is read, and what is packed
is unpacked. The same mail, imported again, changes nothing of that."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cast import ANA, LUIS, TOM, mail, mbox
from every_byte import found

SAPWOOD = str(Path(sys.executable).with_name("sapwood"))
WHO, ALSO = "zyxwvut.qponmlk@orchard.example", "zqponmlk@orchard.example"
NAME = "Zyxwvut Qponmlk"
THEIRS = (WHO, ALSO, WHO.partition("@")[0], ALSO.partition("@")[0], NAME, *NAME.split())
HER, HER_OTHER = f"{NAME} <{WHO}>", f'"Qponmlk, Zyxwvut" <{ALSO}>'

# What else comes to name somebody while people work: decisions, names, a login, a guest link, an upload, a session.
WORK = f"""
import django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from sapwood.records.directory.models import Address, Match, Organisation
from sapwood.records.guests.models import GuestLink
from sapwood.records.imports.models import Import, ImportTrouble
from sapwood.records.relationships.models import Relationship
from sapwood.workflows.change_relationship import change
from sapwood.workflows.imports import ask_import
from sapwood.workflows.installation import log_secret, operator
from sapwood.workflows.merge_people import rename, undo, merge_by_hand
from sapwood.workflows.set_up import invite
from sapwood.store.rows import address_key
from sapwood.workflows import decide
import sys
user = operator()
person = Address.objects.get(address={WHO!r}).person
about = Relationship.objects.get(organisation__name="Orchard")
if sys.argv[1] == "work":
    assert Match.objects.get().merged
    undo(user, Match.objects.get())
    merge_by_hand(user, *(Address.objects.get(address=a).person for a in ({WHO!r}, {ALSO!r})))
    rename(user, person.now(), {NAME!r} + " Senior"); rename(user, person.now(), {NAME!r})
    about.decisions.create(kind="done", by=user, decided=timezone.now(), day="2024-02-01", colleague=person.now())
    change(user, about, name="House of " + {NAME!r})
    invite(user, {WHO!r}, {NAME!r}, "colleague")
    GuestLink.objects.create(relationship=about, address={WHO!r}, digest="0" * 64, by=user, made=timezone.now(),
        expires=timezone.now())
    ImportTrouble.objects.create(of=Import.objects.first(), where={WHO!r} + "/3", what="From " + {NAME!r} + ".")
    ask_import(user, [SimpleUploadedFile({WHO!r} + ".eml", b"From: " + {WHO!r}.encode())], queue=True)
    session = SessionStore(); session["next"] = "/?text=" + {WHO!r}; session.save()
print([address_key(log_secret(), a) for a in ({WHO!r}, {ALSO!r})])
"""


@pytest.fixture
def house(tmp_path):
    home = tmp_path / "home"
    environment = os.environ | {"SAPWOOD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "sapwood.settings"}

    def run(*arguments):
        done = subprocess.run(arguments, capture_output=True, text=True, env=environment)
        assert done.returncode in (0, 1), done.stderr
        return done

    return home, run


def test_nothing_names_them_any_more(house, tmp_path):
    home, run = house
    mails = [
        mail(1, sender=HER, to=ANA, text="The volumes."),
        mail(2, sender=LUIS, to=ANA, day=1, text=f"Ask {WHO} please.", Cc=HER),
        mail(3, sender=ANA, to=f"{LUIS}, {HER_OTHER}", day=2),
        mail(4, sender=HER_OTHER, to=TOM, day=3, subject=f"{NAME} is away"),
        mail(5, sender=LUIS, to=TOM, day=4, text=f"{WHO} left us."),
        mail(6, sender=LUIS, to=TOM, day=5, text="Ours."),
    ]
    first, second = tmp_path / f"{WHO}.mbox", tmp_path / "tom.mbox"
    first.write_bytes(mbox(*mails[:4], b"no mail\n"))
    second.write_bytes(mbox(*mails[3:]))
    bring = [
        [SAPWOOD, "import", str(first), "--home-domain", "home.example", "--mailbox", WHO, "--json"],
        [SAPWOOD, "import", str(second), "--mailbox", "tom@home.example", "--json"],
    ]
    for command in bring:
        run(*command)
    keys = json.loads(run(sys.executable, "-c", WORK, "work").stdout)
    before = found(home, keys, THEIRS)
    assert "records.sqlite3" in str(before), "they are there to be erased"
    assert [name for name, how in before.items() if name.startswith("log/") and "key" in str(how)]

    done = run(SAPWOOD, "forget", WHO, "--person", "--yes", "--json")
    assert json.loads(done.stdout)["interactions"] == 4, done.stderr
    assert found(home, keys, THEIRS) == {}

    for command in bring:
        said = json.loads(run(*command).stdout)
        assert said["read"] == said["added"] + said["known"] + len(said["troubles"])
        assert said["added"] == 0
    assert found(home, keys, THEIRS) == {}
    run(SAPWOOD, "doctor", "--json")
    assert found(home, keys, THEIRS) == {}

    (orchard,) = json.loads(run(SAPWOOD, "accounts", "--as-of", "2024-03-01", "--json").stdout)
    assert orchard["touches"] == 4, "what others wrote to each other stays: mails 2, 3, 5 and 6"


def test_people_are_listed_and_an_erasure_is_lifted(house, tmp_path):
    _, run = house
    box = tmp_path / "sales.mbox"
    box.write_bytes(mbox(mail(1, sender=HER, to=ANA), mail(2, sender=HER_OTHER, to=ANA, day=1)))
    bring = [SAPWOOD, "import", str(box), "--home-domain", "home.example", "--json"]
    run(*bring)
    told = json.loads(run(SAPWOOD, "people", "orchard.example", "--json").stdout)
    assert told["people"] == [{"name": NAME, "addresses": sorted([WHO, ALSO])}]
    assert told["merged"][0]["by"] is None
    run(SAPWOOD, "forget", ALSO, "--yes")
    assert json.loads(run(*bring).stdout)["added"] == 0
    run(SAPWOOD, "forget", ALSO, "--lift")
    assert json.loads(run(*bring).stdout)["added"] == 1
    assert run(SAPWOOD, "forget", ALSO, "--lift").returncode == 1, "it is lifted already"
