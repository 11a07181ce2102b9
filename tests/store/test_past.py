"""What was counted is kept in files that never change; the latest that is about somebody holds."""

import pyarrow as pa
import pytest

from sapwood.store.past import MOST_FILES, Gone, Past


def touches(**of: int) -> pa.RecordBatchReader:
    """A touch of each organisation ("o1=…"), with a number as its id."""
    rows = {"organisation": [int(name[1:]) for name in of], "id": list(of.values())}
    return pa.table(rows, pa.schema({"organisation": pa.int64(), "id": pa.int64()})).to_reader()


def ties(**of: int) -> pa.Table:
    return touches(**of).read_all()


@pytest.fixture
def past(tmp_path):
    return Past(tmp_path / "past")


def ids(past: Past, names: list[str], *organisations: int) -> tuple[list[int], list[int]]:
    found = past.of(names, organisations)
    return tuple(sorted(found[kind]["id"].to_pylist()) for kind in ("touches", "ties"))


def test_the_latest_about_an_organisation_holds(past):
    names = [past.write(touches(o1=10, o2=20, o3=30), ties(o1=1, o2=2, o3=3))]
    names.append(past.write(touches(o2=21), ties(o2=22), about={2, 3}))  # of 3 nothing is left
    assert ids(past, names, 1, 2, 3) == ([10, 21], [1, 22])
    assert ids(past, names[:1], 2, 3, 4) == ([20, 30], [2, 3])


def test_many_files_become_one_that_says_the_same(past):
    names = [past.write(touches(o1=10, o2=20, o3=30), ties(o1=1, o2=2))]
    for number in range(MOST_FILES):
        assert past.in_one(names) == names
        names.append(past.write(touches(o1=100 + number), ties(), about={1, 3}))
    before = ids(past, names, 1, 2, 3)
    (one,) = past.in_one(names)
    assert ids(past, [one], 1, 2, 3) == before == ([20, 99 + MOST_FILES], [2])
    past.keep_only([one])
    assert {path.stem.partition("-")[0] for path in past.folder.iterdir()} == {one}


@pytest.mark.parametrize("damage", ["gone", "cut", "empty"])
def test_what_is_not_whole_is_gone(past, damage):
    name = past.write(touches(o1=10), ties(o1=1))
    file = past.folder / f"{name}-touches.arrow"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[: 100 if damage == "cut" else 0])
    with pytest.raises(Gone):
        past.of([name], {1})
