"""Rings and strip: the same data gives the same picture, and a picture says what its data say."""

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

from sapwood.surfaces.web.rhythm_strip import AXIS, rhythm_strip
from sapwood.surfaces.web.rings import rings, stamp

QUARTERS = (("2024-Q3", 4), ("2024-Q4", 30), ("2025-Q1", 0), ("2025-Q2", 4))
AS_OF = date(2026, 6, 15)


def shapes(picture, name):
    return [e for e in ElementTree.fromstring(picture).iter() if e.tag == name]  # noqa: S314 - our own


def reach(path):
    """How far a ring reaches to the right, in the picture's units."""
    start, steps = re.fullmatch(r"M(\d+ \d+)l(.*)z", path.get("d")).groups()
    x = widest = int(start.split()[0])
    for dx in list(map(int, re.findall(r"-?\d+", steps)))[::2]:
        x += dx
        widest = max(widest, x)
    return widest


def test_a_ring_for_every_quarter_the_newest_outside():
    paths = shapes(rings("Orchard", QUARTERS), "path")
    assert [p.find("title").text for p in paths] == [
        "2025, quarter 2: 4 touches",
        "2025, quarter 1: 0 touches",
        "2024, quarter 4: 30 touches",
        "2024, quarter 3: 4 touches",
    ]
    sizes = [reach(p) for p in paths]
    assert sizes == sorted(sizes, reverse=True)
    widths = [outer - inner for outer, inner in pairwise(sizes)]
    assert widths[1] < widths[0] < widths[2], "no touches, four, thirty"
    assert "bark" in paths[0].get("class")
    assert "year" in paths[2].get("class")


def test_unique_by_name_and_the_same_every_time():
    assert rings("Orchard", QUARTERS) == rings.__wrapped__("Orchard", QUARTERS)
    outlines = {shapes(stamp(name, QUARTERS), "path")[0].get("d") for name in ("Orchard", "Birch", "Norwood")}
    assert len(outlines) == 3


def test_every_ring_stays_in_the_frame():
    for number in range(200):
        for path in shapes(stamp(f"Account {number}", QUARTERS), "path")[:1]:
            assert 500 < reach(path) <= 1000


def test_a_list_of_fifty_is_light_even_of_old_accounts():
    old = tuple((f"{year}-Q{quarter}", year % 7) for year in range(2000, 2026) for quarter in (1, 2, 3, 4))
    assert len(stamp("Orchard", old)) < 2500
    assert 'aria-hidden="true"' in stamp("Orchard", old)


def test_nothing_grown_yet_is_a_seed():
    assert "seed" in rings("Orchard", ())
    assert "no touches yet" in rings("Orchard", ())
    assert "seed" in stamp("Orchard", ())


def test_names_are_text_and_nothing_is_styled_inside():
    picture = rings('A & B <script>"', QUARTERS)
    assert "A &amp; B &lt;script&gt;&quot;" in picture
    assert "style" not in picture


def lines(picture, name):
    return [e for e in shapes(picture, "line") if name in e.get("class").split()]


def test_the_strip_sets_them_above_and_us_below_the_line():
    picture = rhythm_strip([(date(2026, 6, 1), "in"), (date(2026, 5, 1), "out")], AS_OF, [5, 9, 14])
    (theirs,), (ours,) = lines(picture, "in"), lines(picture, "out")
    assert float(theirs.get("y2")) < AXIS < float(ours.get("y2"))
    assert float(theirs.get("x1")) > float(ours.get("x1"))


def test_the_silence_runs_from_the_last_touch_to_the_day():
    picture = rhythm_strip([(date(2026, 5, 5), "in")], AS_OF, [5, 9, 14], days=100, width=1008)
    (silence,), (tick,), (now,) = lines(picture, "silence"), lines(picture, "in"), lines(picture, "now")
    assert silence.get("x1") == tick.get("x1")
    assert silence.get("x2") == now.get("x1")
    (band,) = shapes(picture, "rect")
    left, right = float(band.get("x")), float(band.get("x")) + float(band.get("width"))
    assert float(tick.get("x1")) < left < right < float(now.get("x1"))
    # 100 days and 2 ahead over 1000 units: 9 days from the 10th to the 90th percentile
    assert abs((right - left) - 9 / 102 * 1000) < 0.5


def test_what_is_still_to_come_lies_after_today():
    picture = rhythm_strip([(date(2026, 6, 14), "in")], AS_OF, [5, 9, 14])
    (band,), (now,) = shapes(picture, "rect"), lines(picture, "now")
    assert float(band.get("x")) > float(now.get("x1"))


def test_a_long_silence_still_shows_the_last_touch():
    picture = rhythm_strip([(date(2023, 1, 1), "in")], AS_OF, None)
    assert len(lines(picture, "in")) == 1
    assert not shapes(picture, "rect"), "where nothing is usual, no band"
    assert "2024" in picture


def test_later_touches_and_no_touches_do_no_harm():
    assert not lines(rhythm_strip([(date(2026, 7, 1), "in")], AS_OF, None), "tick")
    assert not lines(rhythm_strip([], AS_OF, None), "silence")
