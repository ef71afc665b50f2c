"""Reports an office signs: months and the second half of a year, typed facts, edited sentences, drafts, outlines

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.models.base

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

INSTANT = app.models.base.UTCDateTime(timezone=True)
KINDS = ('quarter', 'six_months', 'nine_months', 'year', 'free')
NEW_KINDS = ('month', 'second_half')
FACTS = ('letters', 'inspections', 'cadres', 'officials', 'employees')
AUDIENCES = ('internal', 'superior')
WAITING = "state IN ('pending', 'retry')"
# What was frozen for a report is never changed or taken away, as the audit log is not (0007). REPLACE takes a row away
# without asking the triggers of DELETE.
REFUSED = "what was frozen is append-only"
SQLITE = {
    'snapshots_no_update': f"BEFORE UPDATE ON snapshots BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    'snapshots_no_delete': f"BEFORE DELETE ON snapshots BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    'snapshots_no_replace': f"""BEFORE INSERT ON snapshots
        WHEN EXISTS (SELECT 1 FROM snapshots WHERE id = new.id OR public_id = new.public_id)
        BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
}
POSTGRESQL = (
    f"""CREATE FUNCTION snapshots_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$""",
    """CREATE TRIGGER snapshots_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshots
        FOR EACH STATEMENT EXECUTE FUNCTION snapshots_refuse()""",
)


def choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    _kinds((*KINDS, *NEW_KINDS))
    _facts()
    _texts()
    _drafts()
    _outlines()
    _queue()
    returned = sa.text("kind IN ('returned', 'part_returned')")
    op.create_index(
        'ix_events_returned', 'events', ['assignment_id'], sqlite_where=returned, postgresql_where=returned
    )
    _keep_what_was_frozen()


def _queue() -> None:
    """What waits keeps its place: until now it queued by its next try."""
    with op.batch_alter_table('outbox_messages') as batch:
        batch.add_column(sa.Column('queued_at', INSTANT, nullable=True))
    op.execute('UPDATE outbox_messages SET queued_at = next_attempt_at')
    op.drop_index('ix_outbox_messages_waiting', table_name='outbox_messages')
    with op.batch_alter_table('outbox_messages') as batch:
        batch.alter_column('queued_at', existing_type=INSTANT, nullable=False)
    _index('waiting', WAITING, 'urgent', 'queued_at', 'id', 'next_attempt_at')
    _index('by_hand', "kind = 'reminded'", 'kind', 'state', 'recorded_at')


def _queue_back() -> None:
    op.drop_index('ix_outbox_messages_by_hand', table_name='outbox_messages')
    op.drop_index('ix_outbox_messages_waiting', table_name='outbox_messages')
    with op.batch_alter_table('outbox_messages') as batch:
        batch.drop_column('queued_at')
    _index('waiting', WAITING, 'urgent', 'next_attempt_at')


def _index(name: str, only: str, *columns: str) -> None:
    where = sa.text(only)
    made = {'sqlite_where': where, 'postgresql_where': where}
    op.create_index(f'ix_outbox_messages_{name}', 'outbox_messages', list(columns), **made)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == 'sqlite'


def _keep_what_was_frozen() -> None:
    made = [f'CREATE TRIGGER {name} {does}' for name, does in SQLITE.items()] if _is_sqlite() else POSTGRESQL
    for statement in made:
        op.execute(statement)


def _let_go_what_was_frozen() -> None:
    if _is_sqlite():
        for name in SQLITE:
            op.execute(f'DROP TRIGGER {name}')
    else:
        op.execute('DROP TRIGGER snapshots_append_only ON snapshots')
        op.execute('DROP FUNCTION snapshots_refuse()')


def _kinds(words: tuple[str, ...]) -> None:
    with op.batch_alter_table('reports') as batch:
        batch.drop_constraint(op.f('ck_reports_periodkind'), type_='check')
        listed = ', '.join(f"'{word}'" for word in words)
        batch.create_check_constraint(op.f('ck_reports_periodkind'), sa.text(f'kind IN ({listed})'))


def _made(table: str, *columns: sa.schema.SchemaItem, report: bool = True) -> None:
    """A table with its own id, who recorded a row and when, and the report it belongs to."""
    of = [sa.Column('report_id', sa.Integer(), nullable=False)] if report else []
    keys = [('report_id', 'reports')] if report else [('office_id', 'offices')]
    op.create_table(
        table,
        sa.Column('id', sa.Integer(), nullable=False),
        *of,
        *columns,
        sa.Column('recorded_at', INSTANT, nullable=False),
        sa.Column('recorder_id', sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f'{there}.id'], name=op.f(f'fk_{table}_{name}_{there}'))
            for name, there in (*keys, ('recorder_id', 'users'))
        ),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    )
    op.create_index(op.f(f'ix_{table}_{keys[0][0]}'), table, [keys[0][0]])


def _public_id(table: str) -> tuple[sa.Column[str], sa.UniqueConstraint]:
    return (
        sa.Column('public_id', sa.String(length=20), nullable=False),
        sa.UniqueConstraint('public_id', name=op.f(f'uq_{table}_public_id')),
    )


def _facts() -> None:
    _made(
        'report_facts',
        sa.Column('kind', choice('factkind', *FACTS), nullable=False),
        sa.Column('amount', sa.Integer(), nullable=False),
        sa.Column('document', sa.String(length=200), nullable=False),
        sa.Column('document_on', sa.Date(), nullable=True),
        *_public_id('report_facts'),
    )


def _texts() -> None:
    _made(
        'report_texts',
        sa.Column('audience', choice('audience', *AUDIENCES), nullable=False),
        sa.Column('slot', sa.String(length=40), nullable=False),
        sa.Column('generated', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.UniqueConstraint('report_id', 'audience', 'slot', name=op.f('uq_report_texts_report_id_audience_slot')),
    )


def _drafts() -> None:
    _made(
        'report_drafts',
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('place', sa.Integer(), nullable=True),
        sa.Column('audience', choice('audience', *AUDIENCES), nullable=False),
        sa.Column('names_units', sa.Boolean(), nullable=False),
        *_public_id('report_drafts'),
    )


def _outlines() -> None:
    _made(
        'report_outlines',
        sa.Column('office_id', sa.Integer(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('content', sa.Text(), nullable=False),
        sa.UniqueConstraint('office_id', 'year', name=op.f('uq_report_outlines_office_id_year')),
        report=False,
    )


def downgrade() -> None:
    """Reports of kinds that the older version does not know go, with what was frozen for them."""
    _let_go_what_was_frozen()
    op.drop_index('ix_events_returned', table_name='events')
    _queue_back()
    for table in ('report_outlines', 'report_drafts', 'report_texts', 'report_facts'):
        op.drop_table(table)
    listed = ', '.join(f"'{word}'" for word in NEW_KINDS)
    op.execute(f'DELETE FROM snapshots WHERE report_id IN (SELECT id FROM reports WHERE kind IN ({listed}))')
    op.execute(f'DELETE FROM reports WHERE kind IN ({listed})')
    _kinds(KINDS)
