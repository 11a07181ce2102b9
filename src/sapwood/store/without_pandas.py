"""pyarrow and DuckDB look for pandas whenever they convert something, by importing it: 50 MB and a third of a second
in every command, for what only Splink uses."""

import sys
from importlib.abc import MetaPathFinder


class _NotHere(MetaPathFinder):
    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("pandas is hidden from this process", name=name)


_HIDING = _NotHere()


def without_pandas() -> None:
    """Until `with_pandas`, whoever tries to import pandas in this process does not find it."""
    if _HIDING not in sys.meta_path:
        sys.meta_path.insert(0, _HIDING)


def with_pandas() -> None:
    """For those who need it."""
    if _HIDING in sys.meta_path:
        sys.meta_path.remove(_HIDING)
