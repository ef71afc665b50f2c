"""What is not closed, in the order of the due days: the first page of what is overdue is the beginning of an index

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

OPEN = sa.text('closed_on IS NULL')
# Of all units, and of each.
INDEXES = {
    'ix_assignments_open_due': ['office_id', 'role', 'due_on', 'state', 'submitted_on', 'task_id'],
    'ix_assignments_open_unit_due': ['office_id', 'unit_id', 'role', 'due_on', 'state', 'submitted_on'],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, 'assignments', columns, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name='assignments')
