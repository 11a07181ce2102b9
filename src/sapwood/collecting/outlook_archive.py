"""What the process says that reads an Outlook archive. Where it dies on a step it is started again without that."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

MOST_DEATHS = 20
EVERYTHING = 1 << 62
COMMAND = [sys.executable, "-m", "sapwood.collecting.outlook_process"]
DIED = "It is damaged in a way that ended the program that reads it, so it was left out; the others are in."
ENOUGH = "It is damaged in so many places that the rest was left out; what came before is in. {}"
NEVER = "It could not be read at all. {}"
REPAIR = "Outlook's scanpst.exe repairs such files; then import it again."

Frame = tuple[dict[str, Any], bytes]


def frames(path: Path) -> Iterator[Frame]:
    """What is found in the archive at `path`, as outlook_process says it; a "trouble" for each step it died of."""
    after, without, later, known = 0, set[int](), set[int](), dict[str, str]()
    owners = Counter[str]()
    for _ in range(MOST_DEATHS):
        begun: dict[str, Any] = {"number": 0, "where": ""}
        again = after == EVERYTHING
        asked = {"path": str(path.absolute()), "after": after, "without": sorted(without), "later": sorted(later)}
        for said, content in _run(
            {**asked, "known": known, "owner": max(owners, key=lambda one: owners[one], default="")}
        ):
            what = said["is"]
            if what == "begin":
                begun = said
            elif what == "later":
                later.add(said["number"])
            elif what == "learned":
                known |= said["names"]
            elif what == "again":
                again, after = True, EVERYTHING
            elif what == "done":
                return
            else:
                if again:
                    later.discard(said.get("number", 0))
                owners.update(filter(None, [said.get("owner")]))
                yield said, content
                if what == "unreadable":
                    return
        if not begun["number"]:
            break
        number = begun["number"]
        without.add(number)
        later.discard(number)
        after = after if again else number
        yield {"is": "trouble", "number": number, "where": begun["where"], "said": DIED}, b""
    yield {"is": "trouble", "where": "", "said": (ENOUGH if without else NEVER).format(REPAIR)}, b""


def _run(asked: dict[str, Any]) -> Iterator[Frame]:
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    told, said = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        with told:
            told.write(json.dumps(asked).encode())
        while (line := said.readline()).endswith(b"\n"):
            found = json.loads(line)
            content = said.read(found["size"])
            if len(content) < found["size"]:
                return
            yield found, content
    except BrokenPipeError:
        return
    finally:
        process.kill()
        said.close()
        process.wait()
