"""first tables

Revision ID: 0001
Revises: 

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


# Tables in which nothing is ever changed or deleted: the database itself refuses it.
APPEND_ONLY = (
    "answer_revision",
    "audit_event",
    "excuse",
    "gate_advice",
    "gate_decision",
    "gate_signature",
    "grade_entry",
    "question_version",
    "readiness_review",
    "result_release",
    "role_play_mark",
    "task_evidence",
    "topic_confirmation",
)


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
    op.create_table('audit_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=40), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_event'))
    )
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_event_action'), ['action'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_event_actor_id'), ['actor', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_event_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_event_subject_id'), ['subject', 'id'], unique=False)

    op.create_table('candidate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('phone_e164', sa.String(length=20), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidate')),
    sa.UniqueConstraint('pubid', name=op.f('uq_candidate_pubid'))
    )
    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidate_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_candidate_name_id'), ['name', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_candidate_phone_e164'), ['phone_e164'], unique=False)

    op.create_table('channel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('own_site', 'job_board', 'referral', 'fair', 'agency', 'other', name='channelkind', native_enum=False, length=32), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channel')),
    sa.UniqueConstraint('name', name=op.f('uq_channel_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_channel_pubid'))
    )
    op.create_table('department',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_department')),
    sa.UniqueConstraint('name', name=op.f('uq_department_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_department_pubid'))
    )
    op.create_table('heartbeat',
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_heartbeat'))
    )
    op.create_table('limited_try',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_limited_try'))
    )
    with op.batch_alter_table('limited_try', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_limited_try_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_limited_try_kind_key_at'), ['kind', 'key', 'at'], unique=False)

    op.create_table('organization',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('legal_name', sa.String(length=200), nullable=False),
    sa.Column('website', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('privacy_text', sa.String(), nullable=False),
    sa.Column('privacy_version', sa.Integer(), nullable=False),
    sa.Column('retention_months', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('prior_shows_of_ten', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_organization_only_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organization')),
    sa.UniqueConstraint('pubid', name=op.f('uq_organization_pubid'))
    )
    op.create_table('outbox_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('template', sa.String(length=80), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('context', sa.JSON(), nullable=False),
    sa.Column('event', sa.JSON(), nullable=True),
    sa.Column('subject_ref', sa.String(length=80), nullable=False),
    sa.Column('batch', sa.String(length=12), nullable=True),
    sa.Column('state', sa.Enum('pending', 'sending', 'sent', 'failed', 'cancelled', name='messagestate', native_enum=False, length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.String(length=200), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_message')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_message_key')),
    sa.UniqueConstraint('pubid', name=op.f('uq_outbox_message_pubid'))
    )
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_message_batch'), ['batch'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_message_state_due_at'), ['state', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_message_subject_ref'), ['subject_ref'], unique=False)

    op.create_table('product',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.String(length=1000), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product')),
    sa.UniqueConstraint('name', name=op.f('uq_product_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_product_pubid'))
    )
    op.create_table('tag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tag')),
    sa.UniqueConstraint('name', name=op.f('uq_tag_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_tag_pubid'))
    )
    op.create_table('work_calendar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('weekdays', sa.Integer(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('weekdays BETWEEN 1 AND 127', name=op.f('ck_work_calendar_weekdays')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_calendar')),
    sa.UniqueConstraint('name', name=op.f('uq_work_calendar_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_work_calendar_pubid'))
    )
    op.create_table('candidate_tag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_candidate_tag_candidate_id_candidate')),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], name=op.f('fk_candidate_tag_tag_id_tag')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidate_tag')),
    sa.UniqueConstraint('candidate_id', 'tag_id', name=op.f('uq_candidate_tag_candidate_id_tag_id'))
    )
    with op.batch_alter_table('candidate_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidate_tag_tag_id'), ['tag_id'], unique=False)

    op.create_table('candidate_word',
    sa.Column('word', sa.String(length=64).with_variant(sa.String(length=64, collation='C'), 'postgresql'), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_candidate_word_candidate_id_candidate')),
    sa.PrimaryKeyConstraint('word', 'candidate_id', name=op.f('pk_candidate_word'))
    )
    with op.batch_alter_table('candidate_word', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidate_word_candidate_id'), ['candidate_id'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('text_version', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('keep_until_on', sa.Date(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_consent_candidate_id_candidate')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent')),
    sa.UniqueConstraint('pubid', name=op.f('uq_consent_pubid'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_candidate_id'), ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_keep_until_on'), ['keep_until_on'], unique=False)

    op.create_table('holiday',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('calendar_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['work_calendar.id'], name=op.f('fk_holiday_calendar_id_work_calendar')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holiday')),
    sa.UniqueConstraint('calendar_id', 'on', name=op.f('uq_holiday_calendar_id_on')),
    sa.UniqueConstraint('pubid', name=op.f('uq_holiday_pubid'))
    )
    op.create_table('position',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_position_department_id_department')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position')),
    sa.UniqueConstraint('department_id', 'title', name=op.f('uq_position_department_id_title')),
    sa.UniqueConstraint('pubid', name=op.f('uq_position_pubid'))
    )
    op.create_table('site',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('city', sa.String(length=80), nullable=False),
    sa.Column('region', sa.String(length=80), nullable=False),
    sa.Column('postal_code', sa.String(length=20), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('directions', sa.String(length=500), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('calendar_id', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['calendar_id'], ['work_calendar.id'], name=op.f('fk_site_calendar_id_work_calendar')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site')),
    sa.UniqueConstraint('name', name=op.f('uq_site_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_site_pubid'))
    )
    op.create_table('pay_band',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('city', sa.String(length=80), nullable=False),
    sa.Column('from_minor', sa.Integer(), nullable=False),
    sa.Column('to_minor', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.CheckConstraint('from_minor > 0 AND from_minor <= to_minor', name=op.f('ck_pay_band_range')),
    sa.CheckConstraint('level BETWEEN 1 AND 4', name=op.f('ck_pay_band_level')),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_pay_band_position_id_position')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pay_band')),
    sa.UniqueConstraint('position_id', 'level', 'city', name=op.f('uq_pay_band_position_id_level_city')),
    sa.UniqueConstraint('pubid', name=op.f('uq_pay_band_pubid'))
    )
    with op.batch_alter_table('pay_band', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pay_band_position_id_city'), ['position_id', 'city'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_person_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email')),
    sa.UniqueConstraint('pubid', name=op.f('uq_person_pubid'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_name'), ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_site_id'), ['site_id'], unique=False)

    op.create_table('program',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.String(length=500), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('position_id', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_program_department_id_department')),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_program_position_id_position')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_program')),
    sa.UniqueConstraint('name', name=op.f('uq_program_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_program_pubid'))
    )
    with op.batch_alter_table('program', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_program_active_department_id'), ['active', 'department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_program_position_id'), ['position_id'], unique=False)

    op.create_table('room',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.CheckConstraint('seats >= 1', name=op.f('ck_room_seats_positive')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_room_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room')),
    sa.UniqueConstraint('pubid', name=op.f('uq_room_pubid')),
    sa.UniqueConstraint('site_id', 'name', name=op.f('uq_room_site_id_name'))
    )
    op.create_table('attendance_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('filename', sa.String(length=120), nullable=False),
    sa.Column('stored_name', sa.String(length=40), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.Enum('uploaded', 'running', 'done', 'failed', name='importstate', native_enum=False, length=32), nullable=False),
    sa.Column('mapping', sa.JSON(), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('rows_total', sa.Integer(), nullable=False),
    sa.Column('rows_done', sa.Integer(), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['person.id'], name=op.f('fk_attendance_import_uploaded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_import')),
    sa.UniqueConstraint('pubid', name=op.f('uq_attendance_import_pubid')),
    sa.UniqueConstraint('stored_name', name=op.f('uq_attendance_import_stored_name'))
    )
    with op.batch_alter_table('attendance_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_import_sha256'), ['sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_import_state'), ['state'], unique=False)

    op.create_table('interview_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.Enum('streaming', 'group', name='sessionkind', native_enum=False, length=32), nullable=False),
    sa.Column('state', sa.Enum('planned', 'closed', 'cancelled', name='sessionstate', native_enum=False, length=32), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('cost_wait', sa.Double(), nullable=False),
    sa.Column('cost_overtime', sa.Double(), nullable=False),
    sa.Column('cost_turned_away', sa.Double(), nullable=False),
    sa.Column('overtime_slots', sa.Integer(), nullable=False),
    sa.Column('fair', sa.Boolean(), nullable=False),
    sa.Column('check_in_code', sa.String(length=6), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('cost_wait >= 0 AND cost_overtime >= 0 AND cost_turned_away >= 0', name=op.f('ck_interview_session_costs')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_interview_session_created_by_id_person')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_interview_session_room_id_room')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_interview_session_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interview_session')),
    sa.UniqueConstraint('check_in_code', name=op.f('uq_interview_session_check_in_code')),
    sa.UniqueConstraint('pubid', name=op.f('uq_interview_session_pubid'))
    )
    with op.batch_alter_table('interview_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interview_session_held_on_state'), ['held_on', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_interview_session_site_id_held_on'), ['site_id', 'held_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_interview_session_state_ends_at'), ['state', 'ends_at'], unique=False)

    op.create_table('job_description',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'agreed', 'approved', 'in_force', 'superseded', name='descriptionstate', native_enum=False, length=32), nullable=False),
    sa.Column('general', sa.String(), nullable=False),
    sa.Column('duties', sa.String(), nullable=False),
    sa.Column('rights', sa.String(), nullable=False),
    sa.Column('relations', sa.String(), nullable=False),
    sa.Column('responsibility', sa.String(), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=False),
    sa.Column('agreed_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_on', sa.Date(), nullable=True),
    sa.Column('in_force_on', sa.Date(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_job_description_agreed_by_id_person')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_job_description_approved_by_id_person')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['person.id'], name=op.f('fk_job_description_drafted_by_id_person')),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_job_description_position_id_position')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_description')),
    sa.UniqueConstraint('position_id', 'number', name=op.f('uq_job_description_position_id_number')),
    sa.UniqueConstraint('pubid', name=op.f('uq_job_description_pubid'))
    )
    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('is_head', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_membership_department_id_department')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('person_id', 'department_id', name=op.f('uq_membership_person_id_department_id'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index('uq_membership_head', ['department_id'], unique=True, sqlite_where=sa.text('is_head'), postgresql_where=sa.text('is_head'))

    op.create_table('mentor_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('products', sa.String(length=300), nullable=False),
    sa.Column('languages', sa.String(length=200), nullable=False),
    sa.Column('experience', sa.String(length=500), nullable=False),
    sa.Column('willing', sa.Boolean(), nullable=False),
    sa.Column('attested_by_id', sa.Integer(), nullable=True),
    sa.Column('attested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('capacity BETWEEN 0 AND 20', name=op.f('ck_mentor_profile_capacity')),
    sa.ForeignKeyConstraint(['attested_by_id'], ['person.id'], name=op.f('fk_mentor_profile_attested_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mentor_profile_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentor_profile')),
    sa.UniqueConstraint('person_id', name=op.f('uq_mentor_profile_person_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_mentor_profile_pubid'))
    )
    op.create_table('notification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('path', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notification_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification')),
    sa.UniqueConstraint('key', name=op.f('uq_notification_key')),
    sa.UniqueConstraint('pubid', name=op.f('uq_notification_pubid'))
    )
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notification_person_id_read_at_id'), ['person_id', 'read_at', 'id'], unique=False)

    op.create_table('person_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('admin', 'recruiter', 'hiring_manager', 'interviewer', 'receptionist', 'mentor', 'trainer', 'director', 'trainee', name='role', native_enum=False, length=32), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_role_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_role')),
    sa.UniqueConstraint('person_id', 'role', name=op.f('uq_person_role_person_id_role'))
    )
    with op.batch_alter_table('person_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_role_role'), ['role'], unique=False)

    op.create_table('product_fact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('features', 'competitors', 'packaging', 'substitutes', 'equipment', 'conditions', 'delivery_in_stock', 'delivery_out_of_stock', 'other', name='factkind', native_enum=False, length=32), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.Column('valid_from_on', sa.Date(), nullable=False),
    sa.Column('valid_to_on', sa.Date(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('valid_to_on IS NULL OR valid_to_on >= valid_from_on', name=op.f('ck_product_fact_period')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_fact_product_id_product')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_product_fact_recorded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_fact')),
    sa.UniqueConstraint('pubid', name=op.f('uq_product_fact_pubid'))
    )
    with op.batch_alter_table('product_fact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_fact_product_id_kind_valid_from_on'), ['product_id', 'kind', 'valid_from_on'], unique=False)

    op.create_table('profit_snapshot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('as_of_on', sa.Date(), nullable=False),
    sa.Column('profit_minor', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_profit_snapshot_product_id_product')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_profit_snapshot_recorded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_profit_snapshot')),
    sa.UniqueConstraint('product_id', 'as_of_on', name=op.f('uq_profit_snapshot_product_id_as_of_on')),
    sa.UniqueConstraint('pubid', name=op.f('uq_profit_snapshot_pubid'))
    )
    op.create_table('program_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('program_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'retired', name='versionstate', native_enum=False, length=32), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('target_kind', sa.Enum('call', 'request', 'proposal', 'meeting', 'referral', 'event', 'contract', name='activitykind', native_enum=False, length=32), nullable=False),
    sa.Column('target_unit', sa.Enum('count', 'amount', name='unit', native_enum=False, length=32), nullable=False),
    sa.Column('target_per_day', sa.Integer(), nullable=False),
    sa.Column('readiness_days', sa.Integer(), nullable=False),
    sa.Column('readiness_percent', sa.Integer(), nullable=False),
    sa.Column('bonus_minor', sa.Integer(), nullable=False),
    sa.Column('bonus_currency', sa.String(length=3), nullable=False),
    sa.Column('bonus_target', sa.Integer(), nullable=False),
    sa.Column('bonus_days', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('bonus_days BETWEEN 1 AND 260', name=op.f('ck_program_version_bonus_days')),
    sa.CheckConstraint('bonus_minor >= 0 AND bonus_target >= 1', name=op.f('ck_program_version_bonus')),
    sa.CheckConstraint('readiness_days BETWEEN 1 AND 120', name=op.f('ck_program_version_readiness_days')),
    sa.CheckConstraint('readiness_percent BETWEEN 1 AND 200', name=op.f('ck_program_version_readiness_percent')),
    sa.CheckConstraint('target_per_day >= 1', name=op.f('ck_program_version_target')),
    sa.ForeignKeyConstraint(['program_id'], ['program.id'], name=op.f('fk_program_version_program_id_program')),
    sa.ForeignKeyConstraint(['published_by_id'], ['person.id'], name=op.f('fk_program_version_published_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_program_version')),
    sa.UniqueConstraint('program_id', 'number', name=op.f('uq_program_version_program_id_number')),
    sa.UniqueConstraint('pubid', name=op.f('uq_program_version_pubid'))
    )
    with op.batch_alter_table('program_version', schema=None) as batch_op:
        batch_op.create_index('uq_program_version_draft', ['program_id'], unique=True, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
        batch_op.create_index('uq_program_version_published', ['program_id'], unique=True, sqlite_where=sa.text("state = 'published'"), postgresql_where=sa.text("state = 'published'"))

    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('frame', sa.Enum('features', 'packaging', 'out_of_stock', 'equipment', 'conditions', 'delivery_in_stock', 'delivery_out_of_stock', name='frame', native_enum=False, length=32), nullable=True),
    sa.Column('state', sa.Enum('draft', 'ready', 'retired', name='questionstate', native_enum=False, length=32), nullable=False),
    sa.Column('latest', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_question_created_by_id_person')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_question_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('product_id', 'frame', name=op.f('uq_question_product_id_frame')),
    sa.UniqueConstraint('pubid', name=op.f('uq_question_pubid'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_state_product_id_id'), ['state', 'product_id', 'id'], unique=False)

    op.create_table('test',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_test_created_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_test')),
    sa.UniqueConstraint('pubid', name=op.f('uq_test_pubid')),
    sa.UniqueConstraint('title', name=op.f('uq_test_title'))
    )
    op.create_table('vacancy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.String(length=300), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('band_id', sa.Integer(), nullable=True),
    sa.Column('recruiter_id', sa.Integer(), nullable=False),
    sa.Column('employment_type', sa.Enum('full_time', 'part_time', 'contractor', 'temporary', 'intern', name='employmenttype', native_enum=False, length=32), nullable=False),
    sa.Column('remote', sa.Boolean(), nullable=False),
    sa.Column('openings', sa.Integer(), nullable=False),
    sa.Column('hire_by_on', sa.Date(), nullable=True),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'approved', 'published', 'paused', 'closed', name='vacancystate', native_enum=False, length=32), nullable=False),
    sa.Column('close_reason', sa.Enum('filled', 'cancelled', name='closereason', native_enum=False, length=32), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('openings >= 1', name=op.f('ck_vacancy_openings_positive')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_vacancy_approved_by_id_person')),
    sa.ForeignKeyConstraint(['band_id'], ['pay_band.id'], name=op.f('fk_vacancy_band_id_pay_band')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_vacancy_department_id_department')),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_vacancy_position_id_position')),
    sa.ForeignKeyConstraint(['recruiter_id'], ['person.id'], name=op.f('fk_vacancy_recruiter_id_person')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_vacancy_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vacancy')),
    sa.UniqueConstraint('pubid', name=op.f('uq_vacancy_pubid'))
    )
    with op.batch_alter_table('vacancy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vacancy_department_id_state'), ['department_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_vacancy_position_id'), ['position_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vacancy_recruiter_id'), ['recruiter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vacancy_site_id'), ['site_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vacancy_state_id'), ['state', 'id'], unique=False)

    op.create_table('acknowledgement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('description_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['description_id'], ['job_description.id'], name=op.f('fk_acknowledgement_description_id_job_description')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_acknowledgement_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acknowledgement')),
    sa.UniqueConstraint('description_id', 'person_id', name=op.f('uq_acknowledgement_description_id_person_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_acknowledgement_pubid'))
    )
    with op.batch_alter_table('acknowledgement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_acknowledgement_person_id'), ['person_id'], unique=False)

    op.create_table('attendance_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('scheduled_on', sa.Date(), nullable=True),
    sa.Column('day_key', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=80), nullable=False),
    sa.Column('lead_days', sa.Integer(), nullable=True),
    sa.Column('reminder', sa.Enum('not_called', 'no_answer', 'unsure', 'confirmed', 'declined', name='reminder', native_enum=False, length=32), nullable=False),
    sa.Column('showed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['attendance_import.id'], name=op.f('fk_attendance_record_import_id_attendance_import')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_record'))
    )
    with op.batch_alter_table('attendance_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_record_import_id'), ['import_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_record_reminder_channel_showed'), ['reminder', 'channel', 'showed'], unique=False)

    op.create_table('pool',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('forecast_mean', sa.Double(), nullable=True),
    sa.Column('forecast_low', sa.Double(), nullable=True),
    sa.Column('forecast_high', sa.Double(), nullable=True),
    sa.Column('forecast_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_pool_session_id_interview_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool')),
    sa.UniqueConstraint('pubid', name=op.f('uq_pool_pubid'))
    )
    with op.batch_alter_table('pool', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_session_id'), ['session_id'], unique=False)

    op.create_table('promotion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('cost_minor', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.CheckConstraint('cost_minor >= 0', name=op.f('ck_promotion_cost')),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_promotion_period')),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_promotion_channel_id_channel')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_promotion_vacancy_id_vacancy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promotion')),
    sa.UniqueConstraint('code', name=op.f('uq_promotion_code')),
    sa.UniqueConstraint('pubid', name=op.f('uq_promotion_pubid'))
    )
    with op.batch_alter_table('promotion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_promotion_channel_id'), ['channel_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_promotion_vacancy_id_from_on'), ['vacancy_id', 'from_on'], unique=False)

    op.create_table('question_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('type', sa.Enum('open_short', 'open_long', 'one_of_many', 'several_of_many', 'true_false', 'matching', 'ordering', 'numeric', 'gap_text', name='questiontype', native_enum=False, length=32), nullable=False),
    sa.Column('stem', sa.String(), nullable=False),
    sa.Column('points', sa.Double(), nullable=False),
    sa.Column('key', sa.JSON(), nullable=False),
    sa.Column('rubric', sa.JSON(), nullable=False),
    sa.Column('model_answer', sa.String(), nullable=False),
    sa.Column('feedback', sa.String(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('points > 0', name=op.f('ck_question_version_points')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_question_version_created_by_id_person')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_version_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_version')),
    sa.UniqueConstraint('pubid', name=op.f('uq_question_version_pubid')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_question_version_question_id_number'))
    )
    op.create_table('stage_def',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('intro', sa.String(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=True),
    sa.Column('months_from_start', sa.Integer(), nullable=True),
    sa.CheckConstraint('(days IS NOT NULL AND months_from_start IS NULL AND days >= 1) OR (days IS NULL AND months_from_start IS NOT NULL AND months_from_start >= 1)', name=op.f('ck_stage_def_length')),
    sa.CheckConstraint('number >= 1', name=op.f('ck_stage_def_number')),
    sa.ForeignKeyConstraint(['version_id'], ['program_version.id'], name=op.f('fk_stage_def_version_id_program_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_def')),
    sa.UniqueConstraint('pubid', name=op.f('uq_stage_def_pubid')),
    sa.UniqueConstraint('version_id', 'number', name=op.f('uq_stage_def_version_id_number'))
    )
    op.create_table('test_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('test_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'retired', name='teststate', native_enum=False, length=32), nullable=False),
    sa.Column('instructions', sa.String(length=4000), nullable=False),
    sa.Column('form', sa.Enum('written', 'oral', name='testform', native_enum=False, length=32), nullable=False),
    sa.Column('conducted_by', sa.Enum('trainer', 'recruiter', name='conductor', native_enum=False, length=32), nullable=False),
    sa.Column('time_limit_minutes', sa.Integer(), nullable=True),
    sa.Column('pass_percent', sa.Double(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('cooling_off_days', sa.Integer(), nullable=False),
    sa.Column('shuffle', sa.Boolean(), nullable=False),
    sa.Column('check_days', sa.Integer(), nullable=False),
    sa.Column('appeal_days', sa.Integer(), nullable=False),
    sa.Column('control', sa.Enum('none', 'all', 'near_pass_line', 'sample', name='controlpolicy', native_enum=False, length=32), nullable=False),
    sa.Column('control_margin', sa.Double(), nullable=False),
    sa.Column('sample_percent', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('attempts BETWEEN 1 AND 10', name=op.f('ck_test_version_attempts')),
    sa.CheckConstraint('check_days BETWEEN 1 AND 60', name=op.f('ck_test_version_check_days')),
    sa.CheckConstraint('control_margin >= 0', name=op.f('ck_test_version_margin')),
    sa.CheckConstraint('cooling_off_days >= 0 AND appeal_days >= 0', name=op.f('ck_test_version_days')),
    sa.CheckConstraint('pass_percent > 0 AND pass_percent <= 100', name=op.f('ck_test_version_pass_percent')),
    sa.CheckConstraint('sample_percent BETWEEN 1 AND 100', name=op.f('ck_test_version_sample')),
    sa.CheckConstraint('time_limit_minutes BETWEEN 1 AND 1440', name=op.f('ck_test_version_time_limit')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_test_version_created_by_id_person')),
    sa.ForeignKeyConstraint(['published_by_id'], ['person.id'], name=op.f('fk_test_version_published_by_id_person')),
    sa.ForeignKeyConstraint(['test_id'], ['test.id'], name=op.f('fk_test_version_test_id_test')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_test_version')),
    sa.UniqueConstraint('pubid', name=op.f('uq_test_version_pubid')),
    sa.UniqueConstraint('test_id', 'number', name=op.f('uq_test_version_test_id_number'))
    )
    with op.batch_alter_table('test_version', schema=None) as batch_op:
        batch_op.create_index('uq_test_version_draft', ['test_id'], unique=True, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))
        batch_op.create_index('uq_test_version_published', ['test_id'], unique=True, sqlite_where=sa.text("state = 'published'"), postgresql_where=sa.text("state = 'published'"))

    op.create_table('application',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.Column('promotion_id', sa.Integer(), nullable=True),
    sa.Column('stage', sa.Enum('applied', 'screening', 'to_invite', 'invited', 'interviewed', 'offered', 'hired', 'rejected', 'withdrawn', name='stage', native_enum=False, length=32), nullable=False),
    sa.Column('stage_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('message', sa.String(length=2000), nullable=False),
    sa.Column('also_gave', sa.String(length=400), nullable=False),
    sa.Column('reject_reason', sa.Enum('not_qualified', 'not_reached', 'pay', 'schedule', 'other_candidate', 'no_show', 'after_interview', 'vacancy_closed', 'other', name='rejectreason', native_enum=False, length=32), nullable=True),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('link_generation', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_application_candidate_id_candidate')),
    sa.ForeignKeyConstraint(['promotion_id'], ['promotion.id'], name=op.f('fk_application_promotion_id_promotion')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_application_vacancy_id_vacancy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('pubid', name=op.f('uq_application_pubid'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_candidate_id'), ['candidate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_promotion_id_stage'), ['promotion_id', 'stage'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_stage_id'), ['stage', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_stage_since_id'), ['stage_since', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_stage_stage_since'), ['stage', 'stage_since'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_vacancy_id_stage_priority_id'), ['vacancy_id', 'stage', 'priority', 'id'], unique=False)
        batch_op.create_index('uq_application_open', ['candidate_id', 'vacancy_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('test_version_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gate_on', sa.Date(), nullable=True),
    sa.Column('assigned_by_id', sa.Integer(), nullable=False),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['assigned_by_id'], ['person.id'], name=op.f('fk_assignment_assigned_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assignment_person_id_person')),
    sa.ForeignKeyConstraint(['test_version_id'], ['test_version.id'], name=op.f('fk_assignment_test_version_id_test_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('pubid', name=op.f('uq_assignment_pubid'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_closes_at'), ['closes_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_person_id_id'), ['person_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_test_version_id_id'), ['test_version_id', 'id'], unique=False)

    op.create_table('gate_def',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['stage_id'], ['stage_def.id'], name=op.f('fk_gate_def_stage_id_stage_def')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_def')),
    sa.UniqueConstraint('pubid', name=op.f('uq_gate_def_pubid')),
    sa.UniqueConstraint('stage_id', name=op.f('uq_gate_def_stage_id'))
    )
    op.create_table('pool_vacancy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pool_id', sa.Integer(), nullable=False),
    sa.Column('vacancy_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['pool_id'], ['pool.id'], name=op.f('fk_pool_vacancy_pool_id_pool')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_pool_vacancy_vacancy_id_vacancy')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_vacancy')),
    sa.UniqueConstraint('pool_id', 'vacancy_id', name=op.f('uq_pool_vacancy_pool_id_vacancy_id'))
    )
    with op.batch_alter_table('pool_vacancy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_vacancy_vacancy_id'), ['vacancy_id'], unique=False)

    op.create_table('slot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('pool_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('limit', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('open_to_candidates', sa.Boolean(), nullable=False),
    sa.CheckConstraint('capacity >= 0', name=op.f('ck_slot_capacity')),
    sa.CheckConstraint('minutes BETWEEN 5 AND 480', name=op.f('ck_slot_minutes')),
    sa.CheckConstraint('taken >= 0 AND taken <= "limit"', name=op.f('ck_slot_taken_within_limit')),
    sa.ForeignKeyConstraint(['pool_id'], ['pool.id'], name=op.f('fk_slot_pool_id_pool')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slot')),
    sa.UniqueConstraint('pool_id', 'starts_at', name=op.f('uq_slot_pool_id_starts_at')),
    sa.UniqueConstraint('pubid', name=op.f('uq_slot_pubid'))
    )
    with op.batch_alter_table('slot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_slot_starts_at'), ['starts_at'], unique=False)

    op.create_table('task_def',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('owner', sa.Enum('trainee', 'mentor', 'head', 'recruiter', 'admin', name='owner', native_enum=False, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('checker', sa.Enum('nobody', 'mentor', 'head', name='checker', native_enum=False, length=32), nullable=False),
    sa.Column('anchor', sa.Enum('start', 'stage', name='anchor', native_enum=False, length=32), nullable=False),
    sa.Column('offset_days', sa.Integer(), nullable=False),
    sa.Column('evidence', sa.Enum('none', 'note', 'link', name='evidencekind', native_enum=False, length=32), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.CheckConstraint('offset_days BETWEEN -60 AND 260', name=op.f('ck_task_def_offset')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_task_def_person_id_person')),
    sa.ForeignKeyConstraint(['stage_id'], ['stage_def.id'], name=op.f('fk_task_def_stage_id_stage_def')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_def')),
    sa.UniqueConstraint('pubid', name=op.f('uq_task_def_pubid'))
    )
    with op.batch_alter_table('task_def', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_def_stage_id_position'), ['stage_id', 'position'], unique=False)

    op.create_table('test_section',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('test_version_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['test_version_id'], ['test_version.id'], name=op.f('fk_test_section_test_version_id_test_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_test_section')),
    sa.UniqueConstraint('pubid', name=op.f('uq_test_section_pubid'))
    )
    with op.batch_alter_table('test_section', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_test_section_test_version_id_position'), ['test_version_id', 'position'], unique=False)

    op.create_table('topic_def',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['stage_id'], ['stage_def.id'], name=op.f('fk_topic_def_stage_id_stage_def')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_def')),
    sa.UniqueConstraint('pubid', name=op.f('uq_topic_def_pubid')),
    sa.UniqueConstraint('stage_id', 'number', name=op.f('uq_topic_def_stage_id_number'))
    )
    op.create_table('witness',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('acknowledgement_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['acknowledgement_id'], ['acknowledgement.id'], name=op.f('fk_witness_acknowledgement_id_acknowledgement')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_witness_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_witness')),
    sa.UniqueConstraint('acknowledgement_id', 'person_id', name=op.f('uq_witness_acknowledgement_id_person_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_witness_pubid'))
    )
    op.create_table('application_reader',
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_application_reader_application_id_application')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_application_reader_person_id_person')),
    sa.PrimaryKeyConstraint('application_id', 'person_id', name=op.f('pk_application_reader'))
    )
    with op.batch_alter_table('application_reader', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_reader_person_id_application_id'), ['person_id', 'application_id'], unique=False)

    op.create_table('attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('assigned', 'in_progress', 'held', 'submitted', 'grading', 'graded', 'controlled', 'released', 'appealed', 'closed', 'voided', name='attemptstate', native_enum=False, length=32), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deadline_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('auto_submitted', sa.Boolean(), nullable=False),
    sa.Column('extra_minutes', sa.Integer(), nullable=False),
    sa.Column('extra_reason', sa.String(length=300), nullable=False),
    sa.Column('extra_approved_by_id', sa.Integer(), nullable=True),
    sa.Column('examiner_id', sa.Integer(), nullable=True),
    sa.Column('graded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('percent', sa.Double(), nullable=True),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('appeal_until_on', sa.Date(), nullable=True),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('voided_by_id', sa.Integer(), nullable=True),
    sa.Column('voided_reason', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('extra_minutes BETWEEN 0 AND 1440', name=op.f('ck_attempt_extra_minutes')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_attempt_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['examiner_id'], ['person.id'], name=op.f('fk_attempt_examiner_id_person')),
    sa.ForeignKeyConstraint(['extra_approved_by_id'], ['person.id'], name=op.f('fk_attempt_extra_approved_by_id_person')),
    sa.ForeignKeyConstraint(['voided_by_id'], ['person.id'], name=op.f('fk_attempt_voided_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('assignment_id', 'number', name=op.f('uq_attempt_assignment_id_number')),
    sa.UniqueConstraint('pubid', name=op.f('uq_attempt_pubid'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_state_deadline_at'), ['state', 'deadline_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_attempt_state_released_at'), ['state', 'released_at'], unique=False)

    op.create_table('contact_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('phone', 'email', 'message', name='contactkind', native_enum=False, length=32), nullable=False),
    sa.Column('outcome', sa.Enum('reached', 'no_answer', 'call_back', 'wrong_number', name='contactoutcome', native_enum=False, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_contact_attempt_application_id_application')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_contact_attempt_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_attempt')),
    sa.UniqueConstraint('pubid', name=op.f('uq_contact_attempt_pubid'))
    )
    with op.batch_alter_table('contact_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_attempt_application_id_id'), ['application_id', 'id'], unique=False)

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('hire', 'reject', 'hold', name='verdict', native_enum=False, length=32), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'agreed', 'refused', name='decisionstate', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer_note', sa.String(length=1000), nullable=False),
    sa.CheckConstraint("answered_by_id IS NULL OR answered_by_id <> proposed_by_id OR verdict <> 'hire'", name=op.f('ck_decision_two_people_hire')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_decision_answered_by_id_person')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_decision_application_id_application')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_decision_proposed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('pubid', name=op.f('uq_decision_pubid'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_state_proposed_at'), ['state', 'proposed_at'], unique=False)
        batch_op.create_index('uq_decision_open', ['application_id'], unique=True, sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))

    op.create_table('document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('cv', 'other', name='documentkind', native_enum=False, length=32), nullable=False),
    sa.Column('filename', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('stored_name', sa.String(length=40), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_document_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('pubid', name=op.f('uq_document_pubid')),
    sa.UniqueConstraint('stored_name', name=op.f('uq_document_stored_name'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_application_id_id'), ['application_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_sha256'), ['sha256'], unique=False)

    op.create_table('employment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ended_on IS NULL OR ended_on >= starts_on', name=op.f('ck_employment_period')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_employment_application_id_application')),
    sa.ForeignKeyConstraint(['department_id'], ['department.id'], name=op.f('fk_employment_department_id_department')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_employment_person_id_person')),
    sa.ForeignKeyConstraint(['position_id'], ['position.id'], name=op.f('fk_employment_position_id_position')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_employment_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_employment')),
    sa.UniqueConstraint('application_id', name=op.f('uq_employment_application_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_employment_pubid'))
    )
    with op.batch_alter_table('employment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_employment_department_id'), ['department_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_employment_person_id_starts_on'), ['person_id', 'starts_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_employment_position_id'), ['position_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_employment_site_id'), ['site_id'], unique=False)

    op.create_table('gate_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('gate_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('source', sa.Enum('tasks', 'log', 'topics', 'test', 'role_play', 'target', 'review', name='source', native_enum=False, length=32), nullable=False),
    sa.Column('kind', sa.Enum('call', 'request', 'proposal', 'meeting', 'referral', 'event', 'contract', name='activitykind', native_enum=False, length=32), nullable=True),
    sa.Column('threshold', sa.Integer(), nullable=False),
    sa.Column('window_days', sa.Integer(), nullable=True),
    sa.CheckConstraint("(source = 'log') = (kind IS NOT NULL)", name=op.f('ck_gate_criterion_kind')),
    sa.CheckConstraint('threshold >= 1', name=op.f('ck_gate_criterion_threshold')),
    sa.CheckConstraint('window_days IS NULL OR window_days >= 1', name=op.f('ck_gate_criterion_window')),
    sa.ForeignKeyConstraint(['gate_id'], ['gate_def.id'], name=op.f('fk_gate_criterion_gate_id_gate_def')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_criterion')),
    sa.UniqueConstraint('pubid', name=op.f('uq_gate_criterion_pubid'))
    )
    with op.batch_alter_table('gate_criterion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_criterion_gate_id_position'), ['gate_id', 'position'], unique=False)

    op.create_table('interest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('mentor', 'mentor_bonus', 'other', name='interestkind', native_enum=False, length=32), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_interest_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_interest_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest')),
    sa.UniqueConstraint('assignment_id', 'person_id', name=op.f('uq_interest_assignment_id_person_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_interest_pubid'))
    )
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interest_person_id'), ['person_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'sent', 'confirmed', 'unsure', 'declined', 'cancelled', 'arrived', 'no_show', name='invitationstate', native_enum=False, length=32), nullable=False),
    sa.Column('reminder', sa.Enum('not_called', 'no_answer', 'unsure', 'confirmed', 'declined', name='reminder', native_enum=False, length=32), nullable=False),
    sa.Column('moves', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('batch', sa.String(length=12), nullable=True),
    sa.Column('invited_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_invitation_application_id_application')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_invitation_invited_by_id_person')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_invitation_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('pubid', name=op.f('uq_invitation_pubid'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_application_id_id'), ['application_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_batch'), ['batch'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_slot_id_state'), ['slot_id', 'state'], unique=False)
        batch_op.create_index('uq_invitation_holding', ['application_id'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'sent', 'confirmed', 'unsure', 'arrived') AND closed_at IS NULL"), postgresql_where=sa.text("state IN ('proposed', 'sent', 'confirmed', 'unsure', 'arrived') AND closed_at IS NULL"))

    op.create_table('note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_note_application_id_application')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_note_author_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note')),
    sa.UniqueConstraint('pubid', name=op.f('uq_note_pubid'))
    )
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_note_application_id_id'), ['application_id', 'id'], unique=False)

    op.create_table('offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'sent', 'accepted', 'declined', 'expired', 'withdrawn', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('pay_minor', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('site_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('message', sa.String(length=2000), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('agreed_by_id', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 4', name=op.f('ck_offer_level')),
    sa.CheckConstraint('pay_minor > 0', name=op.f('ck_offer_pay')),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_offer_agreed_by_id_person')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_offer_application_id_application')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_offer_proposed_by_id_person')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_offer_recorded_by_id_person')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_offer_site_id_site')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    sa.UniqueConstraint('pubid', name=op.f('uq_offer_pubid'))
    )
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offer_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_offer_state_expires_on'), ['state', 'expires_on'], unique=False)
        batch_op.create_index('uq_offer_open', ['application_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'sent', 'accepted')"), postgresql_where=sa.text("state IN ('draft', 'sent', 'accepted')"))

    op.create_table('panel_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_panel_member_person_id_person')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_panel_member_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_member')),
    sa.UniqueConstraint('pubid', name=op.f('uq_panel_member_pubid')),
    sa.UniqueConstraint('slot_id', 'person_id', name=op.f('uq_panel_member_slot_id_person_id'))
    )
    with op.batch_alter_table('panel_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_member_person_id'), ['person_id'], unique=False)

    op.create_table('scorecard',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('interviewer_id', sa.Integer(), nullable=False),
    sa.Column('recommendation', sa.Enum('strong_no', 'no', 'yes', 'strong_yes', name='recommendation', native_enum=False, length=32), nullable=True),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_scorecard_application_id_application')),
    sa.ForeignKeyConstraint(['interviewer_id'], ['person.id'], name=op.f('fk_scorecard_interviewer_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_scorecard_session_id_interview_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard')),
    sa.UniqueConstraint('pubid', name=op.f('uq_scorecard_pubid')),
    sa.UniqueConstraint('session_id', 'application_id', 'interviewer_id', name=op.f('uq_scorecard_session_id_application_id_interviewer_id'))
    )
    with op.batch_alter_table('scorecard', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scorecard_application_id_submitted_at'), ['application_id', 'submitted_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_scorecard_interviewer_id_submitted_at'), ['interviewer_id', 'submitted_at'], unique=False)

    op.create_table('stage_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('from_stage', sa.Enum('applied', 'screening', 'to_invite', 'invited', 'interviewed', 'offered', 'hired', 'rejected', 'withdrawn', name='stage', native_enum=False, length=32), nullable=True),
    sa.Column('to_stage', sa.Enum('applied', 'screening', 'to_invite', 'invited', 'interviewed', 'offered', 'hired', 'rejected', 'withdrawn', name='stage', native_enum=False, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Enum('not_qualified', 'not_reached', 'pay', 'schedule', 'other_candidate', 'no_show', 'after_interview', 'vacancy_closed', 'other', name='rejectreason', native_enum=False, length=32), nullable=True),
    sa.Column('undoes_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_stage_change_actor_id_person')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_stage_change_application_id_application')),
    sa.ForeignKeyConstraint(['undoes_id'], ['stage_change.id'], name=op.f('fk_stage_change_undoes_id_stage_change')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_change')),
    sa.UniqueConstraint('pubid', name=op.f('uq_stage_change_pubid')),
    sa.UniqueConstraint('undoes_id', name=op.f('uq_stage_change_undoes_id'))
    )
    with op.batch_alter_table('stage_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stage_change_application_id_id'), ['application_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stage_change_to_stage_at'), ['to_stage', 'at'], unique=False)

    op.create_table('submission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('first', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_submission_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission')),
    sa.UniqueConstraint('key', name=op.f('uq_submission_key'))
    )
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_submission_application_id'), ['application_id'], unique=False)

    op.create_table('test_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('question_version_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_test_item_question_id_question')),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_test_item_question_version_id_question_version')),
    sa.ForeignKeyConstraint(['section_id'], ['test_section.id'], name=op.f('fk_test_item_section_id_test_section')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_test_item')),
    sa.UniqueConstraint('pubid', name=op.f('uq_test_item_pubid')),
    sa.UniqueConstraint('section_id', 'question_id', name=op.f('uq_test_item_section_id_question_id'))
    )
    with op.batch_alter_table('test_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_test_item_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_test_item_section_id_position'), ['section_id', 'position'], unique=False)

    op.create_table('arrival',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('pool_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('waiting', 'called', 'in_interview', 'done', 'turned_away', 'left', name='arrivalstate', native_enum=False, length=32), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_in_by_id', sa.Integer(), nullable=True),
    sa.Column('interviewer_id', sa.Integer(), nullable=True),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('promised_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_arrival_application_id_application')),
    sa.ForeignKeyConstraint(['checked_in_by_id'], ['person.id'], name=op.f('fk_arrival_checked_in_by_id_person')),
    sa.ForeignKeyConstraint(['interviewer_id'], ['person.id'], name=op.f('fk_arrival_interviewer_id_person')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_arrival_invitation_id_invitation')),
    sa.ForeignKeyConstraint(['pool_id'], ['pool.id'], name=op.f('fk_arrival_pool_id_pool')),
    sa.ForeignKeyConstraint(['session_id'], ['interview_session.id'], name=op.f('fk_arrival_session_id_interview_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_arrival')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_arrival_invitation_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_arrival_pubid')),
    sa.UniqueConstraint('session_id', 'application_id', name=op.f('uq_arrival_session_id_application_id'))
    )
    with op.batch_alter_table('arrival', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_arrival_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_arrival_interviewer_id_state'), ['interviewer_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_arrival_pool_id'), ['pool_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_arrival_session_id_state_arrived_at'), ['session_id', 'state', 'arrived_at'], unique=False)

    op.create_table('attempt_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(length=120), nullable=False),
    sa.Column('question_version_id', sa.Integer(), nullable=False),
    sa.Column('option_order', sa.JSON(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('flagged', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_attempt_item_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_attempt_item_question_version_id_question_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt_item')),
    sa.UniqueConstraint('attempt_id', 'position', name=op.f('uq_attempt_item_attempt_id_position')),
    sa.UniqueConstraint('pubid', name=op.f('uq_attempt_item_pubid'))
    )
    with op.batch_alter_table('attempt_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_item_question_version_id'), ['question_version_id'], unique=False)

    op.create_table('control',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Enum('all', 'near_pass_line', 'sample', name='controlreason', native_enum=False, length=32), nullable=False),
    sa.Column('state', sa.Enum('pending', 'confirmed', 'corrected', name='controlstate', native_enum=False, length=32), nullable=False),
    sa.Column('wanted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('comment', sa.String(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_control_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_control_decided_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control')),
    sa.UniqueConstraint('attempt_id', name=op.f('uq_control_attempt_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_control_pubid'))
    )
    with op.batch_alter_table('control', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_control_state_id'), ['state', 'id'], unique=False)

    op.create_table('document_text',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'done', 'failed', name='extractionstate', native_enum=False, length=32), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_document_text_document_id_document')),
    sa.PrimaryKeyConstraint('document_id', name=op.f('pk_document_text'))
    )
    with op.batch_alter_table('document_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_text_state'), ['state'], unique=False)

    op.create_table('grading_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('first', 'second', 'final', 'auto', name='entrykind', native_enum=False, length=32), nullable=False),
    sa.Column('assignee_id', sa.Integer(), nullable=True),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('grader_id', sa.Integer(), nullable=True),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('warned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_grading_task_asked_by_id_person')),
    sa.ForeignKeyConstraint(['assignee_id'], ['person.id'], name=op.f('fk_grading_task_assignee_id_person')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_grading_task_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['grader_id'], ['person.id'], name=op.f('fk_grading_task_grader_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grading_task')),
    sa.UniqueConstraint('attempt_id', 'kind', name=op.f('uq_grading_task_attempt_id_kind')),
    sa.UniqueConstraint('pubid', name=op.f('uq_grading_task_pubid'))
    )
    with op.batch_alter_table('grading_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grading_task_assignee_id_done_at'), ['assignee_id', 'done_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_grading_task_done_at_due_at'), ['done_at', 'due_at'], unique=False)

    op.create_table('onboarding_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('employment_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'preboarding', 'active', 'paused', 'completed', 'exited', 'cancelled', name='planstate', native_enum=False, length=32), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('exit_reason', sa.String(length=500), nullable=False),
    sa.Column('exit_stage', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employment_id'], ['employment.id'], name=op.f('fk_onboarding_plan_employment_id_employment')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_onboarding_plan_opened_by_id_person')),
    sa.ForeignKeyConstraint(['version_id'], ['program_version.id'], name=op.f('fk_onboarding_plan_version_id_program_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_onboarding_plan')),
    sa.UniqueConstraint('pubid', name=op.f('uq_onboarding_plan_pubid'))
    )
    with op.batch_alter_table('onboarding_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_onboarding_plan_state_starts_on'), ['state', 'starts_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_onboarding_plan_version_id'), ['version_id'], unique=False)
        batch_op.create_index('uq_onboarding_plan_open', ['employment_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'preboarding', 'active', 'paused')"), postgresql_where=sa.text("state IN ('draft', 'preboarding', 'active', 'paused')"))

    op.create_table('reminder_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Enum('not_called', 'no_answer', 'unsure', 'confirmed', 'declined', name='reminder', native_enum=False, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_reminder_answer_by_id_person')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_reminder_answer_invitation_id_invitation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder_answer')),
    sa.UniqueConstraint('pubid', name=op.f('uq_reminder_answer_pubid'))
    )
    with op.batch_alter_table('reminder_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_answer_invitation_id_id'), ['invitation_id', 'id'], unique=False)

    op.create_table('result_release',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('points', sa.Double(), nullable=False),
    sa.Column('most', sa.Double(), nullable=False),
    sa.Column('percent', sa.Double(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('released_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_result_release_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['released_by_id'], ['person.id'], name=op.f('fk_result_release_released_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_result_release')),
    sa.UniqueConstraint('attempt_id', 'number', name=op.f('uq_result_release_attempt_id_number')),
    sa.UniqueConstraint('pubid', name=op.f('uq_result_release_pubid'))
    )
    op.create_table('scorecard_amendment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('scorecard_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['scorecard_id'], ['scorecard.id'], name=op.f('fk_scorecard_amendment_scorecard_id_scorecard')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard_amendment')),
    sa.UniqueConstraint('pubid', name=op.f('uq_scorecard_amendment_pubid'))
    )
    with op.batch_alter_table('scorecard_amendment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scorecard_amendment_scorecard_id'), ['scorecard_id'], unique=False)

    op.create_table('scorecard_rating',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scorecard_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=32), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=False),
    sa.CheckConstraint('rating BETWEEN 1 AND 5', name=op.f('ck_scorecard_rating_rating')),
    sa.ForeignKeyConstraint(['scorecard_id'], ['scorecard.id'], name=op.f('fk_scorecard_rating_scorecard_id_scorecard')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecard_rating')),
    sa.UniqueConstraint('scorecard_id', 'criterion', name=op.f('uq_scorecard_rating_scorecard_id_criterion'))
    )
    op.create_table('activity_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('call', 'request', 'proposal', 'meeting', 'referral', 'event', 'contract', name='activitykind', native_enum=False, length=32), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('amount_minor', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seconded_by_id', sa.Integer(), nullable=True),
    sa.Column('seconded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount_minor >= 0', name=op.f('ck_activity_entry_amount')),
    sa.CheckConstraint('count BETWEEN 1 AND 100000', name=op.f('ck_activity_entry_count')),
    sa.CheckConstraint('seconded_by_id IS NULL OR (confirmed_by_id IS NOT NULL AND seconded_by_id <> confirmed_by_id)', name=op.f('ck_activity_entry_two_people')),
    sa.CheckConstraint('verified_at IS NULL OR confirmed_by_id IS NOT NULL', name=op.f('ck_activity_entry_verified_by_somebody')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_activity_entry_confirmed_by_id_person')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_activity_entry_entered_by_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_activity_entry_plan_id_onboarding_plan')),
    sa.ForeignKeyConstraint(['seconded_by_id'], ['person.id'], name=op.f('fk_activity_entry_seconded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_entry')),
    sa.UniqueConstraint('pubid', name=op.f('uq_activity_entry_pubid'))
    )
    with op.batch_alter_table('activity_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_entry_plan_id_on'), ['plan_id', 'on'], unique=False)
        batch_op.create_index(batch_op.f('ix_activity_entry_verified_at_plan_id'), ['verified_at', 'plan_id'], unique=False)

    op.create_table('answer_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.String(length=24), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('base', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.CheckConstraint('seq >= 0', name=op.f('ck_answer_revision_seq')),
    sa.ForeignKeyConstraint(['item_id'], ['attempt_item.id'], name=op.f('fk_answer_revision_item_id_attempt_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_revision')),
    sa.UniqueConstraint('item_id', 'client_id', 'seq', name=op.f('uq_answer_revision_item_id_client_id_seq')),
    sa.UniqueConstraint('pubid', name=op.f('uq_answer_revision_pubid'))
    )
    with op.batch_alter_table('answer_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_revision_item_id_id'), ['item_id', 'id'], unique=False)

    op.create_table('appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'upheld', 'dismissed', name='appealstate', native_enum=False, length=32), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reply', sa.String(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_appeal_decided_by_id_person')),
    sa.ForeignKeyConstraint(['item_id'], ['attempt_item.id'], name=op.f('fk_appeal_item_id_attempt_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal')),
    sa.UniqueConstraint('item_id', name=op.f('uq_appeal_item_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_appeal_pubid'))
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_state_id'), ['state', 'id'], unique=False)

    op.create_table('check_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('held_by_id', sa.Integer(), nullable=True),
    sa.Column('notes', sa.String(length=4000), nullable=False),
    sa.Column('private_notes', sa.String(length=4000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['held_by_id'], ['person.id'], name=op.f('fk_check_in_held_by_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_check_in_plan_id_onboarding_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in')),
    sa.UniqueConstraint('pubid', name=op.f('uq_check_in_pubid'))
    )
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_in_held_on_due_on'), ['held_on', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_in_plan_id_due_on'), ['plan_id', 'due_on'], unique=False)

    op.create_table('grade_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('first', 'second', 'final', 'auto', name='entrykind', native_enum=False, length=32), nullable=False),
    sa.Column('step', sa.Enum('mark', 'control', 'appeal', name='entrystep', native_enum=False, length=32), nullable=False),
    sa.Column('grader_id', sa.Integer(), nullable=True),
    sa.Column('points', sa.Double(), nullable=True),
    sa.Column('excused', sa.Boolean(), nullable=False),
    sa.Column('ticks', sa.JSON(), nullable=False),
    sa.Column('comment', sa.String(length=2000), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('points IS NULL OR (points >= 0 AND NOT excused)', name=op.f('ck_grade_entry_one_value')),
    sa.ForeignKeyConstraint(['grader_id'], ['person.id'], name=op.f('fk_grade_entry_grader_id_person')),
    sa.ForeignKeyConstraint(['item_id'], ['attempt_item.id'], name=op.f('fk_grade_entry_item_id_attempt_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grade_entry')),
    sa.UniqueConstraint('pubid', name=op.f('uq_grade_entry_pubid'))
    )
    with op.batch_alter_table('grade_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grade_entry_grader_id_at'), ['grader_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_grade_entry_item_id_id'), ['item_id', 'id'], unique=False)

    op.create_table('mentor_assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('mentor_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('proposed', 'accepted', 'declined', 'active', 'ended', name='assignmentstate', native_enum=False, length=32), nullable=False),
    sa.Column('kind', sa.Enum('trainer', 'seller', 'head', name='mentorkind', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.String(length=300), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Enum('handover', 'left', 'plan_completed', 'plan_ended', name='endreason', native_enum=False, length=32), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['mentor_id'], ['person.id'], name=op.f('fk_mentor_assignment_mentor_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_mentor_assignment_plan_id_onboarding_plan')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_mentor_assignment_proposed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentor_assignment')),
    sa.UniqueConstraint('pubid', name=op.f('uq_mentor_assignment_pubid'))
    )
    with op.batch_alter_table('mentor_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mentor_assignment_mentor_id_state'), ['mentor_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_assignment_plan_id_id'), ['plan_id', 'id'], unique=False)
        batch_op.create_index('uq_mentor_assignment_current', ['plan_id'], unique=True, sqlite_where=sa.text("state IN ('accepted', 'active')"), postgresql_where=sa.text("state IN ('accepted', 'active')"))
        batch_op.create_index('uq_mentor_assignment_proposed', ['plan_id'], unique=True, sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))

    op.create_table('plan_pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_plan_pause_period')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_plan_pause_by_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_plan_pause_plan_id_onboarding_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_pause')),
    sa.UniqueConstraint('pubid', name=op.f('uq_plan_pause_pubid'))
    )
    with op.batch_alter_table('plan_pause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_pause_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index('uq_plan_pause_open', ['plan_id'], unique=True, sqlite_where=sa.text('until_on IS NULL'), postgresql_where=sa.text('until_on IS NULL'))

    op.create_table('plan_stage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('def_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('locked', 'open', 'awaiting_gate', 'passed', 'waived', 'failed', name='stagestate', native_enum=False, length=32), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('counts_from_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('baseline_due_on', sa.Date(), nullable=False),
    sa.Column('extra_days', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('extensions', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('attempts >= 0 AND extensions >= 0', name=op.f('ck_plan_stage_counts')),
    sa.CheckConstraint('extra_days >= 0', name=op.f('ck_plan_stage_extra_days')),
    sa.ForeignKeyConstraint(['def_id'], ['stage_def.id'], name=op.f('fk_plan_stage_def_id_stage_def')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_plan_stage_plan_id_onboarding_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_stage')),
    sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_plan_stage_plan_id_number')),
    sa.UniqueConstraint('pubid', name=op.f('uq_plan_stage_pubid'))
    )
    with op.batch_alter_table('plan_stage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_stage_def_id'), ['def_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_stage_state_due_on'), ['state', 'due_on'], unique=False)
        batch_op.create_index('uq_plan_stage_running', ['plan_id'], unique=True, sqlite_where=sa.text("state IN ('open', 'awaiting_gate')"), postgresql_where=sa.text("state IN ('open', 'awaiting_gate')"))

    op.create_table('plan_test',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('assignment_ref', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempt_ref', sa.String(length=12), nullable=True),
    sa.Column('percent', sa.Integer(), nullable=True),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('percent IS NULL OR percent BETWEEN 0 AND 100', name=op.f('ck_plan_test_percent')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_plan_test_plan_id_onboarding_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_test')),
    sa.UniqueConstraint('assignment_ref', name=op.f('uq_plan_test_assignment_ref')),
    sa.UniqueConstraint('pubid', name=op.f('uq_plan_test_pubid'))
    )
    with op.batch_alter_table('plan_test', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_test_plan_id_id'), ['plan_id', 'id'], unique=False)

    op.create_table('prospect_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('company', sa.String(length=160), nullable=False),
    sa.Column('company_key', sa.String(length=160), nullable=False),
    sa.Column('contact', sa.String(length=160), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_prospect_entry_plan_id_onboarding_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prospect_entry')),
    sa.UniqueConstraint('plan_id', 'company_key', name=op.f('uq_prospect_entry_plan_id_company_key')),
    sa.UniqueConstraint('pubid', name=op.f('uq_prospect_entry_pubid'))
    )
    with op.batch_alter_table('prospect_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_prospect_entry_company_key'), ['company_key'], unique=False)

    op.create_table('readiness_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('result', sa.Enum('ready', 'not_yet', name='readiness', native_enum=False, length=32), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_readiness_review_by_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_readiness_review_plan_id_onboarding_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_readiness_review')),
    sa.UniqueConstraint('pubid', name=op.f('uq_readiness_review_pubid'))
    )
    with op.batch_alter_table('readiness_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_readiness_review_plan_id_id'), ['plan_id', 'id'], unique=False)

    op.create_table('role_play',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('practice', 'final', name='roleplaykind', native_enum=False, length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('scenario', sa.String(length=1000), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('outcome', sa.Enum('passed', 'failed', name='roleplayoutcome', native_enum=False, length=32), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'practice' AND number IS NULL) OR (kind = 'final' AND number BETWEEN 1 AND 3)", name=op.f('ck_role_play_number')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_role_play_created_by_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_role_play_plan_id_onboarding_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_play')),
    sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_role_play_plan_id_number')),
    sa.UniqueConstraint('pubid', name=op.f('uq_role_play_pubid'))
    )
    with op.batch_alter_table('role_play', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_play_plan_id_held_on'), ['plan_id', 'held_on'], unique=False)

    op.create_table('role_play_exception',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved', sa.Boolean(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(approved IS NULL) = (answered_by_id IS NULL)', name=op.f('ck_role_play_exception_answered')),
    sa.CheckConstraint('answered_by_id <> requested_by_id', name=op.f('ck_role_play_exception_two_people')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_role_play_exception_answered_by_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_role_play_exception_plan_id_onboarding_plan')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['person.id'], name=op.f('fk_role_play_exception_requested_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_play_exception')),
    sa.UniqueConstraint('plan_id', name=op.f('uq_role_play_exception_plan_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_role_play_exception_pubid'))
    )
    op.create_table('topic_confirmation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('trainee', 'mentor', name='side', native_enum=False, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_topic_confirmation_person_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_topic_confirmation_plan_id_onboarding_plan')),
    sa.ForeignKeyConstraint(['topic_id'], ['topic_def.id'], name=op.f('fk_topic_confirmation_topic_id_topic_def')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_confirmation')),
    sa.UniqueConstraint('plan_id', 'topic_id', 'side', name=op.f('uq_topic_confirmation_plan_id_topic_id_side')),
    sa.UniqueConstraint('pubid', name=op.f('uq_topic_confirmation_pubid'))
    )
    with op.batch_alter_table('topic_confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_topic_confirmation_topic_id'), ['topic_id'], unique=False)

    op.create_table('excuse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_excuse_decided_by_id_person')),
    sa.ForeignKeyConstraint(['item_id'], ['attempt_item.id'], name=op.f('fk_excuse_item_id_attempt_item')),
    sa.ForeignKeyConstraint(['revision_id'], ['answer_revision.id'], name=op.f('fk_excuse_revision_id_answer_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_excuse')),
    sa.UniqueConstraint('pubid', name=op.f('uq_excuse_pubid')),
    sa.UniqueConstraint('revision_id', name=op.f('uq_excuse_revision_id'))
    )
    with op.batch_alter_table('excuse', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_excuse_item_id_id'), ['item_id', 'id'], unique=False)

    op.create_table('gate_advice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=1000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_gate_advice_by_id_person')),
    sa.ForeignKeyConstraint(['stage_id'], ['plan_stage.id'], name=op.f('fk_gate_advice_stage_id_plan_stage')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_advice')),
    sa.UniqueConstraint('pubid', name=op.f('uq_gate_advice_pubid'))
    )
    with op.batch_alter_table('gate_advice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_advice_stage_id_id'), ['stage_id', 'id'], unique=False)

    op.create_table('gate_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('pass', 'retake', 'extend', 'exit', 'waive', name='outcome', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('next_due_on', sa.Date(), nullable=True),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome = 'pass' OR reason <> ''", name=op.f('ck_gate_decision_reason')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_gate_decision_decided_by_id_person')),
    sa.ForeignKeyConstraint(['stage_id'], ['plan_stage.id'], name=op.f('fk_gate_decision_stage_id_plan_stage')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_decision')),
    sa.UniqueConstraint('pubid', name=op.f('uq_gate_decision_pubid'))
    )
    with op.batch_alter_table('gate_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_decision_stage_id_id'), ['stage_id', 'id'], unique=False)
        batch_op.create_index('uq_gate_decision_final', ['stage_id'], unique=True, sqlite_where=sa.text("outcome IN ('pass', 'waive')"), postgresql_where=sa.text("outcome IN ('pass', 'waive')"))

    op.create_table('incentive',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('running', 'eligible', 'missed', 'approved', 'paid', 'forfeited', name='incentivestate', native_enum=False, length=32), nullable=False),
    sa.Column('kind', sa.Enum('call', 'request', 'proposal', 'meeting', 'referral', 'event', 'contract', name='activitykind', native_enum=False, length=32), nullable=False),
    sa.Column('unit', sa.Enum('count', 'amount', name='unit', native_enum=False, length=32), nullable=False),
    sa.Column('target', sa.Integer(), nullable=False),
    sa.Column('bonus_minor', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('share_percent', sa.Integer(), nullable=False),
    sa.Column('reached', sa.Integer(), nullable=False),
    sa.Column('verified_by_id', sa.Integer(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paid_by_id', sa.Integer(), nullable=True),
    sa.Column('paid_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('forfeit_reason', sa.Enum('handover', 'left', 'plan_completed', 'plan_ended', name='endreason', native_enum=False, length=32), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(verified_by_id IS NULL OR proposed_by_id IS NULL OR verified_by_id <> proposed_by_id) AND (approved_by_id IS NULL OR verified_by_id IS NULL OR approved_by_id <> verified_by_id) AND (approved_by_id IS NULL OR proposed_by_id IS NULL OR approved_by_id <> proposed_by_id)', name=op.f('ck_incentive_signatures')),
    sa.CheckConstraint('bonus_minor > 0 AND target >= 1 AND days >= 1', name=op.f('ck_incentive_numbers')),
    sa.CheckConstraint('share_percent BETWEEN 0 AND 100', name=op.f('ck_incentive_share')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_incentive_approved_by_id_person')),
    sa.ForeignKeyConstraint(['assignment_id'], ['mentor_assignment.id'], name=op.f('fk_incentive_assignment_id_mentor_assignment')),
    sa.ForeignKeyConstraint(['paid_by_id'], ['person.id'], name=op.f('fk_incentive_paid_by_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_incentive_plan_id_onboarding_plan')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_incentive_proposed_by_id_person')),
    sa.ForeignKeyConstraint(['verified_by_id'], ['person.id'], name=op.f('fk_incentive_verified_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incentive')),
    sa.UniqueConstraint('assignment_id', name=op.f('uq_incentive_assignment_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_incentive_pubid'))
    )
    with op.batch_alter_table('incentive', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incentive_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_incentive_state_id'), ['state', 'id'], unique=False)

    op.create_table('plan_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('def_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('blocked', 'open', 'submitted', 'accepted', 'returned', 'waived', 'cancelled', name='taskstate', native_enum=False, length=32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('baseline_due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_plan_task_decided_by_id_person')),
    sa.ForeignKeyConstraint(['def_id'], ['task_def.id'], name=op.f('fk_plan_task_def_id_task_def')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_plan_task_owner_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['onboarding_plan.id'], name=op.f('fk_plan_task_plan_id_onboarding_plan')),
    sa.ForeignKeyConstraint(['stage_id'], ['plan_stage.id'], name=op.f('fk_plan_task_stage_id_plan_stage')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['person.id'], name=op.f('fk_plan_task_submitted_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_task')),
    sa.UniqueConstraint('pubid', name=op.f('uq_plan_task_pubid'))
    )
    with op.batch_alter_table('plan_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_task_def_id'), ['def_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_task_owner_id_state_due_on'), ['owner_id', 'state', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_task_plan_id_due_on'), ['plan_id', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_task_stage_id'), ['stage_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_task_state_due_on'), ['state', 'due_on'], unique=False)

    op.create_table('role_play_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('role_play_id', sa.Integer(), nullable=False),
    sa.Column('assessor_id', sa.Integer(), nullable=False),
    sa.Column('ratings', sa.JSON(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('comment', sa.String(length=1000), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assessor_id'], ['person.id'], name=op.f('fk_role_play_mark_assessor_id_person')),
    sa.ForeignKeyConstraint(['role_play_id'], ['role_play.id'], name=op.f('fk_role_play_mark_role_play_id_role_play')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_play_mark')),
    sa.UniqueConstraint('pubid', name=op.f('uq_role_play_mark_pubid')),
    sa.UniqueConstraint('role_play_id', 'assessor_id', name=op.f('uq_role_play_mark_role_play_id_assessor_id'))
    )
    op.create_table('gate_signature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_gate_signature_by_id_person')),
    sa.ForeignKeyConstraint(['decision_id'], ['gate_decision.id'], name=op.f('fk_gate_signature_decision_id_gate_decision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_signature')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_gate_signature_decision_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_gate_signature_pubid'))
    )
    op.create_table('task_evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('none', 'note', 'link', name='evidencekind', native_enum=False, length=32), nullable=False),
    sa.Column('content', sa.String(length=2000), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_task_evidence_by_id_person')),
    sa.ForeignKeyConstraint(['task_id'], ['plan_task.id'], name=op.f('fk_task_evidence_task_id_plan_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_evidence')),
    sa.UniqueConstraint('pubid', name=op.f('uq_task_evidence_pubid'))
    )
    with op.batch_alter_table('task_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_evidence_task_id'), ['task_id'], unique=False)
    for table in APPEND_ONLY:
        _refuse_changes(table)


def downgrade():
    with op.batch_alter_table('task_evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_evidence_task_id'))

    op.drop_table('task_evidence')
    op.drop_table('gate_signature')
    op.drop_table('role_play_mark')
    with op.batch_alter_table('plan_task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_task_state_due_on'))
        batch_op.drop_index(batch_op.f('ix_plan_task_stage_id'))
        batch_op.drop_index(batch_op.f('ix_plan_task_plan_id_due_on'))
        batch_op.drop_index(batch_op.f('ix_plan_task_owner_id_state_due_on'))
        batch_op.drop_index(batch_op.f('ix_plan_task_def_id'))

    op.drop_table('plan_task')
    with op.batch_alter_table('incentive', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_incentive_state_id'))
        batch_op.drop_index(batch_op.f('ix_incentive_plan_id'))

    op.drop_table('incentive')
    with op.batch_alter_table('gate_decision', schema=None) as batch_op:
        batch_op.drop_index('uq_gate_decision_final', sqlite_where=sa.text("outcome IN ('pass', 'waive')"), postgresql_where=sa.text("outcome IN ('pass', 'waive')"))
        batch_op.drop_index(batch_op.f('ix_gate_decision_stage_id_id'))

    op.drop_table('gate_decision')
    with op.batch_alter_table('gate_advice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gate_advice_stage_id_id'))

    op.drop_table('gate_advice')
    with op.batch_alter_table('excuse', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_excuse_item_id_id'))

    op.drop_table('excuse')
    with op.batch_alter_table('topic_confirmation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_topic_confirmation_topic_id'))

    op.drop_table('topic_confirmation')
    op.drop_table('role_play_exception')
    with op.batch_alter_table('role_play', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_play_plan_id_held_on'))

    op.drop_table('role_play')
    with op.batch_alter_table('readiness_review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_readiness_review_plan_id_id'))

    op.drop_table('readiness_review')
    with op.batch_alter_table('prospect_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_prospect_entry_company_key'))

    op.drop_table('prospect_entry')
    with op.batch_alter_table('plan_test', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_test_plan_id_id'))

    op.drop_table('plan_test')
    with op.batch_alter_table('plan_stage', schema=None) as batch_op:
        batch_op.drop_index('uq_plan_stage_running', sqlite_where=sa.text("state IN ('open', 'awaiting_gate')"), postgresql_where=sa.text("state IN ('open', 'awaiting_gate')"))
        batch_op.drop_index(batch_op.f('ix_plan_stage_state_due_on'))
        batch_op.drop_index(batch_op.f('ix_plan_stage_def_id'))

    op.drop_table('plan_stage')
    with op.batch_alter_table('plan_pause', schema=None) as batch_op:
        batch_op.drop_index('uq_plan_pause_open', sqlite_where=sa.text('until_on IS NULL'), postgresql_where=sa.text('until_on IS NULL'))
        batch_op.drop_index(batch_op.f('ix_plan_pause_plan_id'))

    op.drop_table('plan_pause')
    with op.batch_alter_table('mentor_assignment', schema=None) as batch_op:
        batch_op.drop_index('uq_mentor_assignment_proposed', sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
        batch_op.drop_index('uq_mentor_assignment_current', sqlite_where=sa.text("state IN ('accepted', 'active')"), postgresql_where=sa.text("state IN ('accepted', 'active')"))
        batch_op.drop_index(batch_op.f('ix_mentor_assignment_plan_id_id'))
        batch_op.drop_index(batch_op.f('ix_mentor_assignment_mentor_id_state'))

    op.drop_table('mentor_assignment')
    with op.batch_alter_table('grade_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grade_entry_item_id_id'))
        batch_op.drop_index(batch_op.f('ix_grade_entry_grader_id_at'))

    op.drop_table('grade_entry')
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_in_plan_id_due_on'))
        batch_op.drop_index(batch_op.f('ix_check_in_held_on_due_on'))

    op.drop_table('check_in')
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeal_state_id'))

    op.drop_table('appeal')
    with op.batch_alter_table('answer_revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_revision_item_id_id'))

    op.drop_table('answer_revision')
    with op.batch_alter_table('activity_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activity_entry_verified_at_plan_id'))
        batch_op.drop_index(batch_op.f('ix_activity_entry_plan_id_on'))

    op.drop_table('activity_entry')
    op.drop_table('scorecard_rating')
    with op.batch_alter_table('scorecard_amendment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scorecard_amendment_scorecard_id'))

    op.drop_table('scorecard_amendment')
    op.drop_table('result_release')
    with op.batch_alter_table('reminder_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminder_answer_invitation_id_id'))

    op.drop_table('reminder_answer')
    with op.batch_alter_table('onboarding_plan', schema=None) as batch_op:
        batch_op.drop_index('uq_onboarding_plan_open', sqlite_where=sa.text("state IN ('draft', 'preboarding', 'active', 'paused')"), postgresql_where=sa.text("state IN ('draft', 'preboarding', 'active', 'paused')"))
        batch_op.drop_index(batch_op.f('ix_onboarding_plan_version_id'))
        batch_op.drop_index(batch_op.f('ix_onboarding_plan_state_starts_on'))

    op.drop_table('onboarding_plan')
    with op.batch_alter_table('grading_task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grading_task_done_at_due_at'))
        batch_op.drop_index(batch_op.f('ix_grading_task_assignee_id_done_at'))

    op.drop_table('grading_task')
    with op.batch_alter_table('document_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_text_state'))

    op.drop_table('document_text')
    with op.batch_alter_table('control', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_control_state_id'))

    op.drop_table('control')
    with op.batch_alter_table('attempt_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attempt_item_question_version_id'))

    op.drop_table('attempt_item')
    with op.batch_alter_table('arrival', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_arrival_session_id_state_arrived_at'))
        batch_op.drop_index(batch_op.f('ix_arrival_pool_id'))
        batch_op.drop_index(batch_op.f('ix_arrival_interviewer_id_state'))
        batch_op.drop_index(batch_op.f('ix_arrival_application_id'))

    op.drop_table('arrival')
    with op.batch_alter_table('test_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_test_item_section_id_position'))
        batch_op.drop_index(batch_op.f('ix_test_item_question_id'))

    op.drop_table('test_item')
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_submission_application_id'))

    op.drop_table('submission')
    with op.batch_alter_table('stage_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stage_change_to_stage_at'))
        batch_op.drop_index(batch_op.f('ix_stage_change_application_id_id'))

    op.drop_table('stage_change')
    with op.batch_alter_table('scorecard', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scorecard_interviewer_id_submitted_at'))
        batch_op.drop_index(batch_op.f('ix_scorecard_application_id_submitted_at'))

    op.drop_table('scorecard')
    with op.batch_alter_table('panel_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_member_person_id'))

    op.drop_table('panel_member')
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.drop_index('uq_offer_open', sqlite_where=sa.text("state IN ('draft', 'sent', 'accepted')"), postgresql_where=sa.text("state IN ('draft', 'sent', 'accepted')"))
        batch_op.drop_index(batch_op.f('ix_offer_state_expires_on'))
        batch_op.drop_index(batch_op.f('ix_offer_application_id'))

    op.drop_table('offer')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_note_application_id_id'))

    op.drop_table('note')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index('uq_invitation_holding', sqlite_where=sa.text("state IN ('proposed', 'sent', 'confirmed', 'unsure', 'arrived') AND closed_at IS NULL"), postgresql_where=sa.text("state IN ('proposed', 'sent', 'confirmed', 'unsure', 'arrived') AND closed_at IS NULL"))
        batch_op.drop_index(batch_op.f('ix_invitation_slot_id_state'))
        batch_op.drop_index(batch_op.f('ix_invitation_batch'))
        batch_op.drop_index(batch_op.f('ix_invitation_application_id_id'))

    op.drop_table('invitation')
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interest_person_id'))

    op.drop_table('interest')
    with op.batch_alter_table('gate_criterion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gate_criterion_gate_id_position'))

    op.drop_table('gate_criterion')
    with op.batch_alter_table('employment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_employment_site_id'))
        batch_op.drop_index(batch_op.f('ix_employment_position_id'))
        batch_op.drop_index(batch_op.f('ix_employment_person_id_starts_on'))
        batch_op.drop_index(batch_op.f('ix_employment_department_id'))

    op.drop_table('employment')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_sha256'))
        batch_op.drop_index(batch_op.f('ix_document_application_id_id'))

    op.drop_table('document')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index('uq_decision_open', sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
        batch_op.drop_index(batch_op.f('ix_decision_state_proposed_at'))
        batch_op.drop_index(batch_op.f('ix_decision_application_id'))

    op.drop_table('decision')
    with op.batch_alter_table('contact_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_attempt_application_id_id'))

    op.drop_table('contact_attempt')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attempt_state_released_at'))
        batch_op.drop_index(batch_op.f('ix_attempt_state_deadline_at'))

    op.drop_table('attempt')
    with op.batch_alter_table('application_reader', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_reader_person_id_application_id'))

    op.drop_table('application_reader')
    op.drop_table('witness')
    op.drop_table('topic_def')
    with op.batch_alter_table('test_section', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_test_section_test_version_id_position'))

    op.drop_table('test_section')
    with op.batch_alter_table('task_def', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_def_stage_id_position'))

    op.drop_table('task_def')
    with op.batch_alter_table('slot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_slot_starts_at'))

    op.drop_table('slot')
    with op.batch_alter_table('pool_vacancy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pool_vacancy_vacancy_id'))

    op.drop_table('pool_vacancy')
    op.drop_table('gate_def')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_test_version_id_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_person_id_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_closes_at'))

    op.drop_table('assignment')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index('uq_application_open', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_application_vacancy_id_stage_priority_id'))
        batch_op.drop_index(batch_op.f('ix_application_stage_stage_since'))
        batch_op.drop_index(batch_op.f('ix_application_stage_since_id'))
        batch_op.drop_index(batch_op.f('ix_application_stage_id'))
        batch_op.drop_index(batch_op.f('ix_application_promotion_id_stage'))
        batch_op.drop_index(batch_op.f('ix_application_candidate_id'))

    op.drop_table('application')
    with op.batch_alter_table('test_version', schema=None) as batch_op:
        batch_op.drop_index('uq_test_version_published', sqlite_where=sa.text("state = 'published'"), postgresql_where=sa.text("state = 'published'"))
        batch_op.drop_index('uq_test_version_draft', sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))

    op.drop_table('test_version')
    op.drop_table('stage_def')
    op.drop_table('question_version')
    with op.batch_alter_table('promotion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_promotion_vacancy_id_from_on'))
        batch_op.drop_index(batch_op.f('ix_promotion_channel_id'))

    op.drop_table('promotion')
    with op.batch_alter_table('pool', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pool_session_id'))

    op.drop_table('pool')
    with op.batch_alter_table('attendance_record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_record_reminder_channel_showed'))
        batch_op.drop_index(batch_op.f('ix_attendance_record_import_id'))

    op.drop_table('attendance_record')
    with op.batch_alter_table('acknowledgement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_acknowledgement_person_id'))

    op.drop_table('acknowledgement')
    with op.batch_alter_table('vacancy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vacancy_state_id'))
        batch_op.drop_index(batch_op.f('ix_vacancy_site_id'))
        batch_op.drop_index(batch_op.f('ix_vacancy_recruiter_id'))
        batch_op.drop_index(batch_op.f('ix_vacancy_position_id'))
        batch_op.drop_index(batch_op.f('ix_vacancy_department_id_state'))

    op.drop_table('vacancy')
    op.drop_table('test')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_state_product_id_id'))

    op.drop_table('question')
    with op.batch_alter_table('program_version', schema=None) as batch_op:
        batch_op.drop_index('uq_program_version_published', sqlite_where=sa.text("state = 'published'"), postgresql_where=sa.text("state = 'published'"))
        batch_op.drop_index('uq_program_version_draft', sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))

    op.drop_table('program_version')
    op.drop_table('profit_snapshot')
    with op.batch_alter_table('product_fact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_fact_product_id_kind_valid_from_on'))

    op.drop_table('product_fact')
    with op.batch_alter_table('person_role', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_role_role'))

    op.drop_table('person_role')
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notification_person_id_read_at_id'))

    op.drop_table('notification')
    op.drop_table('mentor_profile')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index('uq_membership_head', sqlite_where=sa.text('is_head'), postgresql_where=sa.text('is_head'))

    op.drop_table('membership')
    op.drop_table('job_description')
    with op.batch_alter_table('interview_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interview_session_state_ends_at'))
        batch_op.drop_index(batch_op.f('ix_interview_session_site_id_held_on'))
        batch_op.drop_index(batch_op.f('ix_interview_session_held_on_state'))

    op.drop_table('interview_session')
    with op.batch_alter_table('attendance_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_import_state'))
        batch_op.drop_index(batch_op.f('ix_attendance_import_sha256'))

    op.drop_table('attendance_import')
    op.drop_table('room')
    with op.batch_alter_table('program', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_program_position_id'))
        batch_op.drop_index(batch_op.f('ix_program_active_department_id'))

    op.drop_table('program')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_site_id'))
        batch_op.drop_index(batch_op.f('ix_person_name'))

    op.drop_table('person')
    with op.batch_alter_table('pay_band', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pay_band_position_id_city'))

    op.drop_table('pay_band')
    op.drop_table('site')
    op.drop_table('position')
    op.drop_table('holiday')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_keep_until_on'))
        batch_op.drop_index(batch_op.f('ix_consent_candidate_id'))

    op.drop_table('consent')
    with op.batch_alter_table('candidate_word', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_candidate_word_candidate_id'))

    op.drop_table('candidate_word')
    with op.batch_alter_table('candidate_tag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_candidate_tag_tag_id'))

    op.drop_table('candidate_tag')
    op.drop_table('work_calendar')
    op.drop_table('tag')
    op.drop_table('product')
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_message_subject_ref'))
        batch_op.drop_index(batch_op.f('ix_outbox_message_state_due_at'))
        batch_op.drop_index(batch_op.f('ix_outbox_message_batch'))

    op.drop_table('outbox_message')
    op.drop_table('organization')
    with op.batch_alter_table('limited_try', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_limited_try_kind_key_at'))
        batch_op.drop_index(batch_op.f('ix_limited_try_at'))

    op.drop_table('limited_try')
    op.drop_table('heartbeat')
    op.drop_table('department')
    op.drop_table('channel')
    with op.batch_alter_table('candidate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_candidate_phone_e164'))
        batch_op.drop_index(batch_op.f('ix_candidate_name_id'))
        batch_op.drop_index(batch_op.f('ix_candidate_email'))

    op.drop_table('candidate')
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_event_subject_id'))
        batch_op.drop_index(batch_op.f('ix_audit_event_at'))
        batch_op.drop_index(batch_op.f('ix_audit_event_actor_id'))
        batch_op.drop_index(batch_op.f('ix_audit_event_action'))

    op.drop_table('audit_event')
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_append_only()")
