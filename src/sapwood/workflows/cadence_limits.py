"""What a cadence can be."""

LONGEST_DAYS = 3650
LONGEST_FLOOR_DAYS = 366  # who is left in peace for longer has left the rhythm, and that takes a reason


def cadence_trouble(floor: int | None, ceiling: int | None, what: str = "An agreed") -> str:
    """A sentence where these days (None: not said) cannot be, else "". `what` begins it: "An agreed" floor …"""
    for word, days in (("floor", floor), ("ceiling", ceiling)):
        if days is not None and not 1 <= days <= LONGEST_DAYS:
            return f"{what} {word} is 1 to {LONGEST_DAYS:,} days; {days:,} is not. Leave it empty for none."
    if floor and floor > LONGEST_FLOOR_DAYS:
        return (
            f"A floor of {floor:,} days leaves them in peace for more than a year. Put the account to rest instead: "
            "with a reason and a day to look again."
        )
    if floor and ceiling and floor >= ceiling:
        return (
            f"Leaving them in peace for {floor} days and not forgetting them for {ceiling} "
            "cannot both be kept. The floor must be below the ceiling."
        )
    return ""
