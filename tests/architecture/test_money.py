"""Money is exact: no float comes near it."""

from __future__ import annotations

import ast

from sqlalchemy import Integer, MetaData

import resources.ledger.tables
import resources.runs.tables
import resources.takes.tables
from tests.architecture.sources import ROOT, name, tree

MONEY = ("amount", "price", "limit", "held", "spent", "free", "quote", "micros", "granted")
EXACT = ("ledger/*.py", "money.py")


def metadata() -> set[MetaData]:
    """The metadata of every table module."""
    modules = (resources.ledger.tables, resources.takes.tables, resources.runs.tables)
    tables = [value for module in modules for value in vars(module).values()]
    return {table.metadata for table in tables if hasattr(table, "metadata") and hasattr(table, "columns")}


def test_no_column_of_the_database_is_a_float() -> None:
    """An amount that is stored comes back to the micro-dollar."""
    columns = [column for one in metadata() for table in one.tables.values() for column in table.columns]
    money = [column for column in columns if any(word in column.name for word in MONEY)]
    assert money
    assert [] == [str(column) for column in money if not isinstance(column.type, Integer)]


def test_no_float_is_written_where_money_is_counted() -> None:
    """The ledger's sums are exact, so that granted, held, spent and free always add up."""
    floats = [
        f"{name(file)}:{node.lineno}"
        for pattern in EXACT
        for file in (ROOT / "resources").glob(pattern)
        for node in ast.walk(tree(file))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert [] == floats
