"""The week of an office: what superiors gave, what notices are to each other, the giao ban, papers of the văn thư

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

import app.models.base

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

INSTANT = app.models.base.UTCDateTime(timezone=True)
# Where an order came from was text chosen from a list; it is a vocabulary now.
SOURCES = {
    'Trung ương': 'central',
    'Tỉnh': 'province',
    'Đảng ủy': 'party',
    'HĐND': 'council',
    'Chủ tịch, Phó Chủ tịch': 'own',
    'Kết luận thanh tra, kiểm toán': 'inspection',
    'Kiến nghị cử tri': 'voters',
}
EVENTS = (
    'given', 'acknowledged', 'progress', 'handed_on', 'sent_for_signature', 'submitted', 'accepted', 'returned',
    'part_given', 'part_returned', 'part_dated', 'extension_asked', 'extension_withdrawn', 'extension_granted',
    'extension_countered', 'extension_refused', 'due_adjusted', 'due_corrected', 'cause_confirmed', 'cause_withdrawn',
    'check_dated', 'unit_corrected', 'succeeded', 'stopped', 'transferred', 'superseded', 'cancelled',
)
NEW_EVENTS = ('repeated', 'urged', 'formalised')
MESSAGES = (
    'tasks_given', 'returned', 'extension_decided', 'due_moved', 'reminded', 'mentioned', 'unit_digest', 'office_digest',
)
NEW_MESSAGES = ('repeated', 'update_call', 'field_digest', 'meeting_said')
STANDINGS = ('open', 'overdue', 'reported_on_time', 'reported_late', 'withdrawn')


def choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def new_table(name: str, *columns: Any, public: bool = True) -> None:
    """With an id, and an opaque one for what leaves."""
    own: list[Any] = [sa.Column('id', sa.Integer(), nullable=False)]
    ends: list[Any] = [sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}'))]
    if public:
        own.append(sa.Column('public_id', sa.String(length=20), nullable=False))
        ends.append(sa.UniqueConstraint('public_id', name=op.f(f'uq_{name}_public_id')))
    op.create_table(name, *own, *columns, *ends)


def to(table: str, column: str, target: str, *, null: bool = False) -> list[Any]:
    """A column that points to another table's id."""
    name = op.f(f'fk_{table}_{column}_{target}')
    return [
        sa.Column(column, sa.Integer(), nullable=null),
        sa.ForeignKeyConstraint([column], [f'{target}.id'], name=name),
    ]


def index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f'ix_{table}_{column}'), table, [column])


def text(name: str, length: int | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=False, server_default='')


def number(name: str, default: int | None = None) -> sa.Column[Any]:
    given = {} if default is None else {'server_default': str(default)}
    return sa.Column(name, sa.Integer(), nullable=default is None, **given)


def day(name: str, *, null: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=null)


def instant(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, INSTANT, nullable=null)


def version() -> sa.Column[Any]:
    return sa.Column('version', sa.Integer(), nullable=False, server_default='1')


def source_column(*, null: bool) -> sa.Column[Any]:
    return sa.Column('source', choice('sourceofassignment', *SOURCES.values()), nullable=null)


def upgrade() -> None:
    _directives()
    _superior()
    _meetings()
    _papers()
    _assignments()
    with op.batch_alter_table('policies') as batch:
        batch.add_column(number('inner_due_working_days', 3))
    _words('events', 'kind', 'eventkind', (*EVENTS, *NEW_EVENTS))
    _words('outbox_messages', 'kind', 'messagekind', (*MESSAGES, *NEW_MESSAGES))
    _translate(SOURCES)


def _directives() -> None:
    op.add_column('directives', sa.Column('chosen_source', sa.String(length=100), nullable=True))
    op.execute('UPDATE directives SET chosen_source = source_of_assignment')
    with op.batch_alter_table('directives') as batch:
        batch.drop_column('source_of_assignment')
        batch.add_column(sa.Column('source_of_assignment', sa.String(length=32), nullable=True))
        batch.add_column(sa.Column('oral', sa.Boolean(), nullable=False, server_default=sa.false()))
        for column in (text('signed_sha256', 64), text('signed_filename', 255), number('signed_size', 0)):
            batch.add_column(column)
        listed = ', '.join(f"'{word}'" for word in SOURCES.values())
        batch.create_check_constraint(
            op.f('ck_directives_sourceofassignment'), sa.text(f'source_of_assignment IN ({listed})')
        )
    for words, value in SOURCES.items():
        op.execute(
            sa.text('UPDATE directives SET source_of_assignment = :value WHERE chosen_source = :words').bindparams(
                value=value, words=words
            )
        )
    with op.batch_alter_table('directives') as batch:
        batch.drop_column('chosen_source')
    index('directives', 'source_of_assignment')
    with op.batch_alter_table('tasks') as batch:
        batch.add_column(number('field_id'))
        batch.create_foreign_key(op.f('fk_tasks_field_id_fields'), 'fields', ['field_id'], ['id'])
    index('tasks', 'field_id')
    new_table(
        'directive_relations', *to('directive_relations', 'later_id', 'directives'),
        *to('directive_relations', 'earlier_id', 'directives'),
        sa.Column(
            'kind',
            choice('directivelink', 'corrects', 'amends', 'supplements', 'replaces', 'repeats', 'formalises'),
            nullable=False,
        ),
        text('note'), instant('recorded_at'), *to('directive_relations', 'recorder_id', 'users'),
        sa.UniqueConstraint(
            'later_id', 'earlier_id', 'kind', name=op.f('uq_directive_relations_later_id_earlier_id_kind')
        ),
        public=False,
    )
    index('directive_relations', 'later_id', 'earlier_id')
    op.create_table(
        'shared_products', *to('shared_products', 'task_id', 'tasks'), *to('shared_products', 'other_id', 'tasks'),
        instant('recorded_at'), *to('shared_products', 'recorder_id', 'users'),
        sa.PrimaryKeyConstraint('task_id', 'other_id', name=op.f('pk_shared_products')),
    )
    index('shared_products', 'other_id')


