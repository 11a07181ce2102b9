"""Two who say minutes at once, two leads who begin a comparison: real threads, a database of their own."""

import os

from django.db import connection
from test_guest_limits import own_database, run

PREPARE = """
import django; django.setup()
from sapwood.workflows.start import start
start()
from sapwood.records.access.models import User
for name in ("lea", "kim"):
    User.objects.create_user(f"{name}@home.example", name.title(), "lead")
"""
SAY = """
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import connections
from sapwood.records.access.models import Minutes, User
from sapwood.records.relationships.models import Comparison
from sapwood.workflows.minutes import say_minutes
from sapwood.workflows.whom.comparison import begin
together = Barrier(2)
def both(name):
    user, told = User.objects.get(name=name), []
    for number in (5, 10):
        together.wait()
        say_minutes(user, None, [number + len(name)] * 7)
        try:
            told.append(begin(user, number))
        except ValueError as error:
            told.append(str(error).partition(",")[0])
    connections.close_all()
    return told
with ThreadPoolExecutor(2) as threads:
    told = [one for several in threads.map(both, ["Lea", "Kim"]) for one in several]
refused = told.count("A comparison is running already")
print(Minutes.objects.in_force().count(), Comparison.objects.count(), refused)
"""


def test_one_word_is_in_force_and_one_comparison_runs(tmp_path, request, db):
    environment = os.environ | {"SAPWOOD_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "sapwood.settings"}
    environment |= {"SAPWOOD_AS_OF": "2026-06-15"}
    if connection.vendor == "postgresql":
        environment["SAPWOOD_DATABASE_URL"] = own_database(request)
    assert run(PREPARE, environment).wait() == 0
    assert run(SAY, environment).communicate()[0].split() == ["1", "1", "3"]
