"""`sapwood rhythm`: files as they come."""

import json
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from sapwood.surfaces.cli.rhythm import rhythm, rhythm_command

app = typer.Typer()
app.command("rhythm")(rhythm_command)
app.command("other")(lambda: None)
FIELDS = {"id", "touches", "last", "usual_gap_days", "p_touch", "expected_touches"}


@pytest.fixture
def run(tmp_path):
    def go(content: bytes, *options: str):
        (tmp_path / "events.csv").write_bytes(content)
        return CliRunner().invoke(
            app, ["rhythm", str(tmp_path / "events.csv"), "--as-of", "2024-02-01", "--horizon", "30", *options]
        )

    return go


def test_good_rows_are_answered_in_the_files_order(run):
    done = run(
        b"id,time\nb,2024-01-20\na,2024-01-02\na,2024-01-12\na,2024-01-12T09:00\na,2024-01-22\nz,2024-03-01\n",
        "--json",
    )
    assert done.exit_code == 0
    b, a = json.loads(done.stdout)
    assert a.keys() >= FIELDS
    assert (b["id"], b["touches"], b["usual_gap_days"]) == ("b", 1, None)
    assert (a["id"], a["touches"], a["last"], a["silence_days"]) == ("a", 3, "2024-01-22", 10)
    assert len(a["usual_gap_days"]) == 3
    for row in (a, b):
        assert 0 < row["p_touch"] <= row["expected_touches"]


def test_a_mark_at_the_start_odd_headers_zones_and_blank_lines(run):
    done = run(
        b"\xef\xbb\xbf\n TIME;note; Id \n\n2024-01-09T23:30:00-02:00;x;a\n2024-01-12T01:00:00+05:30;y;a\n"
        b"2024-01-20 10:00:00.25Z;;a\n;;\n",
        "--json",
    )
    assert done.exit_code == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert (row["touches"], row["last"], row["silence_days"]) == (3, "2024-01-20", 12)


def test_zones_move_an_event_to_its_day_in_utc(tmp_path):
    file = tmp_path / "e.csv"
    file.write_text("id,time\na,2024-01-09T23:30:00-02:00\nb,2024-01-12T01:00:00+05:30\n")
    assert [row["last"] for row in rhythm(file, date(2024, 2, 1), 30)] == ["2024-01-10", "2024-01-11"]


def test_bad_rows_are_named_and_the_others_answered(run):
    done = run(b"id,time\na,2024-01-02\na,2024-02-31\n\nb\n,2024-01-05\nb,\nc,2024-01-05\n", "--json")
    assert done.exit_code == 1
    assert [row["id"] for row in json.loads(done.stdout)] == ["a", "c"]
    for line in (3, 5, 6, 7):
        assert f"Line {line} of events.csv" in done.stderr
    assert "2024-02-31" in done.stderr


def test_an_unclosed_quote_costs_no_good_row(run):
    done = run(b'id,time\nx,2024-01-09\na,"2024-01-02\nb,2024-01-03\nc,soon\nd,2024-01-05\n', "--json")
    assert [row["id"] for row in json.loads(done.stdout)] == ["x", "a", "b", "d"]
    assert "Line 5 of events.csv" in done.stderr
    assert done.exit_code == 1


def test_nor_does_one_in_a_column_nobody_needs(run):
    done = run(b'id,time,note\na,2024-01-02,"one\nb,2024-01-03,\nc,2024-01-04,two\n', "--json")
    assert [row["id"] for row in json.loads(done.stdout)] == ["a", "b", "c"]


def test_a_quoted_note_may_run_over_lines(run):
    done = run(b'id,time,note\na,2024-01-02,"one\ntwo"\nb,2024-01-03,\n', "--json")
    assert ([row["id"] for row in json.loads(done.stdout)], done.exit_code) == (["a", "b"], 0)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"who,when\na,2024-01-01\n", b"id\na\n"])
def test_a_file_without_the_columns_is_refused_with_a_sentence(run, content):
    done = run(content, "--json")
    assert done.exit_code == 1
    assert "column" in done.stderr
    assert json.loads(done.stdout) == []


def test_a_missing_file_and_a_wrong_date_are_told_apart(tmp_path):
    go = CliRunner().invoke
    absent = go(app, ["rhythm", str(tmp_path / "no.csv"), "--as-of", "2024-02-01", "--json"])
    assert (absent.exit_code, "could not be opened" in absent.stderr) == (1, True)
    assert go(app, ["rhythm", str(tmp_path / "no.csv"), "--as-of", "soon"]).exit_code == 2
    assert go(app, ["rhythm", str(tmp_path / "no.csv"), "--as-of", "2024-02-01", "--horizon", "0"]).exit_code == 2


def test_events_only_after_the_date_leave_nothing_to_say(run):
    done = run(b"id,time\na,2025-01-01\n", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


def test_the_table_says_unknown_rather_than_nought(run):
    done = run(b"id,time\na,2024-01-02\n")
    assert done.exit_code == 0
    assert "unknown" in done.stdout


def test_a_chance_comes_with_its_range_and_is_too_early_to_tell_at_first(run):
    content = b"id,time\na,2024-01-02\na,2024-01-12\na,2024-01-22\nb,2024-01-20\n"
    for row in json.loads(run(content, "--json").stdout):
        low, high = row["p_touch_range"]
        assert 0 <= low < row["p_touch"] < high <= 1
    assert "too early" in run(content).stdout


def test_what_all_have_in_common_is_said_beside_the_answers(tmp_path):
    file = tmp_path / "e.csv"
    days = [date.fromordinal(date(2024, 1, 1).toordinal() + day) for day in range(120)]
    closed = (date(2024, 4, 15), date(2024, 4, 25))
    rows = [(n, day) for n in range(60) for i, day in enumerate(days) if (i + n) % 4 == 0 and day < closed[0]]
    file.write_text("id,time\n" + "".join(f"{n},{day}\n" for n, day in rows))
    said: list[str] = []
    rhythm(file, closed[1], 30, say=said.append)
    assert len(said) == 1 and said[0].startswith("Since 15 April 2024 hardly anybody has been in touch")
    said.clear()
    rhythm(file, date(2024, 4, 14), 30, say=said.append)
    assert said == []
