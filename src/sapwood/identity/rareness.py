"""How often two strangers would share a name, from how many people of a directory have it."""

FILL = 50  # so many strangers are thought beside the directory, or a small one would take every name for common
GIVEN, FAMILY, FIRM = (
    1 / 500,
    1 / 5_000,
    1 / 20_000,
)  # how often a name is met among strangers, before any was counted


def share(count: int, people: int, usual: float) -> float:
    """The share of `people` who have a name that `count` of them have, without the two at hand, who may be one and
    say nothing of strangers. Smoothed by FILL who have it as often as is `usual` (a Dirichlet prior)."""
    return (max(count - 2, 0) + FILL * usual) / (max(people - 2, 0) + FILL)


def full_name_share(given: int, family: int, people: int) -> float:
    """Of a given and a family name together, as if people chose them independently."""
    return share(given, people, GIVEN) * share(family, people, FAMILY)


def prior(number: int, twice: float = 0.05) -> float:
    """How probable it is that two of `number` drawn at random are one, where `twice` of them stand there twice."""
    return min(0.01, 2 * twice / max(1, number - 1))
