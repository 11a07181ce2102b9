"""An import of a ticket and a service event, killed once its cases are written: none of it is seen, or all of it."""

import json
import os
import signal
import subprocess
import sys

import pytest
from installations import run, sql

TICKET = "Ticket ID,Status,Created,Updated,Resolved,Requester Email,Assignee Email,Subject\n"
OPEN = "7,open,2024-01-03 10:00,2024-01-03 10:00,,jane@orchard.example,ana@home.example,A\n"
OVER = (
    OPEN.replace("7,open", "7,solved")
    .replace("10:00,,jane", "10:00,2024-01-04 10:00,jane")
    .replace(",2024-01-03 10:00,2024-01-04", ",2024-01-04 10:00,2024-01-04")
)
KILLED_AT = """
import os, signal, django
django.setup()
from pathlib import Path
from sapwood.workflows.imports import ask_import
from sapwood.workflows.installation import operator
from sapwood.workflows.take_in import flow
flow.{} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
flow.take_in(ask_import(operator(), [Path({!r})], ["home.example"], queue=False), "test")
"""


def page(*statuses):
    states = [
        {"id": str(n), "status": said, "created_at": f"2024-01-0{n}T10:00:00Z"} for n, said in enumerate(statuses, 1)
    ]
    return json.dumps({"incidents": [{"id": "x", "created_at": "2024-01-01T10:00:00Z", "incident_updates": states}]})


@pytest.mark.parametrize(("moment", "in_then"), [("texts", False), ("match_by_name", True)])
def test_killed_once_the_cases_are_written(moment, in_then, tmp_path):
    home, folder = tmp_path / "home", tmp_path / "desk"
    home.mkdir()
    folder.mkdir()

    def bring(ticket, event):
        (folder / "tickets.csv").write_text(TICKET + ticket)
        (folder / "page.json").write_text(event)

    def states():
        rows = sql(home, "SELECT number, status, over FROM service_serviceevent ORDER BY number")
        return [tuple(row) for row in rows]

    bring(OPEN, page("investigating"))
    before = run(home, "import", str(folder), "--home-domain", "home.example")
    assert before["added"] == 2
    known = states()
    bring(OVER, page("investigating", "resolved"))
    environment = os.environ | {"SAPWOOD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "sapwood.settings"}
    program = KILLED_AT.format(moment, str(folder))
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert states() == known, "nothing of it is seen before it is mended"
    run(home, "doctor")
    over = [("7", "solved", 1), ("x", "resolved", 1)]
    assert states() == (over if in_then else known)
    again = run(home, "import", str(folder))
    assert again["added"] == (0 if in_then else 1) and states() == over, "that it was resolved is new"
    told = sql(home, "SELECT count(*) FROM service_telling")
    assert [count for (count,) in told] == [4]
