"""One suite, every engine: a test asks for `engine` and gets a function from sightings to an engine over them."""

import importlib.util
import shutil
from collections.abc import Callable

import pyarrow as pa
import pytest
import standing_cast as cast

from sapwood.measures.engine import Engine
from sapwood.store.duckdb import DuckDB

SPARK_MISSING = "Spark is not here: it needs pyspark and Java."
HAS_SPARK = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None


@pytest.fixture(scope="session")
def spark():
    if not HAS_SPARK:
        pytest.skip(SPARK_MISSING)
    from spark_engine import session

    with session() as connection:
        yield connection


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Callable[..., Engine]:
    if request.param == "duckdb":
        return lambda *rows: DuckDB(cast.log(*rows), cast.people())
    from spark_engine import Spark

    connection = request.getfixturevalue("spark")
    return lambda *rows: Spark(connection, cast.log(*rows), cast.people())


@pytest.fixture
def rows(engine: Callable[..., Engine]) -> Callable[..., list[dict]]:
    """A function from an expression and the rows of the log to the answer's rows."""
    return lambda expression, *log: rows_of(engine(*log).run(expression))


def rows_of(table: pa.Table) -> list[dict]:
    return table.to_pylist()
