#!/usr/bin/env python3
"""How fast an Outlook archive comes in: `sapwood import` end to end, beside libpff's mere walk of the same files.

    python benchmarks/import_pst.py ARCHIVE.pst                # --copies 20

Reads a folder of copies of the archive, each in a process of its own, one core, in turn:

  - libpff alone: every folder and item, the properties that are read of it, nothing kept;
  - the same rebuilt as mail and taken into a spool (collecting/outlook.py);
  - `sapwood import` of one archive, then of the folder, into a fresh SAPWOOD_HOME, and of the folder again. Of the
    copies only one is new: the others show what unpacking and knowing again cost.

Memory is the peak of the processes' proportional set sizes together. Prints a Markdown table.
"""

import argparse
import json
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from resources import TABLE_HEAD, measure

HERE = Path(__file__).resolve()


def walk(folder: Path) -> None:
    from sapwood.reading.outlook.archive import Archive

    steps = (
        step for path in sorted(folder.iterdir()) for step in Archive(path).walk(lambda *_: None, lambda _: True)
    )
    print(json.dumps({"read": sum(step.item is not None for step in steps)}))


def unpack(folder: Path) -> None:
    from sapwood.collecting.outlook import unpack_archive
    from sapwood.collecting.spool import Spool

    read = 0
    for path in sorted(folder.iterdir()):
        with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as spool:
            read += sum(1 for _ in unpack_archive(path, path.name, Spool(Path(spool))))
    print(json.dumps({"read": read}))


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("archive", type=Path)
    given.add_argument("--copies", type=int, default=20)
    given.add_argument("--sapwood", default=str(Path(sys.executable).parent / "sapwood"))
    given.add_argument("--only", choices=["walk", "unpack"], help=argparse.SUPPRESS)
    args = given.parse_args()
    if args.only:
        (walk if args.only == "walk" else unpack)(args.archive)
        return
    from sapwood.reading.outlook.archive import Archive

    each = sum(step.item is not None for step in Archive(args.archive).walk(lambda *_: None, lambda _: True))
    with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as name:
        folder, home = Path(name) / "archives", Path(name) / "home"
        folder.mkdir()
        for number in range(args.copies):
            shutil.copy(args.archive, folder / f"{number:03}.pst")
        core = ["taskset", "-c", "0"]
        only = [*core, sys.executable, str(HERE), str(folder), "--only"]
        sapwood = [*core, args.sapwood, "import"]
        many = each * args.copies
        measure("warm-up", each, [*sapwood, str(args.archive), "--json"], Path(name) / "warm")
        rows = [
            measure("libpff alone, nothing kept", many, [*only, "walk"], home),
            measure("rebuilt as mail in a spool", many, [*only, "unpack"], home),
            measure(
                "sapwood import of one archive, the whole command",
                each,
                [*sapwood, str(args.archive), "--json"],
                home,
            ),
            measure("sapwood import of all copies", many, [*sapwood, str(folder), "--json"], Path(name) / "all"),
            measure("sapwood import, the same again", many, [*sapwood, str(folder), "--json"], Path(name) / "all"),
        ]
        megabytes = args.archive.stat().st_size / 1e6
    print(f"{args.copies} copies of an archive of {each:,} messages, {megabytes:.0f} MB; one core, "
          f"Python {platform.python_version()}.\n")  # fmt: skip
    print(TABLE_HEAD)
    print("\n".join(row.row() for row in rows))


if __name__ == "__main__":
    main()
