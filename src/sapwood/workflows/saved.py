"""A saved standing as the value it was measured as, for planning to look at again."""

from sapwood.measures.standing import Standing as Measured
from sapwood.records.relationships.models import Standing


def measured_again(row: Standing) -> Measured:
    return Measured(
        organisation=row.relationship.organisation_id,
        as_of=row.as_of,
        touches=row.touches,
        touch_days=row.touch_days,
        first_touch=row.first_touch,
        last_touch=row.last_touch,
        silent_days=row.silent_days,
        usual_gap=tuple(row.usual_gap_days) if row.usual_gap_days else None,
        silence_rank=row.silence_rank,
        p_touch_30d=row.p_touch_30d,
        expected_30d=row.expected_30d,
        state=row.state,
        why=row.why,
        arithmetic=row.arithmetic,
        balance=row.balance,
        reach=row.reach,
        quarters=row.quarters,
        meetings=row.meetings,
        recent=row.newest,
    )
