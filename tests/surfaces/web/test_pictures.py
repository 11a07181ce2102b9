"""Rings and strip: the same data gives the same picture, and a picture says what its data say."""

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

from sapwood.surfaces.web.rhythm_strip import AXIS, rhythm_strip
from sapwood.surfaces.web.ring_growth import grow
from sapwood.surfaces.web.rings import rings, stamp

AS_OF = date(2026, 6, 15)
TOUCHES = (4, 30, 0, 4, 10, 7, 5)
LABELS = ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
GROWN = grow(
    [{"label": label, "touches": n} for label, n in zip(LABELS, TOUCHES, strict=True)], date(2024, 10, 1), AS_OF
)


def shapes(picture, name):
    return [e for e in ElementTree.fromstring(picture).iter() if e.tag == name]  # noqa: S314 - our own


def corners(path):
    """The points that a ring goes through, in the picture's units."""
    begin, bend, rest = re.fullmatch(r"M(\d+ \d+)q(.*)t(.*)z", path.get("d")).groups()
    x, y = map(int, begin.split())
    numbers = list(map(int, re.findall(r"-?\d+", bend)))[2:] + list(map(int, re.findall(r"-?\d+", rest)))
    found = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found, (int(begin.split()[0]), int(begin.split()[1]))


def across(path):
    return max(x for x, _ in corners(path)[0]) - min(x for x, _ in corners(path)[0])


def test_a_ring_for_every_quarter_the_newest_outside():
    paths = shapes(rings("Orchard", GROWN), "path")
    assert [p.find("title").text for p in paths][:3] == [
        "2026, quarter 2: 5 touches, as usual",
        "2026, quarter 1: 7 touches, as usual",
        "2025, quarter 4: 10 touches, much more than usual",
    ]
    sizes = [across(p) for p in paths]
    assert sizes == sorted(sizes, reverse=True)
    widths = dict(zip(LABELS[:0:-1], [outer - inner for outer, inner in pairwise(sizes)], strict=True))
    assert widths["2025-Q2"] < widths["2025-Q3"] < widths["2026-Q1"] < widths["2025-Q4"] < widths["2025-Q1"]
    assert widths["2025-Q1"] > 2.5 * widths["2025-Q3"], "a loud quarter shows"
    assert "bark" in paths[0].get("class")
    assert [p.get("class").split()[-1] for p in paths].count("year") == 2


def test_every_ring_closes_where_it_began():
    for path in shapes(rings("Orchard", GROWN), "path") + shapes(stamp("Orchard", GROWN), "path"):
        points, begin = corners(path)
        assert points[-1] == begin


def test_unique_by_name_and_the_same_every_time():
    assert rings("Orchard", GROWN) == rings.__wrapped__("Orchard", GROWN)
    outlines = {shapes(stamp(name, GROWN), "path")[0].get("d") for name in ("Orchard", "Birch", "Norwood")}
    assert len(outlines) == 3


def test_every_ring_stays_in_the_frame():
    old = GROWN * 8
    for number in range(200):
        bark = corners(shapes(rings(f"Account {number}", old), "path")[0])[0]
        assert all(0 <= place <= 1000 for point in bark for place in point)
        assert max(x for x, _ in bark) - min(x for x, _ in bark) > 700


def test_a_young_account_is_a_thin_stem():
    sizes = [across(shapes(rings("Orchard", GROWN[:n]), "path")[0]) for n in (1, 2, 4, 7)]
    assert sizes == sorted(sizes)
    assert sizes[0] < 0.6 * sizes[-1]


def test_a_list_of_fifty_is_light_even_of_old_accounts():
    labels = [f"{year}-Q{quarter}" for year in range(2000, 2026) for quarter in (1, 2, 3, 4)]
    old = grow([{"label": x, "touches": 9 + i % 7} for i, x in enumerate(labels)], date(2000, 1, 1), AS_OF)
    assert len(stamp("Orchard", old)) < 1500
    assert len(stamp("Orchard", GROWN)) < 1200
    assert 'aria-hidden="true"' in stamp("Orchard", old)


def test_nothing_grown_yet_is_a_seed():
    assert "seed" in rings("Orchard", ())
    assert "no touches yet" in rings("Orchard", ())
    assert "seed" in stamp("Orchard", ())


def test_names_are_text_and_nothing_is_styled_inside():
    picture = rings('A & B <script>"', GROWN)
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
