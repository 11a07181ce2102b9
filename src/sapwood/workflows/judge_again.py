"""After an agreement or an owner has changed: one relationship's colour and its place in the day, from what was
measured already. Costs one row, however long the history is."""

from dataclasses import replace

from sapwood.measures.state import state_of
from sapwood.records.relationships.models import Relationship, Standing

from .plan_day import plan_again
from .saved import measured_again


def judge_again(relationship: Relationship) -> None:
    row = Standing.objects.filter(relationship=relationship).select_related("relationship").first()
    if row is None:
        return
    measured = measured_again(row)
    state, why = state_of(
        touches=measured.touches,
        silent_days=measured.silent_days,
        floor=relationship.floor,
        ceiling=relationship.ceiling,
        usual_gap=measured.usual_gap,
        silence_rank=measured.silence_rank,
    )
    agreed = {"floor": relationship.floor, "ceiling": relationship.ceiling}
    judged = replace(measured, state=state, why=why, arithmetic=measured.arithmetic | agreed)
    row.state, row.why, row.arithmetic = judged.state, judged.why, judged.arithmetic
    row.save(update_fields=["state", "why", "arithmetic"])
    plan_again(row.as_of, relationship, judged)
