"""Many small imports: few files, the same rows, each still to be undone; killed in the middle, nothing is lost."""

import signal
import subprocess
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sapwood.store import delta
from sapwood.store.compaction import HANDFUL, SMALL_ROWS, compact
from sapwood.store.lookup import rows_of
from sapwood.store.rows import TEXT_ROW_GROUP, TEXT_SCHEMA
from sapwood.store.sealing import Sealer, derive
from sapwood.store.texts import Texts


@pytest.fixture
def texts(tmp_path):
    return Texts(str(tmp_path / "log"), Sealer(derive("k" * 40, "texts")))


def put(texts, tmp_path, import_id, ids):
    """Rows of one import, as reading stages them."""
    own = pa.array([int(i).to_bytes(8, signed=True) for i in ids], pa.binary())
    rows = pa.table([ids, [import_id] * len(ids), [7] * len(ids), own, own], TEXT_SCHEMA)
    file = tmp_path / f"staged-{import_id}.parquet"
    pq.write_table(rows, file)
    texts.append([str(file)])


def hashes(count, seed=1):
    return np.random.default_rng(seed).integers(-(2**63), 2**63 - 1, count)


def files(texts):
    return delta.open_table(texts.table_url, TEXT_SCHEMA).file_uris()


def held(texts):
    rows = delta.open_table(texts.table_url, TEXT_SCHEMA).to_pyarrow_dataset().to_table()
    return sorted(zip(rows["import_id"].to_pylist(), rows["id"].to_pylist(), rows["own"].to_pylist(), strict=True))


def test_sixty_small_imports_are_few_files_with_the_same_rows(texts, tmp_path):
    ids = hashes(60 * 20).reshape(60, 20)
    most = 0
    for number, some in enumerate(ids, 1):
        put(texts, tmp_path, number, some)
        texts.compact(thorough=False)
        most = max(most, len(files(texts)))
    assert most <= HANDFUL + 1
    assert [(i, n) for i, n, _ in held(texts)] == sorted((k + 1, int(n)) for k in range(60) for n in ids[k])
    texts.cut_imports([17])
    assert {i for i, *_ in held(texts)} == set(range(1, 61)) - {17}
    found = rows_of(texts.table_url, TEXT_SCHEMA, [int(ids[3][5]), int(ids[16][5])], TEXT_SCHEMA.names)
    assert found["import_id"].to_pylist() == [4]


def test_a_handful_is_left_alone(texts, tmp_path):
    for number in range(1, HANDFUL + 1):
        put(texts, tmp_path, number, hashes(3, number))
    before = files(texts)
    assert not texts.compact() and files(texts) == before


def test_one_large_import_is_put_in_order_in_the_background_only(texts, tmp_path):
    ids = hashes(SMALL_ROWS)
    put(texts, tmp_path, 1, ids)
    before = held(texts)
    wanted = {int(i) for i in ids[:20]}

    def look():
        return {r["id"]: r["own"] for r in rows_of(texts.table_url, TEXT_SCHEMA, wanted, ["id", "own"]).to_pylist()}

    found = look()
    assert not texts.compact(thorough=False)
    assert texts.compact(thorough=True)
    assert not texts.compact(thorough=True), "it is in order now"
    assert held(texts) == before
    assert look() == found == {i: i.to_bytes(8, signed=True) for i in wanted}


def test_a_table_without_any_row_has_nothing_to_compact_or_to_find(texts):
    assert not texts.compact()
    assert rows_of(texts.table_url, TEXT_SCHEMA, [1, 2], ["id", "own"]).num_rows == 0


COMPACT = """
import sys
from sapwood.store.compaction import compact
from sapwood.store.rows import TEXT_SCHEMA
compact(sys.argv[1], TEXT_SCHEMA, 64)
"""


def test_killed_in_the_middle_it_leaves_the_table_as_it_was(texts, tmp_path):
    for number in range(1, 31):
        put(texts, tmp_path, number, hashes(20_000, number))
    before, known = held(texts), set((tmp_path / "log" / "texts").glob("*.parquet"))
    with subprocess.Popen([sys.executable, "-c", COMPACT, texts.table_url]) as process:
        while process.poll() is None:
            if set((tmp_path / "log" / "texts").glob("*.parquet")) - known:
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.001)
    assert process.returncode == -signal.SIGKILL, "it was over before it could be killed"
    assert held(texts) == before
    assert compact(texts.table_url, TEXT_SCHEMA, TEXT_ROW_GROUP)
    assert held(texts) == before and len(files(texts)) <= HANDFUL
    delta.open_table(texts.table_url, TEXT_SCHEMA).vacuum(0, False, enforce_retention_duration=False, full=True)
    assert {str(f) for f in (tmp_path / "log" / "texts").glob("*.parquet")} == set(files(texts))
    assert held(texts) == before
