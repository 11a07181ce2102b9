"""Who opened a ticket and was erased is in no case any more, nor in what was written of a service event, and no later
file brings them back."""

import json

import pytest
from cast import bring  # noqa: F401

from sapwood.records.service.models import ServiceEvent, Telling
from sapwood.workflows.forget.flow import ask_forgetting, run
from sapwood.workflows.installation import operator
from sapwood.workflows.service.look import events_for, picture_of

JANE = "jane@orchard.example"
TICKET = (
    "Ticket ID,Status,Created,Updated,Requester Email,Assignee Email,Subject\n7,open,2024-01-03,2024-01-04,{},{},A"
)
SAID = {"id": "u", "status": "identified", "created_at": "2024-01-03T09:00:00Z", "body": f"Ask {JANE} about it."}
DOWN = {"id": "x", "name": f"{JANE} cannot log in", "created_at": "2024-01-03T08:00:00Z", "incident_updates": [SAID]}


@pytest.mark.django_db(transaction=True)
def test_the_erased_stay_out_of_cases(bring):  # noqa: F811
    ticket, page = TICKET.format(JANE, JANE).encode(), json.dumps({"incidents": [DOWN]}).encode()
    bring(data=ticket, name="a.csv")
    bring(data=page, name="a.json")
    of_ticket, down = (ServiceEvent.objects.get(kind=kind) for kind in ("ticket", "event"))
    assert of_ticket.asker and JANE in picture_of(operator(), down).title
    assert picture_of(operator(), of_ticket).steps[0].by
    run(ask_forgetting(operator(), [JANE], queue=False))
    for file, data in (("b.csv", ticket), ("b.json", page)):  # brought again, nothing of them comes back
        assert not ServiceEvent.objects.exclude(asker=None).exists()
        assert not Telling.objects.exclude(asker=None).exists()
        assert JANE not in str([*ServiceEvent.objects.values(), *Telling.objects.values()])
        found = [picture_of(operator(), event) for event in events_for(operator(), {})]
        said = str([(one.title, one.words, one.steps) for one in found])
        assert JANE not in said and "Jane" not in said and not any(step.by for one in found for step in one.steps)
        bring(data=data, name=file)
    assert "[erased] cannot log in" in picture_of(operator(), down).title
