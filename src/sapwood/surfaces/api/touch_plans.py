"""Planned touches for the program that sends them: tell whom it will reach, ask whom it may. docs/touch-plans.md."""

from datetime import date
from itertools import islice

from sapwood.reading.recipients import MOST_ROWS, Named, address_in
from sapwood.records.outreach.models import TouchPlan
from sapwood.surfaces.api.door import Bad, for_programs
from sapwood.workflows import clock
from sapwood.workflows.outreach.ask import AT_ONCE, Asked, all_answers, answers
from sapwood.workflows.outreach.make import make_plan

MOST_LEFT = 1_000


@for_programs
def touch_plans(request, token, body):
    """{"name", "purpose", "when", "recipients": […]}: makes the plan, or adds to the one there is."""
    try:
        day = date.fromisoformat(str(body.get("when", ""))[:10])
    except ValueError:
        raise Bad(422, "Say “when” as a date such as 2026-06-20. Nothing was kept.") from None
    said = _texts(body.get("recipients", []), MOST_ROWS)
    rows = (Named(number, *_named(one)) for number, one in enumerate(said, 1))
    name, purpose = str(body.get("name", "")), str(body.get("purpose", ""))
    brought = make_plan(token.by, name, purpose, day, rows, clock.now(), token=token, door="API")
    plan = brought.plan
    left = plan.left.values_list("line", "said", "why")[:MOST_LEFT]
    return (
        {
            "id": plan.pk,
            "name": plan.name,
            "purpose": plan.purpose,
            "when": plan.day.isoformat(),
            "added": brought.added,
            "known": brought.known,
            "left": [{"line": line, "said": what, "why": why} for line, what, why in left],
            "left_total": plan.left.count(),
        },
    )


@for_programs
def ask(request, token, body, pk):
    """{"recipients": […]}, or {"after": number} for those of the plan: yes, no or hold of each, and why."""
    plan = TouchPlan.objects.filter(pk=pk, token=token).first()
    if plan is None:
        raise Bad(404, "There is no such plan of this token.")
    head = {"id": plan.pk, "name": plan.name, "as_of": clock.today().isoformat()}
    if "recipients" in body:
        told = answers(plan, _texts(body["recipients"], AT_ONCE), clock.now())
        return (head | {"answers": [_answer(one) for one in told], "next": None},)
    after = body.get("after", 0)
    if not isinstance(after, int) or not 0 <= after < 2**63:
        raise Bad(422, "“after” is the number that the answer before called “next”.")
    found = list(islice(all_answers(plan, clock.now(), after, AT_ONCE), AT_ONCE))
    return (
        head
        | {
            "answers": [_answer(one) for _, one in found],
            "next": found[-1][0] if len(found) == AT_ONCE else None,
        },
    )


def _answer(one: Asked) -> dict[str, str | None]:
    until = one.answer.until
    said = {"recipient": one.recipient, "answer": one.answer.answer, "why": one.answer.why}
    return said | {"until": until.isoformat() if until else None}


def _texts(given: object, most: int) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise Bad(422, "“recipients” is a list of mail addresses. Nothing was kept.")
    if len(given) > most:
        raise Bad(422, f"“recipients” has at most {most:,} addresses here. Nothing was kept; send them in parts.")
    return given


def _named(said: str) -> tuple[str, str, str]:
    address, what = address_in(said)
    return address, "" if address else said[:200], what
