"""The figures at the head of an account, each with the arithmetic it opens to."""

from dataclasses import dataclass, field
from datetime import date

from sapwood.measures.outlook import USUAL_FROM
from sapwood.surfaces.web import words
from sapwood.surfaces.web.rhythm_sentences import blend_sentences, clock_sentences
from sapwood.surfaces.web.words import day, days, percent


@dataclass(frozen=True)
class Fact:
    name: str
    value: str
    note: str = ""
    arithmetic: list[str] = field(default_factory=list)
    evidence: tuple[str, str] | None = None  # (place on the page, what is there)


def facts(relationship, standing, as_of: date) -> list[Fact]:
    if standing is None:
        return [Fact("Touches", "unknown", "not measured yet"), _cadence(relationship, standing)]
    return [
        _silence(standing, as_of),
        _rhythm(standing),
        _chance(standing),
        _touches(standing, as_of),
        _cadence(relationship, standing),
    ]


def _silence(standing, as_of: date) -> Fact:
    if standing.silent_days is None:
        return Fact("Silent", "unknown", "no touch on record yet")
    last = day(standing.last_touch, as_of)
    said = [f"The last touch was on {last}; as of {day(standing.as_of, as_of)} that is {days(standing.silent_days)}."]
    if standing.silence_rank is not None:
        said.append(
            f"{min(99, int(standing.silence_rank * 100))} of 100 gaps that this rhythm predicts are shorter. "
            + _thresholds(standing.arithmetic)
        )
    newest = (f"e{standing.newest[0]['id']}", "The last touch") if standing.recent else None
    return Fact("Silent", days(standing.silent_days), f"since {last}", said, newest)


def _thresholds(numbers: dict) -> str:
    if "red_above" not in numbers:
        return ""
    return f"Above {numbers['amber_above'] * 100:g} it turns amber, above {numbers['red_above'] * 100:g} red."


def _rhythm(standing) -> Fact:
    gap = standing.usual_gap_days
    if not gap:
        need = "Three days with a touch are needed before anything can be called usual; "
        have = "has been one" if standing.touch_days == 1 else f"have been {standing.touch_days}"
        return Fact("Rhythm", "unknown", "too little history", [need + f"there {have}."])
    low, middle, high = gap
    every = "every day" if round(middle) <= 1 else f"every {round(middle)} days"
    said = [
        f"Half of the gaps are expected to be shorter than {middle:.1f} days, one in ten shorter than {low:.1f}, "
        f"one in ten longer than {high:.1f}.",
        *_model(standing.arithmetic),
    ]
    return Fact("Rhythm", every, f"usually {max(round(low), 1)} to {max(round(high), 1)}", said)


def _model(numbers: dict) -> list[str]:
    """The numbers that the model was fed and what it learned, so that anybody can compute it again."""
    if "x" not in numbers:
        return []
    unit = "working days" if "week" in numbers else "days"
    own = (
        f"Its own history: x = {numbers['x']:g} further days with a touch, the last one t_x = {numbers['t_x']:.4g} "
        f"{unit} after the first, watched for T = {numbers['T']:.4g} {unit}."
    )
    if "r" not in numbers:
        return [own]
    learned = ", ".join(f"{name} = {numbers[key]:.3g}" for name, key in MODEL if numbers.get(key) is not None)
    everybody = f"Learned from all {words.count(int(numbers['n']), 'relationship')}: {learned}."
    fallback = [numbers["fallback"]] if numbers.get("fallback") else []
    return [own, everybody, *fallback, *clock_sentences(numbers)]


MODEL = [("r", "r"), ("α", "alpha"), ("a", "a"), ("b", "b"), ("k", "k")]


def _chance(standing) -> Fact:
    if standing.p_touch_30d is None:
        return Fact("Touch in the next 30 days", "unknown", "if nobody does anything")
    numbers, name = standing.arithmetic, "Touch in the next 30 days"
    low, high = (percent(numbers.get(bound)) for bound in ("low", "high"))
    said = ["The chance of at least one touch in the next 30 days if nobody does anything."]
    if low != high:
        said.append(
            f"Its own pace is known only so well after {words.count(standing.touch_days, 'day')} with a touch: for "
            f"80 of 100 relationships with such a history the chance lies between {low} and {high}."
        )
    said += blend_sentences(standing.p_touch_30d, numbers)
    if standing.expected_30d is not None:
        said.append(f"Expected number of days with a touch: {standing.expected_30d:.2g}.")
    said += _model(numbers)
    if standing.touch_days < USUAL_FROM:
        others = percent(standing.p_touch_30d)
        said.insert(1, f"So few days tell little; with so short a history, the others make it {others}.")
        return Fact(name, "too early to tell", f"with others so new: {others}", said)
    note = f"{low} to {high}" if low != high else "if nobody does anything"
    return Fact(name, percent(standing.p_touch_30d), note, said)


def _touches(standing, as_of: date) -> Fact:
    if not standing.touches:
        return Fact("Touches", "none yet", "")
    said = [
        f"{words.count(standing.touches, 'interaction')} that count, on {words.count(standing.touch_days, 'day')}, "
        f"from {day(standing.first_touch, as_of)} to {day(standing.last_touch, as_of)}. "
        "Newsletters, lists, automatic answers and copies do not count.",
    ]
    return Fact(
        "Touches",
        f"{standing.touches:,}",
        f"on {words.count(standing.touch_days, 'day')} since {day(standing.first_touch, as_of)}",
        said,
        ("happened", "The newest of them"),
    )


def _cadence(relationship, standing) -> Fact:
    """What the standing was judged by; where nothing was measured yet, what is agreed."""
    numbers = standing.arithmetic if standing else {"floor": relationship.floor, "ceiling": relationship.ceiling}
    floor, ceiling = numbers.get("floor"), numbers.get("ceiling")
    if not floor and not ceiling:
        nothing = "Nothing was asked or agreed and no policy holds, so the history decides what is usual."
        return Fact(
            "Cadence", "their own rhythm", "nothing asked or agreed", [nothing, *numbers.get("cadence_said", ())]
        )
    parts = [
        f"{floor} to" if floor and ceiling else f"at least {floor}" if floor else "at most",
        f"{ceiling or ''} days",
    ]
    said = list(numbers.get("cadence_said", ()))
    if floor:
        said.append(f"Leave them in peace for {days(floor)} after a touch.")
    if ceiling:
        said.append(
            f"Do not forget them for more than {days(ceiling)}. The last fifth of that is amber, beyond it is red."
        )
    source = numbers.get("ceiling_from") or numbers.get("floor_from") or "agreed"
    note = {"asked": "as they asked", "agreed": "as agreed", "policy": "by a policy"}[source]
    return Fact("Cadence", " ".join(" ".join(parts).split()), note, said, ("how-often", "All that was said about it"))
