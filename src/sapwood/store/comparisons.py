"""What is compared of two records, as Splink's settings: levels from the same down to anything else, in DuckDB's SQL.
A level's `m` is how often one person's two records compare like that, `u` how often two people's do; without them
they are learned from the rows."""

from collections.abc import Mapping, Sequence
from typing import Any

Settings = dict[str, Any]
Shares = Sequence[tuple[float, float]]  # (m, u) of each level but the one for what is unknown

_BOTH = "least(jaro_winkler_similarity(given_l, {a}_r), jaro_winkler_similarity(family_l, {b}_r)) >= 0.88"
_WHOLE = "coalesce(given_l, '') || coalesce(family_l, '')"
_SLIPS = "damerau_levenshtein({l}, coalesce({a}_r, '') || coalesce({b}_r, '')) <= 3"
_ALIKE = "coalesce(jaro_winkler_similarity({a}_l, {b}_r), 0) >= 0.88"
_DAYS = "abs(date_diff('day', try_cast(birth_l AS DATE), try_cast(birth_r AS DATE))) <= {n}"

# label, condition, column whose values' rareness counts
LEVELS: Mapping[str, Sequence[tuple[str, str, str | None]]] = {
    "name": [
        (
            "the same name",
            "(given_l = given_r AND family_l = family_r) OR (given_l = family_r AND family_l = given_r)",
            None,
        ),
        (
            "alike in both parts",
            f"{_BOTH.format(a='given', b='family')} OR {_BOTH.format(a='family', b='given')}",
            None,
        ),
        (
            "up to three slips in all of it",
            f"{_SLIPS.format(l=_WHOLE, a='given', b='family')} OR {_SLIPS.format(l=_WHOLE, a='family', b='given')}",
            None,
        ),
        (
            "alike in the family name",
            " OR ".join(
                _ALIKE.format(a=a, b=b) for a, b in (("family", "family"), ("family", "given"), ("given", "family"))
            ),
            None,
        ),
        ("alike in the given name", _ALIKE.format(a="given", b="given"), None),
    ],
    "address": [
        ("the same address", "address_l = address_r", None),
        ("the same before the @", "local_l = local_r", None),
        ("up to four slips", "damerau_levenshtein(address_l, address_r) <= 4", None),
        ("alike", "jaro_winkler_similarity(address_l, address_r) >= 0.88", None),
    ],
    "birth": [
        ("the same day", "birth_l = birth_r", None),
        ("one slip", "damerau_levenshtein(birth_l, birth_r) <= 1", None),
        ("the same month", "substr(birth_l, 1, 7) = substr(birth_r, 1, 7)", None),
        ("within a month", _DAYS.format(n=31), None),
        ("the same year", "substr(birth_l, 1, 4) = substr(birth_r, 1, 4)", None),
        ("within a year", _DAYS.format(n=366), None),
    ],
    "place": [
        ("the same", "place_l = place_r", "place"),
        ("up to two slips", "damerau_levenshtein(place_l, place_r) <= 2", None),
    ],
    "number": [
        ("the same", "number_of_l = number_of_r", None),
        ("one slip", "damerau_levenshtein(number_of_l, number_of_r) <= 1", None),
        ("two slips", "damerau_levenshtein(number_of_l, number_of_r) <= 2", None),
    ],
}
UNKNOWN = {
    "name": "(given_l IS NULL OR given_r IS NULL) AND (family_l IS NULL OR family_r IS NULL)",
    "number": "number_of_l IS NULL OR number_of_r IS NULL",
}


def settings(comparisons: Sequence[Mapping[str, Any]], blocking: str, prior: float | None = None) -> Settings:
    """`blocking`: the condition beside that two share one of their `blocks`, "" for none."""
    rule = "l.blocks = r.blocks" + (f" AND {blocking}" if blocking else "")
    found: Settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "number",
        "comparisons": list(comparisons),
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule, "arrays_to_explode": ["blocks"]}],
        "retain_intermediate_calculation_columns": True,
    }
    return found if prior is None else found | {"probability_two_random_records_match": prior}


