"""Rhythm and silence: how long is usual for a relationship, and how likely is a touch if nobody does anything?"""

from sapwood.measures.rhythm.fit import fit
from sapwood.measures.rhythm.forecast import Forecast, forecast
from sapwood.measures.rhythm.gaps import silence_rank, usual_gap
from sapwood.measures.rhythm.learned import Learned, blended, learn, learned_from
from sapwood.measures.rhythm.notices import notices
from sapwood.measures.rhythm.params import Params
from sapwood.measures.rhythm.predict import expected_touches, p_touch
from sapwood.measures.rhythm.statistics import Summary, summarise

__all__ = [
    "Forecast", "Learned", "Params", "Summary",
    "blended", "expected_touches", "fit", "forecast", "learn", "learned_from", "notices", "p_touch", "silence_rank",
    "summarise", "usual_gap",
]  # fmt: skip
