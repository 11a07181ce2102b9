"""The smallest engine on Spark, to run the measures' suite on a second engine; set for tables of a few rows."""

from collections.abc import Iterator
from contextlib import contextmanager

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from sapwood.measures.schema import LOG, PEOPLE, SECOND

# One thread, one partition, nothing compiled that runs once: with a few rows, planning is all the work there is.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


@contextmanager
def session() -> Iterator[object]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").appName("sapwood-tests")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(spark)
    spark.stop()


class Spark:
    """Rows go in as Arrow: on the way through pandas, whole numbers with gaps would be lost."""

    def __init__(self, connection: object, log: pa.Table, people: pa.Table) -> None:
        self._connection, self._session = connection, connection._session
        for name, table, columns in (("log", log, LOG), ("people", people, PEOPLE)):
            rows = table.select(columns.names).cast(columns.to_pyarrow())
            if columns is LOG:
                seconds = pc.floor(pc.divide(rows["when"].cast("int64").cast("float64"), 1e6)).cast("int64")
                rows = rows.append_column(SECOND, seconds)
            self.put(rows, ibis.Schema.from_pyarrow(rows.schema), name)

    def put(self, table: pa.Table, schema: ibis.Schema, name: str) -> ibis.Table:
        self._session.createDataFrame(table.select(schema.names)).createOrReplaceTempView(name)
        return ibis.table(schema, name=name)

    def add(self, table: pa.Table, name: str) -> None:
        kept = self._session.table(name)
        kept.unionByName(self._session.createDataFrame(table.select(kept.columns))).createOrReplaceTempView(name)

    def run(self, expression: ibis.Table) -> pa.Table:
        return self._connection.to_pyarrow(expression)

    def keep(self, expression: ibis.Table, name: str) -> ibis.Table:
        """In memory, its plan forgotten: a view would be planned and computed again wherever it is used."""
        frame = self._session.sql(self._connection.compile(expression))
        frame.localCheckpoint().createOrReplaceTempView(name)
        return ibis.table(expression.schema(), name=name)
