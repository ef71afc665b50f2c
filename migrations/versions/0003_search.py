"""The search index: a row for each text worth finding, and the database's own full-text index over it

SQLite gets an external-content FTS5 table kept by triggers, PostgreSQL a generated tsvector column; the models know
neither. Whoever rebuilds ``search_entries`` in batch mode later must make the triggers again: they go with the table.
Rows that are there already are filled in by ``flask reindex``.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

KINDS = ('task', 'directive', 'unit', 'event', 'due_date', 'evidence')
COLUMNS = 'folded, accented, scope'
NEW, OLD = ("new.id, new.folded, new.accented, new.scope", "old.id, old.folded, old.accented, old.scope")
PUT = f"INSERT INTO search_fts(rowid, {COLUMNS}) VALUES ({NEW});"
TAKE = f"INSERT INTO search_fts(search_fts, rowid, {COLUMNS}) VALUES ('delete', {OLD});"

# Words are folded in Python, so the tokenizer only parts them at blanks; it must not fold accents once more.
SQLITE = (
    f"""CREATE VIRTUAL TABLE search_fts USING fts5(
        {COLUMNS}, content='search_entries', content_rowid='id', columnsize=0,
        tokenize="unicode61 remove_diacritics 0", prefix='1 2 3')""",
    f"CREATE TRIGGER search_entries_after_insert AFTER INSERT ON search_entries BEGIN {PUT} END",
    f"CREATE TRIGGER search_entries_after_delete AFTER DELETE ON search_entries BEGIN {TAKE} END",
    f"""CREATE TRIGGER search_entries_after_update AFTER UPDATE OF id, {COLUMNS} ON search_entries
        BEGIN {TAKE} {PUT} END""",
)
# The word that parts the three is never a word of a folded text, so that no phrase reaches across.
POSTGRESQL = (
    """ALTER TABLE search_entries ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
        to_tsvector('simple'::regconfig, scope || ' ññ ' || folded || ' ññ ' || accented)) STORED""",
    "CREATE INDEX ix_search_entries_tsv ON search_entries USING gin (tsv)",
)


def upgrade() -> None:
    op.create_table('search_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum(*KINDS, name='searchkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('ref_id', sa.Integer(), nullable=False),
    sa.Column('directive_id', sa.Integer(), nullable=True),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('assignment_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('accented', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_search_entries_assignment_id_assignments'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['directive_id'], ['directives.id'], name=op.f('fk_search_entries_directive_id_directives'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_search_entries_office_id_offices'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task_id'], ['tasks.id'], name=op.f('fk_search_entries_task_id_tasks'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_search_entries_unit_id_units'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_entries')),
    sa.UniqueConstraint('kind', 'ref_id', name=op.f('uq_search_entries_kind_ref_id'))
    )
    with op.batch_alter_table('search_entries', schema=None) as batch_op:
        batch_op.create_index('ix_search_entries_kind_id', ['kind', 'id'], unique=False)
        for column in ('assignment_id', 'directive_id', 'task_id', 'unit_id'):
            batch_op.create_index(batch_op.f(f'ix_search_entries_{column}'), [column], unique=False)

    for statement in SQLITE if op.get_bind().dialect.name == 'sqlite' else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TABLE search_fts')
    op.drop_table('search_entries')
