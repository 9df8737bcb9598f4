"""Times between two moments as whole numbers, worked out by either database."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Integer


class days_between(FunctionElement[int]):  # noqa: N801 (reads as SQL)
    """Whole days from the second moment to the first."""

    type = Integer()
    inherit_cache = True


class minutes_between(FunctionElement[int]):  # noqa: N801 (reads as SQL)
    """Minutes from the second moment to the first, rounded; negative if it is earlier."""

    type = Integer()
    inherit_cache = True


def _sqlite(element: Any, compiler: Any, kw: Any) -> str:
    later, earlier = (compiler.process(part, **kw) for part in element.clauses)
    return f"julianday({later}) - julianday({earlier})"


def _seconds(element: Any, compiler: Any, kw: Any) -> str:
    later, earlier = (compiler.process(part, **kw) for part in element.clauses)
    return f"EXTRACT(EPOCH FROM ({later} - {earlier}))"


@compiles(days_between, "sqlite")
def _days_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST({_sqlite(element, compiler, kw)} AS INTEGER)"


@compiles(days_between, "postgresql")
def _days_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(trunc({_seconds(element, compiler, kw)} / 86400) AS INTEGER)"


@compiles(minutes_between, "sqlite")
def _minutes_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(round(({_sqlite(element, compiler, kw)}) * 1440) AS INTEGER)"


@compiles(minutes_between, "postgresql")
def _minutes_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(round({_seconds(element, compiler, kw)} / 60) AS INTEGER)"
