"""Many tickets: listed out of an index, counted in the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from table_samples import tables  # noqa: F401
from test_service_today import OPEN, bring  # noqa: F401

from sapwood.records.relationships.models import Relationship
from sapwood.workflows.installation import operator
from sapwood.workflows.service.account import open_events
from sapwood.workflows.service.look import events_for, in_order

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = "Ticket ID,Status,Created,Solved,Company,Priority,Subject\n"


def tickets(count):
    return HEADER + "".join(
        f"{n},{'solved' if n % 3 else 'open'},2024-05-{n % 9 + 10} 09:00,"
        f"{'2024-06-01 09:00' if n % 3 else ''},Orchard Corporation,Low,Why?\n"
        for n in range(count)
    )


def test_a_page_is_read_off_an_index_and_in_its_order(bring):  # noqa: F811
    bring(OPEN)
    bring(tickets(120))
    found = events_for(operator(), {})
    wanted = sorted(found, key=lambda one: (one.over, one.kind, -one.opened.timestamp(), -one.pk))
    assert list(found) == wanted and len(wanted) == 121
    numbers = found.values_list("pk", flat=True)
    assert in_order(numbers[50:100]) == wanted[50:100]
    if connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in numbers[50:100].explain()


@pytest.mark.parametrize("count", [6, 60])
def test_open_tickets_of_an_account_are_counted_not_fetched(bring, count):  # noqa: F811
    bring(tickets(count))
    orchard = Relationship.objects.get(organisation__name="Orchard Corporation")
    with CaptureQueriesContext(connection) as asked:
        assert open_events(operator(), orchard).tickets == count // 3
    assert not [one["sql"] for one in asked if '"service_serviceevent"."priority"' in one["sql"]], (
        "no ticket is fetched"
    )
    bring(OPEN)
    found = open_events(operator(), orchard)
    assert (found.tickets, [one.event.number for one in found.events]) == (count // 3, ["7"])
