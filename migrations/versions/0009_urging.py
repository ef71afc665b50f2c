"""Urging that neither repeats nor vanishes: rungs and steps by the office's choice, states and copies of mails

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import app.models.base

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

INSTANT = app.models.base.UTCDateTime(timezone=True)
RULES = ('due_in_5', 'due_in_3', 'due_in_1', 'due_today', 'overdue_first', 'overdue_weekly')
NEW_RULES = (
    'not_acknowledged', 'due_soon', 'due_today', 'overdue_first', 'overdue_weekly', 'unanswered', 'undecided',
    'unsigned', 'to_head', 'to_chief', 'to_leader',
)
STATES = ('waiting', 'claimed', 'sent', 'failed')
NEW_STATES = ('pending', 'sending', 'sent', 'retry', 'failed', 'skipped')
SKIPPED = ('no_address', 'replaced')
MESSAGES = (
    'tasks_given', 'returned', 'extension_decided', 'due_moved', 'reminded', 'mentioned', 'unit_digest', 'office_digest',
    'repeated', 'update_call', 'field_digest', 'meeting_said',
)
NEW_MESSAGES = ('head_digest', 'leader_digest', 'urgent', 'test')


def choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def number(name: str, default: int | None = None, *, null: bool = False) -> sa.Column[Any]:
    given = {} if default is None else {'server_default': str(default)}
    return sa.Column(name, sa.Integer(), nullable=null or default is None, **given)


def flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


POLICIES = (
    ('acknowledge_hours', 1, False),
    ('remind_first_days', 5, True),
    ('remind_second_days', 3, True),
    ('remind_third_days', 1, True),
    ('sign_working_days', 3, False),
    ('escalate_head_days', 1, True),
    ('escalate_chief_days', 3, True),
    ('escalate_leader_days', 7, True),
    ('quiet_from_hour', 21, False),
    ('quiet_to_hour', 6, False),
)


def upgrade() -> None:
    _reminders()
    _messages()
    with op.batch_alter_table('policies') as batch:
        for name, default, null in POLICIES:
            batch.add_column(number(name, default, null=null))
    with op.batch_alter_table('units') as batch:
        batch.add_column(sa.Column('contact_email', sa.String(length=254), nullable=False, server_default=''))
    with op.batch_alter_table('users') as batch:
        batch.add_column(number('mail_hour'))
        batch.add_column(flag('mail_as_text'))
    # A lease is held for minutes at most: those that are there have no use for the new version.
    op.execute('DELETE FROM leases')
    with op.batch_alter_table('leases') as batch:
        batch.add_column(sa.Column('taken_at', INSTANT, nullable=False))
    with op.batch_alter_table('urging_letters') as batch:
        batch.add_column(number('unit_id'))
        batch.add_column(sa.Column('report_by', sa.Date(), nullable=True))
        batch.create_foreign_key(op.f('fk_urging_letters_unit_id_units'), 'units', ['unit_id'], ['id'])
    with op.batch_alter_table('urging_letter_assignments') as batch:
        batch.add_column(sa.Column('due_on', sa.Date(), nullable=True))
        for name in LETTER_NUMBERS:
            batch.add_column(number(name, 0))
    op.create_index(op.f('ix_events_recorded_at'), 'events', ['recorded_at'])
    said = sa.text('meeting_id IS NOT NULL')
    op.create_index('ix_events_meeting_id', 'events', ['meeting_id'], sqlite_where=said, postgresql_where=said)
    _open_by_unit('objective', 'closed_on')
    asking = sa.text('extension_asked_on IS NOT NULL')
    op.create_index(
        'ix_assignments_asking',
        'assignments',
        ['office_id', 'extension_asked_on'],
        sqlite_where=asking,
        postgresql_where=asking,
    )


def _open_by_unit(*more: str) -> None:
    """The index by which units are counted, with more columns that it answers from."""
    is_open = sa.text('closed_on IS NULL')
    op.drop_index('ix_assignments_open_unit_due', table_name='assignments')
    op.create_index(
        'ix_assignments_open_unit_due',
        'assignments',
        ['office_id', 'unit_id', 'role', 'due_on', 'state', 'submitted_on', *more],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


LETTER_NUMBERS = ('days_overdue', 'working_days_overdue', 'times_urged')


def _reminders() -> None:
    """A rung was named by its number of days; now the number is the occurrence."""
    _words('reminders', 'rule', 'reminderrule', (*RULES, *NEW_RULES))
    for days in ('5', '3', '1'):
        op.execute(
            sa.text("UPDATE reminders SET rule = 'due_soon', occurrence = :days WHERE rule = :old").bindparams(
                days=days, old=f'due_in_{days}'
            )
        )
    _words('reminders', 'rule', 'reminderrule', NEW_RULES)
    op.create_index(op.f('ix_reminders_message_id'), 'reminders', ['message_id'])


def _messages() -> None:
    _words('outbox_messages', 'state', 'outboxstate', tuple(dict.fromkeys((*STATES, *NEW_STATES))))
    op.execute("UPDATE outbox_messages SET state = 'retry' WHERE state = 'waiting' AND last_error <> ''")
    op.execute("UPDATE outbox_messages SET state = 'pending' WHERE state = 'waiting'")
    op.execute("UPDATE outbox_messages SET state = 'sending' WHERE state = 'claimed'")
    with op.batch_alter_table('outbox_messages') as batch:
        batch.add_column(sa.Column('copies', sa.JSON(), nullable=False, server_default='[]'))
        batch.add_column(sa.Column('refusals', sa.JSON(), nullable=False, server_default='{}'))
        batch.add_column(sa.Column('short_text', sa.Text(), nullable=False, server_default=''))
        batch.add_column(flag('urgent'))
        batch.add_column(sa.Column('skip_reason', choice('skipreason', *SKIPPED), nullable=True))
    op.execute(
        "UPDATE outbox_messages SET state = 'skipped', skip_reason = 'no_address' "
        "WHERE to_address = '' AND state IN ('pending', 'retry')"
    )
    _words('outbox_messages', 'state', 'outboxstate', NEW_STATES)
    _words('outbox_messages', 'kind', 'messagekind', (*MESSAGES, *NEW_MESSAGES))
    op.create_index('ix_outbox_messages_sent_at', 'outbox_messages', ['sent_at'])
    waiting = sa.text("state IN ('pending', 'retry')")
    op.create_index(
        'ix_outbox_messages_waiting',
        'outbox_messages',
        ['urgent', 'next_attempt_at'],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _words(table: str, column: str, name: str, words: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
        listed = ', '.join(f"'{word}'" for word in words)
        batch.create_check_constraint(op.f(f'ck_{table}_{name}'), sa.text(f'{column} IN ({listed})'))


def downgrade() -> None:
    op.drop_index('ix_events_meeting_id', table_name='events')
    op.drop_index('ix_assignments_asking', table_name='assignments')
    _open_by_unit()
    op.drop_index(op.f('ix_events_recorded_at'), table_name='events')
    with op.batch_alter_table('urging_letter_assignments') as batch:
        for name in ('due_on', *LETTER_NUMBERS):
            batch.drop_column(name)
    with op.batch_alter_table('urging_letters') as batch:
        batch.drop_constraint(op.f('fk_urging_letters_unit_id_units'), type_='foreignkey')
        batch.drop_column('report_by')
        batch.drop_column('unit_id')
    for table, columns in (
        ('leases', ('taken_at',)),
        ('users', ('mail_hour', 'mail_as_text')),
        ('units', ('contact_email',)),
        ('policies', tuple(name for name, _, _ in POLICIES)),
    ):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
    _messages_back()
    _reminders_back()


def _messages_back() -> None:
    """What the older version has no word for is left out: mails are records of what was said, not of what happened."""
    listed = ', '.join(f"'{word}'" for word in NEW_MESSAGES)
    new = f'SELECT id FROM outbox_messages WHERE kind IN ({listed})'
    op.drop_index('ix_outbox_messages_waiting', table_name='outbox_messages')
    op.execute(f'DELETE FROM message_assignments WHERE message_id IN ({new})')
    op.execute(f'UPDATE reminders SET message_id = NULL WHERE message_id IN ({new})')
    op.execute(f'DELETE FROM outbox_messages WHERE kind IN ({listed})')
    _words('outbox_messages', 'kind', 'messagekind', MESSAGES)
    _words('outbox_messages', 'state', 'outboxstate', tuple(dict.fromkeys((*STATES, *NEW_STATES))))
    op.execute("UPDATE outbox_messages SET state = 'waiting' WHERE state IN ('pending', 'retry')")
    op.execute("UPDATE outbox_messages SET state = 'claimed' WHERE state = 'sending'")
    # A digest that was replaced would be sent after all.
    op.execute("UPDATE outbox_messages SET state = 'failed' WHERE skip_reason = 'replaced'")
    op.execute("UPDATE outbox_messages SET state = 'waiting' WHERE state = 'skipped'")
    _words('outbox_messages', 'state', 'outboxstate', STATES)
    op.drop_index('ix_outbox_messages_sent_at', table_name='outbox_messages')
    with op.batch_alter_table('outbox_messages') as batch:
        batch.drop_constraint(op.f('ck_outbox_messages_skipreason'), type_='check')
        for name in ('copies', 'refusals', 'short_text', 'urgent', 'skip_reason'):
            batch.drop_column(name)


def _reminders_back() -> None:
    """Rungs of other numbers of days, and what the older version does not tell, go."""
    op.drop_index(op.f('ix_reminders_message_id'), table_name='reminders')
    _words('reminders', 'rule', 'reminderrule', tuple(dict.fromkeys((*RULES, *NEW_RULES))))
    for days in ('5', '3', '1'):
        op.execute(
            sa.text(
                "UPDATE reminders SET rule = :old, occurrence = '1' WHERE rule = 'due_soon' AND occurrence = :days"
            ).bindparams(days=days, old=f'due_in_{days}')
        )
    listed = ', '.join(f"'{word}'" for word in RULES)
    op.execute(f'DELETE FROM reminders WHERE rule NOT IN ({listed})')
    _words('reminders', 'rule', 'reminderrule', RULES)
