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
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table("Account", "State", "Touches", "Last touch", "Why", box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        last = (row["last_touch"] or "unknown")[:10]
        table.add_row(row["account"], row["state"], f"{row['touches']:,}", last, row["why"])
    none = "There is no account yet. Bring mail in: sapwood import PATH --home-domain YOURS"
    Console().print(table if rows else none)
