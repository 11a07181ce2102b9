"""Rows that stay out, and why."""


class Left(Exception):
    """This row stays out; `why` is a sentence for whoever mends it. `ask` names what a person can decide about it:
    "account" (is it new, or the one called `meant`?), "no account", "style" (how the column is written), "notice"; ""
    where only the row itself can be mended."""

    def __init__(self, why: str, ask: str = "", meant: str = ""):
        super().__init__(why)
        self.why, self.ask, self.meant = why, ask, meant


class Skipped(Exception):
    """A person decided that this row is left alone: no trouble, and nothing new."""
