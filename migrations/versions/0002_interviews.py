"""Interviews: kits, templates, top-ups, self-booking, learning, the desk's steps.

Revision ID: 0002
Revises: 0001

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


# Append-only, as in the first migration.
APPEND_ONLY = ("scorecard_change",)


def _refuse_changes(table):
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )


def upgrade():
    op.create_table('interview_kit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.String(length=500), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interview_kit')),
    sa.UniqueConstraint('name', name=op.f('uq_interview_kit_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_interview_kit_pubid'))
    )
    with op.batch_alter_table('interview_kit', schema=None) as batch_op:
        batch_op.create_index('uq_interview_kit_default', ['is_default'], unique=True, sqlite_where=sa.text('is_default'), postgresql_where=sa.text('is_default'))

    op.create_table('interview_settings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('reminder_hours', sa.JSON(), nullable=False),
    sa.Column('move_notice_hours', sa.Integer(), nullable=False),
    sa.Column('most_moves', sa.Integer(), nullable=False),
    sa.Column('decline_notice_hours', sa.Integer(), nullable=False),
    sa.Column('call_scripts', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_interview_settings_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interview_settings')),
    sa.UniqueConstraint('pubid', name=op.f('uq_interview_settings_pubid'))
    )
    op.create_table('learned_shock',
    sa.Column('kind', sa.Enum('before', 'after', name='shockkind', native_enum=False, length=32), nullable=False),
    sa.Column('hundredths', sa.Integer(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('learned', sa.Boolean(), nullable=False),
    sa.Column('seen', sa.String(length=80), nullable=False),
    sa.Column('learned_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('hundredths BETWEEN 0 AND 300', name=op.f('ck_learned_shock_hundredths')),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_learned_shock'))
    )
    op.create_table('day_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('shape', sa.JSON(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_day_template_created_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_template')),
    sa.UniqueConstraint('name', name=op.f('uq_day_template_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_day_template_pubid'))
    )
    op.create_table('interview_kit_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('kit_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_interview_kit_version_created_by_id_person')),
    sa.ForeignKeyConstraint(['kit_id'], ['interview_kit.id'], name=op.f('fk_interview_kit_version_kit_id_interview_kit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interview_kit_version')),
    sa.UniqueConstraint('kit_id', 'number', name=op.f('uq_interview_kit_version_kit_id_number')),
    sa.UniqueConstraint('pubid', name=op.f('uq_interview_kit_version_pubid'))
    )
    op.create_table('counted_session',
    sa.Column('session_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('pulse', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_counted_session_session_id_interview_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', name=op.f('pk_counted_session'))
    )
    op.create_table('group_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('facilitator_id', sa.Integer(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('round_opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('round_closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('round_closed_at IS NULL OR round_opened_at IS NOT NULL', name=op.f('ck_group_plan_round_in_order')),
    sa.ForeignKeyConstraint(['facilitator_id'], ['person.id'], name=op.f('fk_group_plan_facilitator_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_group_plan_session_id_interview_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_plan')),
    sa.UniqueConstraint('pubid', name=op.f('uq_group_plan_pubid')),
    sa.UniqueConstraint('session_id', name=op.f('uq_group_plan_session_id'))
    )
    with op.batch_alter_table('group_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_group_plan_facilitator_id_begun_at'), ['facilitator_id', 'begun_at'], unique=False)

    op.create_table('interviewer_break',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_interviewer_break_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_interviewer_break_session_id_interview_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interviewer_break'))
    )
    with op.batch_alter_table('interviewer_break', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interviewer_break_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interviewer_break_session_id'), ['session_id'], unique=False)
        batch_op.create_index('uq_interviewer_break_open', ['session_id', 'person_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('session_count',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('reminder', sa.Enum('not_called', 'no_answer', 'unsure', 'confirmed', 'declined', name='reminder', native_enum=False, length=32), nullable=False),
    sa.Column('channel', sa.String(length=80), nullable=False),
    sa.Column('lead', sa.Integer(), nullable=True),
    sa.Column('showed', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_session_count_session_id_interview_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_count'))
    )
    with op.batch_alter_table('session_count', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_count_session_id'), ['session_id'], unique=False)

    op.create_table('session_kit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.Column('kit_version_id', sa.Integer(), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['kit_version_id'], ['interview_kit_version.id'], name=op.f('fk_session_kit_kit_version_id_interview_kit_version')),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_session_kit_session_id_interview_session')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_session_kit_vacancy_id_vacancy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_kit')),
    sa.UniqueConstraint('session_id', 'vacancy_id', name=op.f('uq_session_kit_session_id_vacancy_id'))
    )
    with op.batch_alter_table('session_kit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_kit_kit_version_id'), ['kit_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_session_kit_vacancy_id'), ['vacancy_id'], unique=False)

    op.create_table('session_pulse',
    sa.Column('session_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_session_pulse_session_id_interview_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', name=op.f('pk_session_pulse'))
    )
    op.create_table('vacancy_kit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.Column('kit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['kit_id'], ['interview_kit.id'], name=op.f('fk_vacancy_kit_kit_id_interview_kit')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_vacancy_kit_vacancy_id_vacancy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vacancy_kit')),
    sa.UniqueConstraint('vacancy_id', name=op.f('uq_vacancy_kit_vacancy_id'))
    )
    with op.batch_alter_table('vacancy_kit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vacancy_kit_kit_id'), ['kit_id'], unique=False)

    op.create_table('group_seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.CheckConstraint('number >= 1', name=op.f('ck_group_seat_number')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_group_seat_application_id_application')),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_group_seat_session_id_interview_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_seat')),
    sa.UniqueConstraint('session_id', 'application_id', name=op.f('uq_group_seat_session_id_application_id')),
    sa.UniqueConstraint('session_id', 'number', name=op.f('uq_group_seat_session_id_number'))
    )
    with op.batch_alter_table('group_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_group_seat_application_id'), ['application_id'], unique=False)

    op.create_table('slot_hold',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_slot_hold_application_id_application')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_slot_hold_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slot_hold')),
    sa.UniqueConstraint('application_id', name=op.f('uq_slot_hold_application_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_slot_hold_pubid'))
    )
    with op.batch_alter_table('slot_hold', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slot_hold_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_slot_hold_slot_id_expires_at'), ['slot_id', 'expires_at'], unique=False)

    op.create_table('time_offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('batch', sa.String(length=12), nullable=False),
    sa.Column('offered_by_id', sa.Integer(), nullable=True),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_time_offer_application_id_application')),
    sa.ForeignKeyConstraint(['offered_by_id'], ['person.id'], name=op.f('fk_time_offer_offered_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_offer')),
    sa.UniqueConstraint('pubid', name=op.f('uq_time_offer_pubid'))
    )
    with op.batch_alter_table('time_offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_time_offer_application_id_id'), ['application_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_time_offer_batch'), ['batch'], unique=False)
        batch_op.create_index('uq_time_offer_open', ['application_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('scorecard_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('scorecard_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=32), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('rating BETWEEN 1 AND 5', name=op.f('ck_scorecard_change_rating')),
    sa.ForeignKeyConstraint(['scorecard_id'], ['scorecard.id'], name=op.f('fk_scorecard_change_scorecard_id_scorecard')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard_change')),
    sa.UniqueConstraint('pubid', name=op.f('uq_scorecard_change_pubid'))
    )
    with op.batch_alter_table('scorecard_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scorecard_change_scorecard_id'), ['scorecard_id'], unique=False)

    op.create_table('top_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('counted_on', sa.Date(), nullable=False),
    sa.Column('declined', sa.Integer(), nullable=False),
    sa.Column('doubtful', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_top_up_invitation_id_invitation')),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_top_up_session_id_interview_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_top_up')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_top_up_invitation_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_top_up_pubid'))
    )
    with op.batch_alter_table('top_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_top_up_session_id_counted_on'), ['session_id', 'counted_on'], unique=False)

    op.create_table('desk_action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.String(length=36), nullable=False),
    sa.Column('step', sa.Enum('check_in', 'walk_in', 'call', 'back', 'start', 'done', 'leave', 'undo', name='deskstep', native_enum=False, length=32), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('arrival_id', sa.Integer(), nullable=True),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['arrival_id'], ['arrival.id'], name=op.f('fk_desk_action_arrival_id_arrival'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_desk_action_by_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_desk_action_session_id_interview_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_action')),
    sa.UniqueConstraint('session_id', 'client_id', name=op.f('uq_desk_action_session_id_client_id'))
    )
    with op.batch_alter_table('desk_action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_desk_action_arrival_id'), ['arrival_id'], unique=False)

    with op.batch_alter_table('arrival', schema=None) as batch_op:
        batch_op.add_column(sa.Column('received_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('extra_minutes', sa.Integer(), server_default='0', nullable=False))

    with op.batch_alter_table('interview_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('top_ups_per_day', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('top_ups_cut_off', sa.Integer(), server_default='24', nullable=False))
        batch_op.create_check_constraint(op.f('ck_interview_session_top_ups'), 'top_ups_per_day >= 0 AND top_ups_cut_off >= 0')

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('expected_p', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('expected_for', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('call_back_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('late_minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('running_late_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('organization', schema=None) as batch_op:
        batch_op.add_column(sa.Column('prior_weight', sa.Integer(), server_default='4', nullable=False))
        batch_op.add_column(sa.Column('interviewer_hour_minor', sa.Integer(), nullable=True))

    with op.batch_alter_table('reminder_answer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wrong_number', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('scorecard', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kit_version_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('saved_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('draft_client', sa.String(length=24), server_default='', nullable=False))
        batch_op.add_column(sa.Column('draft_seq', sa.Integer(), server_default='0', nullable=False))
        batch_op.create_index(batch_op.f('ix_scorecard_kit_version_id'), ['kit_version_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_scorecard_kit_version_id_interview_kit_version'), 'interview_kit_version', ['kit_version_id'], ['id'])

    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.add_column(sa.Column('parking', sa.String(length=300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('bring', sa.String(length=300), server_default='', nullable=False))

    for table in APPEND_ONLY:
        _refuse_changes(table)



def downgrade():
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.drop_column('bring')
        batch_op.drop_column('parking')

    with op.batch_alter_table('scorecard', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_scorecard_kit_version_id_interview_kit_version'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_scorecard_kit_version_id'))
        batch_op.drop_column('draft_seq')
        batch_op.drop_column('draft_client')
        batch_op.drop_column('saved_at')
        batch_op.drop_column('kit_version_id')

    with op.batch_alter_table('reminder_answer', schema=None) as batch_op:
        batch_op.drop_column('wrong_number')

    with op.batch_alter_table('organization', schema=None) as batch_op:
        batch_op.drop_column('interviewer_hour_minor')
        batch_op.drop_column('prior_weight')

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_column('running_late_at')
        batch_op.drop_column('late_minutes')
        batch_op.drop_column('call_back_at')
        batch_op.drop_column('expected_for')
        batch_op.drop_column('expected_p')

    with op.batch_alter_table('interview_session', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_interview_session_top_ups'), type_='check')
        batch_op.drop_column('top_ups_cut_off')
        batch_op.drop_column('top_ups_per_day')

    with op.batch_alter_table('arrival', schema=None) as batch_op:
        batch_op.drop_column('extra_minutes')
        batch_op.drop_column('received_at')

    with op.batch_alter_table('desk_action', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_desk_action_arrival_id'))

    op.drop_table('desk_action')
    with op.batch_alter_table('top_up', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_top_up_session_id_counted_on'))

    op.drop_table('top_up')
    with op.batch_alter_table('scorecard_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scorecard_change_scorecard_id'))

    op.drop_table('scorecard_change')
    with op.batch_alter_table('time_offer', schema=None) as batch_op:
        batch_op.drop_index('uq_time_offer_open', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_time_offer_batch'))
        batch_op.drop_index(batch_op.f('ix_time_offer_application_id_id'))

    op.drop_table('time_offer')
    with op.batch_alter_table('slot_hold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_slot_hold_slot_id_expires_at'))
        batch_op.drop_index(batch_op.f('ix_slot_hold_expires_at'))

    op.drop_table('slot_hold')
    with op.batch_alter_table('group_seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_group_seat_application_id'))

    op.drop_table('group_seat')
    with op.batch_alter_table('vacancy_kit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vacancy_kit_kit_id'))

    op.drop_table('vacancy_kit')
    op.drop_table('session_pulse')
    with op.batch_alter_table('session_kit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_kit_vacancy_id'))
        batch_op.drop_index(batch_op.f('ix_session_kit_kit_version_id'))

    op.drop_table('session_kit')
    with op.batch_alter_table('session_count', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_count_session_id'))

    op.drop_table('session_count')
    with op.batch_alter_table('interviewer_break', schema=None) as batch_op:
        batch_op.drop_index('uq_interviewer_break_open', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_interviewer_break_session_id'))
        batch_op.drop_index(batch_op.f('ix_interviewer_break_person_id'))

    op.drop_table('interviewer_break')
    with op.batch_alter_table('group_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_group_plan_facilitator_id_begun_at'))

    op.drop_table('group_plan')
    op.drop_table('counted_session')
    op.drop_table('interview_kit_version')
    op.drop_table('day_template')
    op.drop_table('learned_shock')
    op.drop_table('interview_settings')
    with op.batch_alter_table('interview_kit', schema=None) as batch_op:
        batch_op.drop_index('uq_interview_kit_default', sqlite_where=sa.text('is_default'), postgresql_where=sa.text('is_default'))

    op.drop_table('interview_kit')
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_append_only()")