def _superior() -> None:
    new_table(
        'superior_duties', *to('superior_duties', 'office_id', 'offices'), *to('superior_duties', 'task_id', 'tasks'),
        source_column(null=False), text('number', 60), text('folded_number', 60), day('issued_on'), text('text'),
        instant('recorded_at'), *to('superior_duties', 'recorder_id', 'users'),
        sa.UniqueConstraint('task_id', name=op.f('uq_superior_duties_task_id')),
    )
    index('superior_duties', 'office_id', 'folded_number')
    new_table(
        'superior_steps', *to('superior_steps', 'duty_id', 'superior_duties'),
        sa.Column(
            'kind',
            choice('superiorstepkind', 'given', 'due_changed', 'reported', 'reopened', 'withdrawn', 'told'),
            nullable=False,
        ),
        day('effective_on', null=False), instant('recorded_at'), *to('superior_steps', 'recorder_id', 'users'),
        day('due_on'), text('number', 60), day('issued_on'),
        sa.Column('standing', choice('superiorstanding', *STANDINGS), nullable=True), text('note'), public=False,
    )
    index('superior_steps', 'duty_id')


def _meetings() -> None:
    new_table(
        'meeting_series', *to('meeting_series', 'office_id', 'offices'), text('name', 200), text('weekdays', 7),
        sa.Column('starts_at', sa.Time(), nullable=True), text('place', 200),
        *to('meeting_series', 'chair_id', 'users', null=True), text('chair_name', 100), text('chair_title', 100),
        day('valid_from', null=False), day('valid_to'), version(),
    )
    index('meeting_series', 'office_id')
    new_table(
        'meetings', *to('meetings', 'office_id', 'offices'), *to('meetings', 'series_id', 'meeting_series'),
        day('held_on', null=False),
        sa.Column('state', choice('meetingstate', 'planned', 'held', 'cancelled'), nullable=False),
        *to('meetings', 'chair_id', 'users', null=True), text('chair_name', 100), text('chair_title', 100),
        *to('meetings', 'directive_id', 'directives', null=True), text('note'), instant('recorded_at'),
        *to('meetings', 'recorder_id', 'users', null=True), version(),
        sa.UniqueConstraint('series_id', 'held_on', name=op.f('uq_meetings_series_id_held_on')),
    )
    index('meetings', 'office_id', 'series_id', 'directive_id')


def _papers() -> None:
    new_table(
        'incoming_papers', *to('incoming_papers', 'office_id', 'offices'), *to('incoming_papers', 'unit_id', 'units'),
        text('number', 60), day('issued_on'), day('received_on', null=False), text('subject', 500),
        text('filename', 255), text('sha256', 64), number('size', 0),
        *to('incoming_papers', 'assignment_id', 'assignments', null=True), instant('settled_at', null=True),
        *to('incoming_papers', 'settler_id', 'users', null=True), text('note', 500), instant('recorded_at'),
        *to('incoming_papers', 'recorder_id', 'users'), version(),
    )
    index('incoming_papers', 'office_id', 'unit_id', 'assignment_id', 'settled_at')
    new_table(
        'urging_letters', *to('urging_letters', 'office_id', 'offices'), text('subject', 500), instant('made_at'),
        sa.Column('number', sa.String(length=60), nullable=True), day('issued_on'),
        *to('urging_letters', 'recorder_id', 'users'), version(),
    )
    index('urging_letters', 'office_id')
    op.create_table(
        'urging_letter_assignments', *to('urging_letter_assignments', 'letter_id', 'urging_letters'),
        *to('urging_letter_assignments', 'assignment_id', 'assignments'),
        sa.PrimaryKeyConstraint('letter_id', 'assignment_id', name=op.f('pk_urging_letter_assignments')),
    )
    index('urging_letter_assignments', 'assignment_id')


