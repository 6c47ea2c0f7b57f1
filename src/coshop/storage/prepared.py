"""Statements of the hot path: compiled once, then run on SQLite's own connection. It knows no table.

SQLAlchemy takes about 50 µs to run a statement that SQLite runs in 5; a step of a call has three. On PostgreSQL, and for
everything that is not written for each command of a call, statements go the ordinary way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Row = Mapping[str, Any]


class Prepared:
    """An INSERT or UPDATE whose parameters are plain text, whole numbers or NULL. `run` names each of them."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._sql = ""
        self._names: Sequence[str] = ()
        self._fixed: dict[str, Any] = {}

    def run(self, connection: Connection, row: Row) -> int:
        """Run it once; the number of rows it wrote. Raises SQLAlchemy's errors."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, row).rowcount
        return int(self._execute(connection, [row]).rowcount)

    def run_all(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Run it for each row. Raises SQLAlchemy's errors."""
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, rows)
        else:
            self._execute(connection, rows)

    def _execute(self, connection: Connection, rows: Sequence[Row]) -> Any:
        if not self._sql:
            self._compile(connection)
        driver: Any = connection.connection.driver_connection
        fixed = self._fixed
        values = [tuple([row[name] if name in row else fixed[name] for name in self._names]) for row in rows]
        try:
            if len(values) == 1:
                return driver.execute(self._sql, values[0])
            return driver.executemany(self._sql, values)
        except driver.Error as error:
            raise DBAPIError.instance(
                self._sql, values, error, driver.Error, hide_parameters=True, dialect=connection.dialect
            ) from error

    def _compile(self, connection: Connection) -> None:
        compiled: Any = self._statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        self._names = tuple(compiled.positiontup or ())
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._sql = compiled.string


def run_plain(connection: Connection, sql: str) -> None:
    """Run SQL without parameters, such as a savepoint. Raises SQLAlchemy's errors."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(sql)
        return
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(sql)
    except driver.Error as error:
        raise DBAPIError.instance(
            sql, None, error, driver.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
