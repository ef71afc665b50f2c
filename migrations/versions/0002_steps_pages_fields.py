"""Steps of a draft, pages of a source, fields of work and who is in charge of them

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.models.base


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('fields',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_fields_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fields')),
    sa.UniqueConstraint('public_id', name=op.f('uq_fields_public_id'))
    )
    with op.batch_alter_table('fields', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fields_office_id'), ['office_id'], unique=False)

    op.create_table('field_charges',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('field_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('leader', 'follower', name='chargekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['field_id'], ['fields.id'], name=op.f('fk_field_charges_field_id_fields')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_field_charges_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_charges'))
    )
    with op.batch_alter_table('field_charges', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_field_charges_field_id'), ['field_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_field_charges_user_id'), ['user_id'], unique=False)

    op.create_table('field_units',
    sa.Column('field_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['field_id'], ['fields.id'], name=op.f('fk_field_units_field_id_fields')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_field_units_unit_id_units')),
    sa.PrimaryKeyConstraint('field_id', 'unit_id', name=op.f('pk_field_units'))
    )
    with op.batch_alter_table('field_units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_field_units_unit_id'), ['unit_id'], unique=False)

    op.create_table('draft_steps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=40), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('recorder_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', app.models.base.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['drafts.id'], name=op.f('fk_draft_steps_draft_id_drafts')),
    sa.ForeignKeyConstraint(['recorder_id'], ['users.id'], name=op.f('fk_draft_steps_recorder_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_steps'))
    )
    with op.batch_alter_table('draft_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_steps_draft_id'), ['draft_id'], unique=False)

    with op.batch_alter_table('sources', schema=None) as batch_op:
        batch_op.add_column(sa.Column('page_starts', sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('password_temporary', sa.Boolean(), nullable=False, server_default=sa.false()))



def downgrade() -> None:
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_column('password_temporary')

    with op.batch_alter_table('sources', schema=None) as batch_op:
        batch_op.drop_column('page_starts')

    with op.batch_alter_table('draft_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_steps_draft_id'))

    op.drop_table('draft_steps')
    with op.batch_alter_table('field_units', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_field_units_unit_id'))

    op.drop_table('field_units')
    with op.batch_alter_table('field_charges', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_field_charges_user_id'))
        batch_op.drop_index(batch_op.f('ix_field_charges_field_id'))

    op.drop_table('field_charges')
    with op.batch_alter_table('fields', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fields_office_id'))

    op.drop_table('fields')
