"""An index of what is not closed, in the order of the due days: the first page of what is overdue is its beginning

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

COLUMNS = ['office_id', 'role', 'due_on', 'state', 'submitted_on', 'task_id']
OPEN = sa.text('closed_on IS NULL')


def upgrade() -> None:
    op.create_index('ix_assignments_open_due', 'assignments', COLUMNS, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index('ix_assignments_open_due', table_name='assignments')
