"""Outlook's archives (.pst, .ost), item by item, through libpff. Whoever calls is a process of its own: a damaged
file may end it (collecting/outlook_process.py)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pypff

from .folders import is_left_out
from .item import CLASS, HTML, RTF, WANTED, Item, codepage_of, value_of
from .named import named_properties

MOST_DEEP = 60
MOST_ENTRIES = 5000  # properties of one item
MOST_RECEIVERS = 1002
WASTE_BASKET = 0x35E3
PASSWORD = 0x67FF  # a checksum of it; 0 where there is none (MS-PST 2.4.1)
TEXTS = frozenset((0x1E, 0x1F))
Begin = Callable[[int, str], None]
Wanted = Callable[[int], bool]


@dataclass(frozen=True)
class Step:
    """One step of the walk, counted from 1. `item` is None where it is a folder or could not be read (`why`)."""

    number: int
    where: str
    item: Item | None = None
    why: str = ""
    left_out: str = ""  # of a folder: what kind of it is left out
    items: int = 0


class Archive:
    """The archive at `path`, opened. Raises OSError where it is none or damaged at its root."""

    def __init__(self, path: Path) -> None:
        self._file = pypff.file()
        self._file.open(str(path))
        self._names = self._named()
        self._waste = self._waste_basket()
        self._number = 0
        self.has_password = any(self._values(self._file.get_message_store, (PASSWORD,)).get(PASSWORD, b""))

    def walk(self, begin: Begin, wanted: Wanted, without: frozenset[int] = frozenset()) -> Iterator[Step]:
        """Every folder and every item that is `wanted`, always in the same order and with the same numbers. `begin`
        is told of each step before libpff is asked for it; the steps `without` are never asked for."""
        self._number = 0
        yield from self._folder(self._file.get_root_folder, "", begin, wanted, without, 0)

    def _folder(
        self,
        fetch: Callable[[], Any],
        above: str,
        begin: Begin,
        wanted: Wanted,
        without: frozenset[int],
        depth: int,
    ) -> Iterator[Step]:
        self._number += 1
        number = self._number
        begin(number, above)
        if number in without:
            return
        try:
            folder = fetch()
            if folder is None:
                return
            name = " ".join(str(folder.name or "").replace("/", "∕").split())
            where = f"{above} › {name}" if above and name else above or name
            count, inside = folder.number_of_sub_messages, folder.number_of_sub_folders
            waste = self._waste is not None and folder.identifier == self._waste
        except Exception as error:
            if wanted(number):
                yield Step(number, above, why=_said(error, "A folder"))
            return
        left_out = is_left_out(name, waste)
        if left_out or depth > MOST_DEEP:
            total = self._all_items(folder, depth)
            if total and wanted(number):
                yield Step(number, where, left_out=left_out or "too deep", items=total)
            return
        for place in range(count):
            self._number += 1
            number = self._number
            if not wanted(number) or number in without:
                continue
            begin(number, f"{where} › {place + 1}")
            yield self._item(folder, place, number, f"{where} › {place + 1}")
        for place in range(inside):
            yield from self._folder(partial(folder.get_sub_folder, place), where, begin, wanted, without, depth + 1)

    def _item(self, folder: Any, place: int, number: int, where: str) -> Step:
        try:
            found = folder.get_sub_message(place)
            item = Item()
            for entries in found.record_sets:
                self._take(entries, item)
            receivers = found.recipients
            for one in range(min(receivers.number_of_record_sets if receivers else 0, MOST_RECEIVERS)):
                receiver = Item()
                self._take(receivers.get_record_set(one), receiver)
                item.receivers.append(receiver.values)
        except Exception as error:
            return Step(number, where, why=_said(error, "The item"))
        if not item.values.get(CLASS) and not item.values:
            return Step(number, where, why="The item is empty or damaged.")
        return Step(number, where, item)

    def _take(self, entries: Any, item: Item) -> None:
        wanted = {}
        for place in range(min(entries.number_of_entries, MOST_ENTRIES)):
            entry = entries.get_entry(place)
            tag = entry.entry_type
            if tag in WANTED or tag in self._names:
                wanted[tag] = entry
        for tag, entry in wanted.items():
            try:
                raw, kind = entry.data, entry.value_type
            except OSError:
                continue  # this property is damaged; the others are not
            if raw is None:
                continue
            value = value_of(
                0x102 if tag in (HTML, RTF) and kind not in TEXTS else kind, raw, codepage_of(item.values)
            )
            if value is not None:
                (item.named if tag in self._names else item.values)[self._names.get(tag, tag)] = value

    def _all_items(self, folder: Any, depth: int) -> int:
        try:
            inside = range(folder.number_of_sub_folders) if depth <= 2 * MOST_DEEP else ()
            below = sum(self._all_items(folder.get_sub_folder(place), depth + 1) for place in inside)
            return int(folder.number_of_sub_messages) + below
        except Exception:
            return 0

    def _named(self) -> dict[int, int]:
        found = self._values(lambda: self._file.name_to_id_map, (2, 3))
        return named_properties(found.get(2, b""), found.get(3, b""))

    def _waste_basket(self) -> int | None:
        """The number of the folder of deleted items: the last four bytes of its entry (MS-PST 2.4.3.2)."""
        entry = self._values(self._file.get_message_store, (WASTE_BASKET,)).get(WASTE_BASKET, b"")
        return int.from_bytes(entry[-4:], "little") if len(entry) == 24 else None

    @staticmethod
    def _values(fetch: Callable[[], Any], tags: tuple[int, ...]) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        try:
            for entries in fetch().record_sets:
                for entry in entries.entries:
                    if entry.entry_type in tags and entry.data:
                        found.setdefault(entry.entry_type, entry.data)
        except Exception:
            return found
        return found


def _said(error: Exception, what: str) -> str:
    return f"{what} is damaged and could not be read ({type(error).__name__})."
