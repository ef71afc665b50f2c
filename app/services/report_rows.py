"""Gathering for reports, by columns and in a handful of queries: what the figures fold, and the words beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched_ids, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

