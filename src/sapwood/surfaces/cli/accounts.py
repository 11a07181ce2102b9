"""sapwood accounts"""

from .door import AsOf, Json, day, open_installation, put_json


def accounts(as_of: AsOf = None, json: Json = False) -> None:
    """Every account and how things stand, as of a date."""
    open_installation()
    from sapwood.workflows.accounts import accounts_as_of

    rows = accounts_as_of(day(as_of))
    if json:
        put_json(rows)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("Account", "State", "Touches", "Last touch", "Usual gap (days)", "Touch within 30 days", "Why")
    for row in rows:
        gap = row["usual_gap_days"]
        table.add_row(
            row["account"],
            row["state"],
            str(row["touches"]),
            (row["last_touch"] or "unknown")[:10],
            f"{gap[1]:.0f} ({gap[0]:.0f} to {gap[2]:.0f})" if gap else "unknown",
            f"{row['p_touch_30d']:.0%}" if row["p_touch_30d"] is not None else "unknown",
            row["why"],
        )
    Console().print(
        table if rows else "There is no account yet. Bring mail in: sapwood import PATH --home-domain YOURS"
    )
