"""The audit log is append-only by the database's own word, and sealed day by day

Whoever rebuilds one of the two tables in batch mode later must make its triggers again: they go with the table, and
``env.py`` refuses an upgrade that loses one.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.models.base

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

REFUSED = "the audit log is append-only"
# REPLACE takes a row away without asking the triggers of DELETE. The number of an entry is never given twice; a seal
# that is there already stays, as for ON CONFLICT DO NOTHING, with which seals are claimed.
TAKEN = 'SELECT 1 FROM audit_entries WHERE id = new.id'
SEALED = '''SELECT 1 FROM audit_seals
    WHERE id = new.id OR (office_id = new.office_id AND (number = new.number OR day = new.day))'''
SQLITE = {
    'audit_entries_no_update': f"BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    'audit_entries_no_delete': f"BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    'audit_entries_no_replace': f"""BEFORE INSERT ON audit_entries WHEN EXISTS ({TAKEN})
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    'audit_seals_no_update': f"BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    'audit_seals_no_delete': f"BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    'audit_seals_no_replace': f"""BEFORE INSERT ON audit_seals WHEN EXISTS ({SEALED})
        BEGIN SELECT RAISE(IGNORE); END""",
}
FUNCTION = f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"""
# For each statement, not for each row: TRUNCATE has no rows, and what changes none is no less a mistake.
POSTGRESQL = {
    f'{table}_append_only': f"""BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"""
    for table in ('audit_entries', 'audit_seals')
}


def upgrade() -> None:
    op.create_table('audit_seals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('first_entry', sa.Integer(), nullable=False),
    sa.Column('last_entry', sa.Integer(), nullable=False),
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('marks', sa.Text(), nullable=False),
    sa.Column('sealed_at', app.models.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_audit_seals_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_seals')),
    sa.UniqueConstraint('office_id', 'day', name=op.f('uq_audit_seals_office_id_day')),
    sa.UniqueConstraint('office_id', 'number', name=op.f('uq_audit_seals_office_id_number'))
    )
    # The entries of an office's day are found by it; the one on the instant alone served nobody.
    op.create_index('ix_audit_entries_office_id_at', 'audit_entries', ['office_id', 'at'])
    op.drop_index('ix_audit_entries_at', table_name='audit_entries')
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    if not is_sqlite:
        op.execute(FUNCTION)
    for name, does in (SQLITE if is_sqlite else POSTGRESQL).items():
        op.execute(f'CREATE TRIGGER {name} {does}')


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for name in SQLITE:
            op.execute(f'DROP TRIGGER {name}')
    else:
        for name in POSTGRESQL:
            op.execute(f"DROP TRIGGER {name} ON {name.removesuffix('_append_only')}")
        op.execute('DROP FUNCTION audit_refuse()')
    op.drop_table('audit_seals')
    op.create_index('ix_audit_entries_at', 'audit_entries', ['at'])
    op.drop_index('ix_audit_entries_office_id_at', table_name='audit_entries')
