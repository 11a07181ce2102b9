"""pyarrow looks for pandas at its first conversion by importing it: 30 MB and a third of a second in every command,
for nothing that is used here. What it does not find then, it never looks for again."""

import sys
from importlib.abc import MetaPathFinder


class _NotHere(MetaPathFinder):
    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def without_pandas() -> None:
    """For the rest of this process, as far as pyarrow is concerned; whoever imports pandas afterwards gets it."""
    if "pandas" in sys.modules:
        return
    absent = _NotHere()
    sys.meta_path.insert(0, absent)
    try:
        import pyarrow.dataset  # noqa: F401 - converts something as it is imported
    finally:
        sys.meta_path.remove(absent)
