"""Finding and striking out what names somebody: an address, a full name, a key; in text and in JSON."""

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SOMEBODY = "[erased]"
SHORTEST = 3  # letters of a local part that is looked for in the names of files


@dataclass(frozen=True)
class Naming:
    """What names the erased. `keys` are what the log calls their addresses."""

    addresses: tuple[str, ...]
    names: tuple[str, ...]
    keys: tuple[int, ...]

    def needles(self, in_files: bool = False) -> list[str]:
        """Texts of which one stands in whatever names them, as a database and its JSON write them."""
        plain = [*self.addresses, *(a.replace("@", "%40") for a in self.addresses), *self.names]
        plain += self._locals if in_files else []
        spelt = {way for text in plain for way in (text, text.lower(), text.upper(), text.title())}
        return sorted(spelt | {json.dumps(text)[1:-1] for text in spelt} | {str(key) for key in self.keys})

    def struck(self, value: Any, in_files: bool = False) -> Any:
        """`value` (text, or what JSON holds) with nothing of them in it."""
        if isinstance(value, str):
            value = self._whole.sub(SOMEBODY, value)
            value = self._in_files.sub(SOMEBODY, value) if in_files and self._locals else value
            return value
        if isinstance(value, dict):
            return {self.struck(k, in_files): self.struck(v, in_files) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [self.struck(part, in_files) for part in value if not self._is_key(part)]
        return None if self._is_key(value) else value

    def _is_key(self, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and value in self.keys

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        addresses = [re.escape(a).replace("@", "(?:@|%40)") for a in self.addresses]
        before, after = r"(?<![\w.+-])", r"(?![\w-])"
        ways = [f"{before}{a}{after}" for a in addresses] + [rf"\b{re.escape(n)}\b" for n in self.names]
        ways += [rf"(?<!\d){key}(?!\d)" for key in self.keys]
        return re.compile("|".join(ways), re.IGNORECASE)

    @cached_property
    def _locals(self) -> list[str]:
        found = {address.rpartition("@")[0] for address in self.addresses}
        return sorted(local for local in found if len(local) >= SHORTEST)

    @cached_property
    def _in_files(self) -> re.Pattern[str]:
        return re.compile("|".join(rf"(?<![\w.+-]){re.escape(x)}(?![\w+-])" for x in self._locals), re.IGNORECASE)


def naming(addresses: Iterable[str], names: Iterable[str], keys: Collection[int]) -> Naming:
    """Names of two words only: one word names too much else."""
    return Naming(
        tuple(sorted(set(addresses))), tuple(sorted({n for n in names if " " in n.strip()})), tuple(sorted(set(keys)))
    )
