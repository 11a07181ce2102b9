"""A list of recipients that is brought comes in whole or, where it is killed, not at all; brought again, it is in."""

import os
import signal
import subprocess
import sys

BRING = """
import os, signal
from datetime import date, datetime, UTC
import django
from django.conf import settings
settings.MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in settings.INSTALLED_APPS}  # tables at once
django.setup()
from django.core.management import call_command
from django.db import connections
from sapwood.reading.recipients import Named
from sapwood.records.access.models import User
from sapwood.records.outreach.models import LeftRecipient, Recipient, TouchPlan
from sapwood.workflows.outreach.make import make_plan

def rows(last):
    for number in range(4000):
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)
        yield Named(number, f"p{number}@firm.example") if number % 5 else Named(number, "", "odd", "No address.")

def bring(last):
    lead, now = User.objects.get(), datetime(2026, 6, 15, tzinfo=UTC)
    brought = make_plan(lead, "Letter", "promotional", date(2026, 6, 20), rows(last), now)
    return brought.added, brought.known, brought.left

call_command("migrate", verbosity=0, run_syncdb=True)
User.objects.create_user("lea@home.example", "Lea", "lead")
connections.close_all()
child = os.fork()
if not child:
    bring(3500)
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(TouchPlan.objects.count(), Recipient.objects.count(), LeftRecipient.objects.count())
print(*bring(None))
print(*bring(None))
"""


def test_killed_in_the_middle_it_is_not_there(tmp_path):
    environment = os.environ | {"SAPWOOD_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "sapwood.settings"}
    told = subprocess.run([sys.executable, "-c", BRING], env=environment, capture_output=True, text=True)
    killed = str(-signal.SIGKILL)
    assert told.stdout.split("\n")[:4] == [killed, "0 0 0", "3200 0 800", "0 3200 800"], told.stderr
