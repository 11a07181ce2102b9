"""What the page of an account says of being kept: whether it is at rest, and whether it has stopped buying."""

from datetime import date, timedelta

from sapwood.planning.buying import buying_sentences, no_pitch
from sapwood.planning.rest import LONGEST_DAYS
from sapwood.workflows.kept.orders import buying_by
from sapwood.workflows.kept.rests import rests_of

USUAL_DAYS = 91


def kept_part(user, relationship, as_of: date) -> dict:
    bought = buying_by(user, relationship, as_of)
    return {
        "rests": rests_of(user, relationship, as_of),
        "no_pitch": no_pitch(bought) if bought and bought.stopped else "",
        "orders": buying_sentences(bought) if bought else (),
        "rest_first": as_of + timedelta(days=1),
        "rest_usual": as_of + timedelta(days=USUAL_DAYS),
        "rest_last": as_of + timedelta(days=LONGEST_DAYS),
    }