def comparison(what: str, shares: Shares | None = None) -> dict[str, Any]:
    """The comparison of LEVELS called `what`."""
    return levels(what, LEVELS[what], UNKNOWN.get(what, f"{what}_l IS NULL OR {what}_r IS NULL"), shares)


def levels(
    what: str, conditions: Sequence[tuple[str, str, str | None]], unknown: str, shares: Shares | None = None
) -> dict[str, Any]:
    """A comparison from (label, condition, column whose rareness counts), the most alike first; anything else is
    the last level by itself."""
    found: list[dict[str, Any]] = [
        {"sql_condition": unknown, "label_for_charts": "unknown", "is_null_level": True},
        *(_level(label, condition, rare) for label, condition, rare in conditions),
        {"sql_condition": "ELSE", "label_for_charts": "anything else"},
    ]
    for level, (m, u) in zip(found[1:], shares or (), strict=bool(shares)):
        level |= {"m_probability": m, "u_probability": u}
    return {"output_column_name": what, "comparison_levels": found}


def _level(label: str, condition: str, rare: str | None) -> dict[str, Any]:
    level: dict[str, Any] = {"sql_condition": condition, "label_for_charts": label}
    return level | {"tf_adjustment_column": rare, "tf_minimum_u_value": 1e-9} if rare else level


SAME_NAME, SHORT_NAME = 0.75, 0.06  # m of the same full name, and of first names that are short for one another
ALIKE = (0.05, 3e-6)  # (m, u) of names that are alike in both parts: the most that names say which are not the same
# Of people at different organisations. m is set, not learned: few installations have enough who stand there twice.
# Who shares a name by chance is counted in the directory itself (identity/rareness.py), and takes the place of u.
ACROSS = [
    levels(
        "name",
        [
            ("the same name", "full_l = full_r", "full"),
            ("short for one another", "short_l = short_r", "short"),
            ("the other way round", "full_l = turned_r", None),
            (
                "alike in both parts",
                _BOTH.format(a="given", b="family").replace("0.88", "0.93"),
                None,
            ),
            (
                "the same family name and initial",
                "family_l = family_r AND given_l[1] = given_r[1] AND least(length(given_l), length(given_r)) = 1",
                None,
            ),
            ("the same first name", "given_l = given_r", None),
        ],
        "given_l IS NULL OR given_r IS NULL",
        [(SAME_NAME, 1e-6), (SHORT_NAME, 1e-6), (0.01, 1e-6), ALIKE, (0.05, 1e-3), (0.05, 0.004), (0.03, 0.995)],
    ),
    levels(
        "number",
        [("one that both have", "list_has_any(numbers_l, numbers_r)", None)],
        "len(numbers_l) = 0 OR len(numbers_r) = 0",
        [(0.5, 1e-6), (0.5, 1.0)],
    ),
    levels(
        "local",
        [("the same before the @, which no name explains", "list_has_any(locals_l, locals_r)", None)],
        "len(locals_l) = 0 OR len(locals_r) = 0",
        [(0.15, 5e-5), (0.85, 1.0)],
    ),
]
FIRM_ALIKE = (0.1, 1e-4)  # (m, u) of names that are alike and no more
# Of organisations, by what their name is without legal form and country, and by their domains' own word.
FIRMS = [
    levels(
        "name",
        [
            ("the same but for legal form and country", "core_l = core_r", "core"),
            ("alike", "jaro_winkler_similarity(core_l, core_r) >= 0.94", None),
        ],
        "core_l IS NULL OR core_r IS NULL",
        [(0.75, 1e-5), FIRM_ALIKE, (0.15, 0.9999)],
    ),
    levels(
        "domain",
        [("the same but for its ending", "list_has_any(labels_l, labels_r)", None)],
        "len(labels_l) = 0 OR len(labels_r) = 0",
        [(0.45, 2e-5), (0.55, 1.0)],
    ),
]