POINTERS = {
    'events': (('meeting_id', 'meetings'), ('task_id', 'tasks'), ('letter_id', 'urging_letters')),
    'due_dates': (('meeting_id', 'meetings'),),
}


def _assignments() -> None:
    op.add_column('assignments', number('repeats', 0))
    for table, pointers in POINTERS.items():
        with op.batch_alter_table(table) as batch:
            for column, target in pointers:
                batch.add_column(number(column))
                batch.create_foreign_key(op.f(f'fk_{table}_{column}_{target}'), target, [column], ['id'])
    index('events', 'task_id', 'letter_id')


def _words(table: str, column: str, name: str, words: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
        listed = ', '.join(f"'{word}'" for word in words)
        batch.create_check_constraint(op.f(f'ck_{table}_{name}'), sa.text(f'{column} IN ({listed})'))


def _translate(words: Mapping[str, str]) -> None:
    """The source of assignment in the drafts, and in what they held before."""
    connection = op.get_bind()
    for table in ('drafts', 'draft_steps'):
        rows = sa.table(table, sa.column('id', sa.Integer), sa.column('content', sa.JSON))
        for row_id, content in connection.execute(sa.select(rows.c.id, rows.c.content)).all():
            held = json.loads(content) if isinstance(content, str) else content
            document = held.get('document', {})
            if 'source_of_assignment' in document:
                document['source_of_assignment'] = words.get(document['source_of_assignment'])
                connection.execute(rows.update().where(rows.c.id == row_id).values(content=held))


def downgrade() -> None:
    _refuse_to_forget()
    _translate({value: words for words, value in SOURCES.items()} | {None: ''})  # type: ignore[dict-item]
    _words('outbox_messages', 'kind', 'messagekind', MESSAGES)
    _words('events', 'kind', 'eventkind', EVENTS)
    with op.batch_alter_table('policies') as batch:
        batch.drop_column('inner_due_working_days')
    for column in ('task_id', 'letter_id'):
        op.drop_index(op.f(f'ix_events_{column}'), table_name='events')
    for table, pointers in POINTERS.items():
        with op.batch_alter_table(table) as batch:
            for column, target in pointers:
                batch.drop_constraint(op.f(f'fk_{table}_{column}_{target}'), type_='foreignkey')
                batch.drop_column(column)
    with op.batch_alter_table('assignments') as batch:
        batch.drop_column('repeats')
    for table in (
        'urging_letter_assignments', 'urging_letters', 'incoming_papers', 'meetings', 'meeting_series', 'superior_steps',
        'superior_duties', 'shared_products', 'directive_relations',
    ):
        op.drop_table(table)
    with op.batch_alter_table('tasks') as batch:
        batch.drop_index(op.f('ix_tasks_field_id'))
        batch.drop_constraint(op.f('fk_tasks_field_id_fields'), type_='foreignkey')
        batch.drop_column('field_id')
    _directives_back()


def _directives_back() -> None:
    op.drop_index(op.f('ix_directives_source_of_assignment'), table_name='directives')
    op.add_column('directives', sa.Column('chosen_source', sa.String(length=100), nullable=False, server_default=''))
    for words, value in SOURCES.items():
        op.execute(
            sa.text('UPDATE directives SET chosen_source = :words WHERE source_of_assignment = :value').bindparams(
                value=value, words=words
            )
        )
    with op.batch_alter_table('directives') as batch:
        batch.drop_constraint(op.f('ck_directives_sourceofassignment'), type_='check')
        for name in ('source_of_assignment', 'oral', 'signed_sha256', 'signed_filename', 'signed_size'):
            batch.drop_column(name)
        batch.add_column(text('source_of_assignment', 100))
    op.execute('UPDATE directives SET source_of_assignment = chosen_source')
    with op.batch_alter_table('directives') as batch:
        batch.drop_column('chosen_source')


def _refuse_to_forget() -> None:
    """What the older tables have no place for is not thrown away: a record of what happened is never edited."""
    new = ', '.join(f"'{word}'" for word in NEW_EVENTS)
    held = (
        f'SELECT 1 FROM events WHERE kind IN ({new}) LIMIT 1',
        'SELECT 1 FROM superior_steps LIMIT 1',
        'SELECT 1 FROM directive_relations LIMIT 1',
        'SELECT 1 FROM meetings LIMIT 1',
        'SELECT 1 FROM incoming_papers LIMIT 1',
        'SELECT 1 FROM urging_letters LIMIT 1',
    )
    if any(op.get_bind().execute(sa.text(statement)).first() for statement in held):
        raise RuntimeError('there are records that the older version has no place for; restore a backup instead')
