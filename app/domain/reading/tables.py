"""Tables that are lists of tasks: which they are, where they stand in a text, and what their rows order.

A row is one line of the text, its cells parted by TAB, line ends inside a cell written as U+2028. ``table_grid`` finds
the rows, ``table_header`` what their columns hold, ``table_units`` and ``table_dates`` read single cells,
``table_sections`` the rows that only name a unit, ``table_rows`` puts the tasks together.
"""

from app.domain.reading.table_grid import Cell, Row, Table, find, is_list
from app.domain.reading.table_header import Column, Header
from app.domain.reading.table_rows import ListItem, ListReading, read_list, read_table
from app.domain.reading.table_sources import SourceDocument

__all__ = [
    "Cell",
    "Column",
    "Header",
    "ListItem",
    "ListReading",
    "Row",
    "SourceDocument",
    "Table",
    "find",
    "is_list",
    "read_list",
    "read_table",
]
