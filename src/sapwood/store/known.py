"""Which interactions are known, and in whose mailboxes."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .ids import Ids
from .revisions import Revisions


class Known:
    """Ids of interactions, all together and by mailbox; their states; and what the whole calendar that an import is
    of said last of each."""

    def __init__(self) -> None:
        self._all = Ids()
        self._by_mailbox: dict[int, Ids] = {}
        self.revisions = Revisions()
        self.of_this_calendar = Revisions(ranked=False)

    @classmethod
    def of(cls, rows: pa.Table, sighted_by: Sequence[int] | None = None) -> "Known":
        """What these rows of the log know; mailboxes only from the imports `sighted_by` (all)."""
        known = cls()
        known._all.add(rows["id"].to_numpy())
        if sighted_by is not None:
            rows = rows.filter(pc.is_in(rows["import_id"], pa.array(list(sighted_by), pa.int64())))
        known.see(rows["id"].to_numpy(), rows["mailbox"].to_numpy())
        states = rows.filter(pc.greater(rows["revision"], 0)).sort_by("import_id")
        known.revisions.add(*(states[name].to_numpy() for name in ("id", "mailbox", "revision")))
        return known

    @property
    def everywhere(self) -> np.ndarray:
        """All ids, in order."""
        return self._all.sorted()

    def see(self, ids: np.ndarray, mailboxes: np.ndarray) -> None:
        """Adds ids, each with the mailbox it was seen in."""
        self._all.add(ids)
        for mailbox in np.unique(mailboxes).tolist():
            self._by_mailbox.setdefault(mailbox, Ids()).add(ids[mailboxes == mailbox])

    def among(self, ids: np.ndarray) -> np.ndarray:
        """Which of `ids` are known, as booleans."""
        return self._all.among(ids)

    def seen(self, ids: np.ndarray, mailboxes: np.ndarray) -> np.ndarray:
        """Which of `ids` are known in their mailbox, as booleans."""
        found = np.zeros(len(ids), bool)
        for mailbox in np.unique(mailboxes).tolist():
            if mailbox in self._by_mailbox:
                here = mailboxes == mailbox
                found[here] = self._by_mailbox[mailbox].among(ids[here])
        return found
