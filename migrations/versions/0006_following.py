"""Every turn an assignment can take: requests for more time, decisions of others, units that change, links of mails

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import app.models.base

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

INSTANT = app.models.base.UTCDateTime(timezone=True)
OPEN = sa.text('closed_on IS NULL')

# What a closed vocabulary held before, and what it holds now: table, column, constraint.
WORDS: dict[tuple[str, str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ('tasks', 'kind', 'taskkind'): (
        ('dated', 'per_report', 'continuous', 'general'),
        ('dated', 'per_report', 'continuous', 'recurring', 'general'),
    ),
    ('assignments', 'state', 'state'): (
        ('open', 'acknowledged', 'in_progress', 'waiting', 'done', 'cancelled'),
        (
            'open', 'acknowledged', 'in_progress', 'signing', 'waiting', 'part_given', 'done',
            'not_implemented', 'transferred', 'superseded', 'cancelled',
        ),
    ),
    ('events', 'kind', 'eventkind'): (
        ('given', 'acknowledged', 'progress', 'submitted', 'accepted', 'returned', 'cancelled'),
        (
            'given', 'acknowledged', 'progress', 'handed_on', 'sent_for_signature', 'submitted', 'accepted', 'returned',
            'part_given', 'part_returned', 'part_dated', 'extension_asked', 'extension_withdrawn', 'extension_granted',
            'extension_countered', 'extension_refused', 'due_adjusted', 'due_corrected', 'cause_confirmed',
            'cause_withdrawn', 'check_dated', 'unit_corrected', 'succeeded', 'stopped', 'transferred', 'superseded',
            'cancelled',
        ),
    ),
    ('due_dates', 'reason', 'duereason'): (
        ('given', 'returned_for_papers', 'data_correction'),
        ('given', 'returned_for_papers', 'data_correction', 'extended', 'adjusted', 'part'),
    ),
    ('outbox_messages', 'kind', 'messagekind'): (
        ('tasks_given', 'returned', 'unit_digest', 'office_digest'),
        (
            'tasks_given', 'returned', 'extension_decided', 'due_moved', 'reminded', 'mentioned', 'unit_digest',
            'office_digest',
        ),
    ),
}
FORMS = ('in_system', 'margin_note', 'document', 'telephone', 'meeting')
CHANNELS = ('web', 'link', 'command', 'job')
CANCELS = ('entered_by_mistake', 'not_implemented')


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


def yes_or_no(name: str, default: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true() if default else sa.false())


def upgrade() -> None:
    _organisation()
    _requests()
    _words(new=True)
    _assignments()
    _recorded('events')
    _recorded('due_dates')
    _events()
    op.execute("UPDATE events SET kind = 'stopped' WHERE kind = 'cancelled' AND cancel_kind = 'not_implemented'")
    op.execute(
        "UPDATE assignments SET state = 'not_implemented' WHERE state = 'cancelled' AND EXISTS (SELECT 1 FROM events "
        "WHERE events.assignment_id = assignments.id AND events.kind = 'stopped')"
    )
    with op.batch_alter_table('events') as batch:
        batch.drop_constraint(op.f('ck_events_cancelkind'), type_='check')
        batch.drop_column('cancel_kind')
    _remember()


def _remember() -> None:
    """What the new columns hold of what had happened before."""
    signs = "('acknowledged', 'progress', 'submitted')"
    op.execute(
        "UPDATE assignments SET updated_on = (SELECT max(effective_on) FROM events WHERE "
        f"events.assignment_id = assignments.id AND events.kind IN {signs}), returns = (SELECT count(*) FROM events "
        "WHERE events.assignment_id = assignments.id AND events.kind = 'returned')"
    )


def _organisation() -> None:
    new_table(
        'unit_names', *to('unit_names', 'unit_id', 'units'), text('name', 200), text('short_name', 60),
        day('valid_to', null=False), instant('recorded_at'), public=False,
    )
    index('unit_names', 'unit_id')
    new_table(
        'reorganisations', *to('reorganisations', 'office_id', 'offices'),
        sa.Column('kind', choice('reorganisationkind', 'merge', 'consolidate', 'split', 'rename', 'dissolve'), nullable=False),
        day('effective_on', null=False), text('basis', 300), sa.Column('content', sa.JSON(), nullable=False),
        instant('recorded_at'), *to('reorganisations', 'recorder_id', 'users'),
    )
    index('reorganisations', 'office_id')
    new_table(
        'successions', *to('successions', 'unit_id', 'units'), *to('successions', 'successor_id', 'units'),
        *to('successions', 'reorganisation_id', 'reorganisations'), day('effective_on', null=False),
        sa.UniqueConstraint('unit_id', 'successor_id', name=op.f('uq_successions_unit_id_successor_id')), public=False,
    )
    index('successions', 'unit_id', 'successor_id', 'reorganisation_id')
    new_table(
        'handovers', *to('handovers', 'office_id', 'offices'), *to('handovers', 'from_user_id', 'users'),
        *to('handovers', 'to_user_id', 'users'), day('effective_on', null=False),
        sa.Column('content', sa.JSON(), nullable=False), instant('recorded_at'), *to('handovers', 'recorder_id', 'users'),
    )
    index('handovers', 'office_id', 'from_user_id', 'to_user_id')
    new_table(
        'saved_filters', *to('saved_filters', 'user_id', 'users'), text('name', 100), text('query', 2000),
        instant('recorded_at'), sa.UniqueConstraint('user_id', 'name', name=op.f('uq_saved_filters_user_id_name')),
    )
    index('saved_filters', 'user_id')
    with op.batch_alter_table('memberships') as batch:
        batch.add_column(sa.Column('stands_in_for_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f('fk_memberships_stands_in_for_id_users'), 'users', ['stands_in_for_id'], ['id']
        )
    index('memberships', 'stands_in_for_id')
    with op.batch_alter_table('policies') as batch:
        for column in (
            number('acknowledge_working_days', 2), number('decide_working_days', 2), number('extensions_limit'),
            number('extension_notice_days'), number('update_days', 14), number('link_days', 30),
            yes_or_no('links_report', True), number('retention_years'), number('recorder_id'),
        ):
            batch.add_column(column)
        batch.create_foreign_key(op.f('fk_policies_recorder_id_users'), 'users', ['recorder_id'], ['id'])


def _requests() -> None:
    op.add_column('tasks', yes_or_no('restricted'))
    op.create_index(
        'ix_tasks_restricted', 'tasks', ['directive_id'],
        sqlite_where=sa.text('restricted = 1'), postgresql_where=sa.text('restricted'),
    )
    op.create_table(
        'task_viewers', *to('task_viewers', 'task_id', 'tasks'), *to('task_viewers', 'user_id', 'users'),
        sa.PrimaryKeyConstraint('task_id', 'user_id', name=op.f('pk_task_viewers')),
    )
    index('task_viewers', 'user_id')
    new_table(
        'recurrences', *to('recurrences', 'office_id', 'offices'), *to('recurrences', 'task_id', 'tasks'),
        *to('recurrences', 'unit_id', 'units'),
        sa.Column('role', choice('assignmentrole', 'lead', 'coordinating'), nullable=False), text('every', 20),
        sa.Column('day', sa.Integer(), nullable=False), number('month', 1), number('months_after', 0),
        yes_or_no('exclusive'), day('from_on', null=False), day('ended_on'), text('end_reason'), instant('recorded_at'),
        *to('recurrences', 'recorder_id', 'users'),
        sa.UniqueConstraint('task_id', 'unit_id', name=op.f('uq_recurrences_task_id_unit_id')),
    )
    index('recurrences', 'office_id', 'task_id', 'unit_id')
    new_table(
        'extensions', *to('extensions', 'assignment_id', 'assignments'),
        sa.Column('state', choice('extensionstate', 'open', 'granted', 'countered', 'refused', 'withdrawn'), nullable=False),
        day('asked_on', null=False), day('asked_for', null=False), day('due_on', null=False), text('reason'),
        *to('extensions', 'asker_id', 'users', null=True), text('asker_name', 100), text('proposal'),
        day('decided_on'), day('granted_until'),
    )
    index('extensions', 'assignment_id')
    new_table(
        'comments', *to('comments', 'assignment_id', 'assignments'), *to('comments', 'author_id', 'users'), text('text'),
        instant('recorded_at'),
    )
    index('comments', 'assignment_id', 'author_id')
    op.create_table(
        'comment_units', *to('comment_units', 'comment_id', 'comments'), *to('comment_units', 'unit_id', 'units'),
        sa.PrimaryKeyConstraint('comment_id', 'unit_id', name=op.f('pk_comment_units')),
    )
    index('comment_units', 'unit_id')
    new_table(
        'answer_links', *to('answer_links', 'assignment_id', 'assignments'), text('recipient', 40),
        *to('answer_links', 'unit_id', 'units'), instant('made_at'), instant('expires_at'),
        instant('revoked_at', null=True), instant('last_used_at', null=True),
    )
    index('answer_links', 'assignment_id', 'unit_id')
    op.create_table(
        'message_assignments', *to('message_assignments', 'message_id', 'outbox_messages'),
        *to('message_assignments', 'assignment_id', 'assignments'),
        sa.PrimaryKeyConstraint('message_id', 'assignment_id', name=op.f('pk_message_assignments')),
    )
    index('message_assignments', 'assignment_id')


def _words(*, new: bool) -> None:
    for (table, column, name), words in WORDS.items():
        before, after = words if new else words[::-1]
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
            listed = ', '.join(f"'{word}'" for word in after)
            batch.create_check_constraint(op.f(f'ck_{table}_{name}'), sa.text(f'{column} IN ({listed})'))


def _assignments() -> None:
    with op.batch_alter_table('assignments') as batch:
        batch.drop_constraint(op.f('uq_assignments_task_id_unit_id'), type_='unique')
        for column in (
            day('updated_on'), yes_or_no('objective'), day('extension_asked_on'), number('extensions_granted', 0),
            number('returns', 0), number('person_id'), text('person_name', 100), day('inner_due_on'), day('check_on'),
            number('recurrence_id'), text('period', 10), number('predecessor_id'),
        ):
            batch.add_column(column)
        for column, target in (
            ('person_id', 'users'), ('recurrence_id', 'recurrences'), ('predecessor_id', 'assignments')
        ):
            batch.create_foreign_key(op.f(f'fk_assignments_{column}_{target}'), target, [column], ['id'])
    index('assignments', 'person_id', 'recurrence_id', 'predecessor_id')
    op.create_index(
        'uq_assignments_open_part', 'assignments', ['task_id', 'unit_id', 'period'], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )


def _recorded(table: str) -> None:
    """Who decided elsewhere, and who wrote it down without an account."""
    with op.batch_alter_table(table) as batch:
        for column in (text('decider_name', 100), text('decider_title', 100), day('decided_on'), text('recorder_name', 100)):
            batch.add_column(column)
        batch.add_column(sa.Column('decision_form', sa.String(length=32), nullable=True))
        batch.add_column(sa.Column('channel', sa.String(length=32), nullable=False, server_default='web'))
        for column, name, words in (('decision_form', 'decisionform', FORMS), ('channel', 'channel', CHANNELS)):
            listed = ', '.join(f"'{word}'" for word in words)
            batch.create_check_constraint(op.f(f'ck_{table}_{name}'), sa.text(f'{column} IN ({listed})'))
        batch.alter_column('recorder_id', existing_type=sa.Integer(), nullable=True)
        if table == 'due_dates':
            batch.add_column(number('event_id'))
            batch.create_foreign_key(op.f('fk_due_dates_event_id_events'), 'events', ['event_id'], ['id'])


def _events() -> None:
    with op.batch_alter_table('events') as batch:
        for column in (
            day('named_on'), text('desk', 200), number('percent'), text('lateness_reason'), text('person_name', 100),
            number('from_unit_id'), number('to_unit_id'), number('extension_id'),
        ):
            batch.add_column(column)
        for column, target in (('from_unit_id', 'units'), ('to_unit_id', 'units'), ('extension_id', 'extensions')):
            batch.create_foreign_key(op.f(f'fk_events_{column}_{target}'), target, [column], ['id'])


def downgrade() -> None:
    _refuse_to_forget()
    with op.batch_alter_table('events') as batch:
        batch.add_column(sa.Column('cancel_kind', sa.String(length=32), nullable=True))
        listed = ', '.join(f"'{word}'" for word in CANCELS)
        batch.create_check_constraint(op.f('ck_events_cancelkind'), sa.text(f'cancel_kind IN ({listed})'))
    op.execute("UPDATE events SET cancel_kind = 'entered_by_mistake' WHERE kind = 'cancelled'")
    op.execute("UPDATE events SET kind = 'cancelled', cancel_kind = 'not_implemented' WHERE kind = 'stopped'")
    op.execute("UPDATE assignments SET state = 'cancelled' WHERE state = 'not_implemented'")
    with op.batch_alter_table('events') as batch:
        for column, target in (('from_unit_id', 'units'), ('to_unit_id', 'units'), ('extension_id', 'extensions')):
            batch.drop_constraint(op.f(f'fk_events_{column}_{target}'), type_='foreignkey')
        for name in (
            'named_on', 'desk', 'percent', 'lateness_reason', 'person_name', 'from_unit_id', 'to_unit_id', 'extension_id',
        ):
            batch.drop_column(name)
    for table in ('events', 'due_dates'):
        with op.batch_alter_table(table) as batch:
            if table == 'due_dates':
                batch.drop_constraint(op.f('fk_due_dates_event_id_events'), type_='foreignkey')
                batch.drop_column('event_id')
            for name in ('decisionform', 'channel'):
                batch.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
            for name in ('decider_name', 'decider_title', 'decided_on', 'recorder_name', 'decision_form', 'channel'):
                batch.drop_column(name)
            batch.alter_column('recorder_id', existing_type=sa.Integer(), nullable=False)
    op.drop_index('uq_assignments_open_part', table_name='assignments')
    with op.batch_alter_table('assignments') as batch:
        for column, target in (
            ('person_id', 'users'), ('recurrence_id', 'recurrences'), ('predecessor_id', 'assignments')
        ):
            batch.drop_index(op.f(f'ix_assignments_{column}'))
            batch.drop_constraint(op.f(f'fk_assignments_{column}_{target}'), type_='foreignkey')
        for name in (
            'updated_on', 'objective', 'extension_asked_on', 'extensions_granted', 'returns', 'person_id', 'person_name',
            'inner_due_on', 'check_on', 'recurrence_id', 'period', 'predecessor_id',
        ):
            batch.drop_column(name)
        batch.create_unique_constraint(op.f('uq_assignments_task_id_unit_id'), ['task_id', 'unit_id'])
    _words(new=False)
    with op.batch_alter_table('policies') as batch:
        batch.drop_constraint(op.f('fk_policies_recorder_id_users'), type_='foreignkey')
        for name in (
            'acknowledge_working_days', 'decide_working_days', 'extensions_limit', 'extension_notice_days', 'update_days',
            'link_days', 'links_report', 'retention_years', 'recorder_id',
        ):
            batch.drop_column(name)
    with op.batch_alter_table('memberships') as batch:
        batch.drop_index(op.f('ix_memberships_stands_in_for_id'))
        batch.drop_constraint(op.f('fk_memberships_stands_in_for_id_users'), type_='foreignkey')
        batch.drop_column('stands_in_for_id')
    for table in (
        'message_assignments', 'answer_links', 'comment_units', 'comments', 'extensions', 'recurrences', 'task_viewers',
        'saved_filters', 'handovers', 'successions', 'reorganisations', 'unit_names',
    ):
        op.drop_table(table)
    with op.batch_alter_table('tasks') as batch:
        batch.drop_index('ix_tasks_restricted')
        batch.drop_column('restricted')


def _refuse_to_forget() -> None:
    """What the older tables have no place for is not thrown away: a record of what happened is never edited."""
    old = ', '.join(f"'{word}'" for word in (*WORDS['events', 'kind', 'eventkind'][0], 'stopped'))
    if op.get_bind().execute(sa.text(f"SELECT 1 FROM events WHERE kind NOT IN ({old}) LIMIT 1")).first():
        raise RuntimeError('there are events that the older version has no place for; restore a backup instead')
