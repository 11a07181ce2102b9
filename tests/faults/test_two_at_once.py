"""Two imports at once: the second waits for its turn, and what both bring is in once."""

from cast import JANE, LUIS, mail, mbox
from installations import run, start, statuses, visible

COUNT = 800


def test_two_imports_at_once(tmp_path):
    shared = [mail(f"both{n}", day=n % 200, subject=f"Number {n}") for n in range(COUNT)]
    boxes = {
        name: [
            *shared,
            *(mail(f"{name}{n}", sender=sender, day=n % 200, subject=f"{name} {n}") for n in range(COUNT)),
        ]
        for name, sender in (("ana", JANE), ("tom", LUIS))
    }
    home = tmp_path / "home"
    home.mkdir()
    running = []
    for name, mails in boxes.items():
        file = tmp_path / f"{name}.mbox"
        file.write_bytes(mbox(*mails))
        running.append(start(home, "import", str(file), "--home-domain", "home.example", "--json"))
    ends = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], ends
    assert list(statuses(home).values()) == ["done", "done"]
    assert len(visible(home)) == 3 * COUNT
    (orchard,) = run(home, "accounts")
    assert orchard["touches"] == 3 * COUNT
    assert run(home, "doctor")["ok"]


def test_two_first_starts_at_once(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    running = [start(home, "doctor", "--json") for _ in range(3)]
    ends = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], ends
