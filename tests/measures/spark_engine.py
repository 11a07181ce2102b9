"""The smallest engine on Spark, to run the measures' suite on a second engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from sapwood.measures.schema import LOG, PEOPLE


@contextmanager
def session() -> Iterator[object]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("sapwood-tests")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(spark)
    spark.stop()


class Spark:
    """Rows go in by Parquet: on the way through pandas, whole numbers with gaps would be lost."""

    def __init__(self, connection: object, log: pa.Table, people: pa.Table) -> None:
        self._connection = connection
        self._folder = TemporaryDirectory()
        for name, table, columns in (("log", log, LOG), ("people", people, PEOPLE)):
            file = Path(self._folder.name) / f"{name}.parquet"
            pq.write_table(table.select(columns.names), file)
            connection.read_parquet(str(file), table_name=name)

    def run(self, expression: ibis.Table) -> pa.Table:
        return self._connection.to_pyarrow(expression)

    def keep(self, expression: ibis.Table, name: str) -> ibis.Table:
        self._connection.create_view(name, expression, overwrite=True)
        return ibis.table(expression.schema(), name=name)
