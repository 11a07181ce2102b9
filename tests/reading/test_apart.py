"""What belongs together and lies apart in a file is given back together, the first that came first."""

import pytest

from sapwood.reading import apart
from sapwood.reading.apart import Apart

ROWS = [(("desk", str(number % 3)), (number, f"Zeile {number} ü", None)) for number in range(10)]


@pytest.mark.parametrize("on_disk", [True, False])
def test_in_the_order_of_the_first(on_disk, tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "AT_ONCE", 100)
    rows = Apart(str(tmp_path) if on_disk else "")
    for known_by, row in reversed(ROWS):
        rows.add(known_by, row)
    assert not list(tmp_path.iterdir()), "a file without a name is gone with whoever is killed"
    found = [[row[0] for row in some] for some in rows.together()]
    assert found == [[9, 6, 3, 0], [8, 5, 2], [7, 4, 1]]


def test_very_many_of_one_come_in_parts_and_no_two_are_mixed(monkeypatch):
    monkeypatch.setattr(apart, "MOST_TOGETHER", 3)
    monkeypatch.setattr(apart, "hash", lambda _: 1, raising=False)
    rows = Apart()
    for known_by, row in ROWS:
        rows.add(known_by, row)
    parts = list(rows.together())
    assert sorted(row for part in parts for row in part) == [row for _, row in ROWS]
    assert max(map(len, parts)) <= 3 and all(len({row[0] % 3 for row in part}) == 1 for part in parts)


def test_nothing():
    assert list(Apart().together()) == []
