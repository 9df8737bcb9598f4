"""Written tests: banks, frames, draws, pauses, second marks, regrades, certificates.

Revision ID: 0003
Revises: 0002

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


# Append-only, as in the first migration.
APPEND_ONLY = (
    "presence_event",
    "question_attachment",
    "regrade",
    "regrade_line",
    "stem_file",
    "study_product",
    "time_change",
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
    op.create_table('question_bank',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_bank')),
    sa.UniqueConstraint('name', name=op.f('uq_question_bank_name')),
    sa.UniqueConstraint('pubid', name=op.f('uq_question_bank_pubid'))
    )
    op.create_table('accommodation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('approved_by_id', sa.Integer(), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('percent BETWEEN 1 AND 200', name=op.f('ck_accommodation_percent')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_accommodation_approved_by_id_person')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_accommodation_ended_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_accommodation_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accommodation')),
    sa.UniqueConstraint('pubid', name=op.f('uq_accommodation_pubid'))
    )
    with op.batch_alter_table('accommodation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accommodation_person_id_id'), ['person_id', 'id'], unique=False)
        batch_op.create_index('uq_accommodation_open', ['person_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('frame_question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('standard', sa.Enum('features', 'packaging', 'out_of_stock', 'equipment', 'conditions', 'delivery_in_stock', 'delivery_out_of_stock', name='frame', native_enum=False, length=32), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('type', sa.Enum('open_short', 'open_long', 'one_of_many', 'several_of_many', 'true_false', 'matching', 'ordering', 'numeric', 'gap_text', name='questiontype', native_enum=False, length=32), nullable=False),
    sa.Column('stem', sa.String(), nullable=False),
    sa.Column('points', sa.Double(), nullable=False),
    sa.Column('rubric', sa.JSON(), nullable=False),
    sa.Column('feedback', sa.String(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('changed_by_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('points > 0', name=op.f('ck_frame_question_points')),
    sa.ForeignKeyConstraint(['changed_by_id'], ['person.id'], name=op.f('fk_frame_question_changed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_frame_question')),
    sa.UniqueConstraint('pubid', name=op.f('uq_frame_question_pubid')),
    sa.UniqueConstraint('standard', name=op.f('uq_frame_question_standard'))
    )
    with op.batch_alter_table('frame_question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_frame_question_position'), ['position'], unique=False)

    op.create_table('grading_pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_grading_pause_period')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_grading_pause_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grading_pause')),
    sa.UniqueConstraint('pubid', name=op.f('uq_grading_pause_pubid'))
    )
    with op.batch_alter_table('grading_pause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grading_pause_person_id_from_on'), ['person_id', 'from_on'], unique=False)
        batch_op.create_index('uq_grading_pause_open', ['person_id'], unique=True, sqlite_where=sa.text('until_on IS NULL'), postgresql_where=sa.text('until_on IS NULL'))

    op.create_table('question_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('filename', sa.String(length=120), nullable=False),
    sa.Column('format', sa.String(length=20), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=True),
    sa.Column('bank_path', sa.String(length=200), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('imported', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_question_import_product_id_product')),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['person.id'], name=op.f('fk_question_import_uploaded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_import')),
    sa.UniqueConstraint('pubid', name=op.f('uq_question_import_pubid'))
    )
    with op.batch_alter_table('question_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_import_uploaded_at'), ['uploaded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_import_uploaded_by_id_id'), ['uploaded_by_id', 'id'], unique=False)

    op.create_table('stem_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('stored_name', sa.String(length=40), nullable=False),
    sa.Column('filename', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_stem_file_added_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stem_file')),
    sa.UniqueConstraint('pubid', name=op.f('uq_stem_file_pubid')),
    sa.UniqueConstraint('stored_name', name=op.f('uq_stem_file_stored_name'))
    )
    with op.batch_alter_table('stem_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stem_file_sha256'), ['sha256'], unique=False)

    op.create_table('comment_snippet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('uses >= 0', name=op.f('ck_comment_snippet_uses')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_comment_snippet_owner_id_person')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_comment_snippet_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment_snippet')),
    sa.UniqueConstraint('pubid', name=op.f('uq_comment_snippet_pubid'))
    )
    with op.batch_alter_table('comment_snippet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_snippet_owner_id_question_id'), ['owner_id', 'question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_comment_snippet_shared_question_id'), ['shared', 'question_id'], unique=False)

    op.create_table('question_tag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('tag', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_tag_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_tag')),
    sa.UniqueConstraint('question_id', 'tag', name=op.f('uq_question_tag_question_id_tag'))
    )
    with op.batch_alter_table('question_tag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_tag_tag_question_id'), ['tag', 'question_id'], unique=False)

    op.create_table('answer_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('test_version_id', sa.Integer(), nullable=False),
    sa.Column('question_version_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('first', 'second', 'third', 'final', 'auto', name='entrykind', native_enum=False, length=32), nullable=False),
    sa.Column('basis', sa.Enum('exact', 'similar', name='basis', native_enum=False, length=32), nullable=False),
    sa.Column('lowest', sa.Double(), nullable=False),
    sa.Column('accepted_by_id', sa.Integer(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['accepted_by_id'], ['person.id'], name=op.f('fk_answer_group_accepted_by_id_person')),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_answer_group_question_version_id_question_version')),
    sa.ForeignKeyConstraint(['test_version_id'], ['test_version.id'], name=op.f('fk_answer_group_test_version_id_test_version')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['person.id'], name=op.f('fk_answer_group_undone_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_group')),
    sa.UniqueConstraint('pubid', name=op.f('uq_answer_group_pubid'))
    )
    with op.batch_alter_table('answer_group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_group_test_version_id_question_version_id_kind'), ['test_version_id', 'question_version_id', 'kind'], unique=False)

    op.create_table('question_attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('question_version_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('alt', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stem_file.id'], name=op.f('fk_question_attachment_file_id_stem_file')),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_question_attachment_question_version_id_question_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_attachment')),
    sa.UniqueConstraint('pubid', name=op.f('uq_question_attachment_pubid')),
    sa.UniqueConstraint('question_version_id', 'position', name=op.f('uq_question_attachment_question_version_id_position'))
    )
    with op.batch_alter_table('question_attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_attachment_file_id'), ['file_id'], unique=False)

    op.create_table('question_lease',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('test_version_id', sa.Integer(), nullable=False),
    sa.Column('question_version_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('first', 'second', 'third', 'final', 'auto', name='entrykind', native_enum=False, length=32), nullable=False),
    sa.Column('grader_id', sa.Integer(), nullable=True),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['grader_id'], ['person.id'], name=op.f('fk_question_lease_grader_id_person')),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_question_lease_question_version_id_question_version')),
    sa.ForeignKeyConstraint(['test_version_id'], ['test_version.id'], name=op.f('fk_question_lease_test_version_id_test_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_lease')),
    sa.UniqueConstraint('pubid', name=op.f('uq_question_lease_pubid')),
    sa.UniqueConstraint('test_version_id', 'question_version_id', 'kind', name=op.f('uq_question_lease_test_version_id_question_version_id_kind'))
    )
    with op.batch_alter_table('question_lease', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_lease_grader_id_leased_until'), ['grader_id', 'leased_until'], unique=False)

    op.create_table('question_pool',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('draws', sa.Integer(), nullable=False),
    sa.Column('chosen', sa.Boolean(), nullable=False),
    sa.Column('bank_id', sa.Integer(), nullable=True),
    sa.Column('product_id', sa.Integer(), nullable=True),
    sa.Column('tag', sa.String(length=40), nullable=False),
    sa.Column('type', sa.Enum('open_short', 'open_long', 'one_of_many', 'several_of_many', 'true_false', 'matching', 'ordering', 'numeric', 'gap_text', name='questiontype', native_enum=False, length=32), nullable=True),
    sa.CheckConstraint('draws BETWEEN 1 AND 200', name=op.f('ck_question_pool_draws')),
    sa.ForeignKeyConstraint(['bank_id'], ['question_bank.id'], name=op.f('fk_question_pool_bank_id_question_bank')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_question_pool_product_id_product')),
    sa.ForeignKeyConstraint(['section_id'], ['test_section.id'], name=op.f('fk_question_pool_section_id_test_section')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_pool')),
    sa.UniqueConstraint('pubid', name=op.f('uq_question_pool_pubid'))
    )
    with op.batch_alter_table('question_pool', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_pool_section_id_position'), ['section_id', 'position'], unique=False)

    op.create_table('regrade',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('question_version_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('spared', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_regrade_confirmed_by_id_person')),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_regrade_question_version_id_question_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regrade')),
    sa.UniqueConstraint('digest', name=op.f('uq_regrade_digest')),
    sa.UniqueConstraint('pubid', name=op.f('uq_regrade_pubid'))
    )
    with op.batch_alter_table('regrade', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_regrade_question_version_id_id'), ['question_version_id', 'id'], unique=False)

    op.create_table('study_product',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('profit_minor', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('as_of_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_study_product_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_study_product_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_study_product')),
    sa.UniqueConstraint('assignment_id', 'position', name=op.f('uq_study_product_assignment_id_position'))
    )
    with op.batch_alter_table('study_product', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_study_product_product_id'), ['product_id'], unique=False)

    op.create_table('attempt_pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paused_by_id', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resumed_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('ended_at IS NULL OR ended_at >= began_at', name=op.f('ck_attempt_pause_order')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_attempt_pause_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['paused_by_id'], ['person.id'], name=op.f('fk_attempt_pause_paused_by_id_person')),
    sa.ForeignKeyConstraint(['resumed_by_id'], ['person.id'], name=op.f('fk_attempt_pause_resumed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt_pause')),
    sa.UniqueConstraint('pubid', name=op.f('uq_attempt_pause_pubid'))
    )
    with op.batch_alter_table('attempt_pause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attempt_pause_attempt_id_id'), ['attempt_id', 'id'], unique=False)
        batch_op.create_index('uq_attempt_pause_open', ['attempt_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_why', sa.Enum('result_changed', 'voided', name='withdrawnwhy', native_enum=False, length=32), nullable=True),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_certificate_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('code', name=op.f('uq_certificate_code')),
    sa.UniqueConstraint('pubid', name=op.f('uq_certificate_pubid'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_attempt_id_id'), ['attempt_id', 'id'], unique=False)
        batch_op.create_index('uq_certificate_valid', ['attempt_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('presence_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('left', 'back', name='presencekind', native_enum=False, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_presence_event_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_presence_event')),
    sa.UniqueConstraint('pubid', name=op.f('uq_presence_event_pubid'))
    )
    with op.batch_alter_table('presence_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_presence_event_attempt_id_id'), ['attempt_id', 'id'], unique=False)

    op.create_table('question_pool_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pool_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('question_version_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['pool_id'], ['question_pool.id'], name=op.f('fk_question_pool_member_pool_id_question_pool')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_pool_member_question_id_question')),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_question_pool_member_question_version_id_question_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_pool_member')),
    sa.UniqueConstraint('pool_id', 'question_id', name=op.f('uq_question_pool_member_pool_id_question_id'))
    )
    with op.batch_alter_table('question_pool_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_pool_member_question_id'), ['question_id'], unique=False)

    op.create_table('time_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('extra', 'standing', 'moved', 'paused', name='timechangekind', native_enum=False, length=32), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('deadline_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_time_change_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_time_change_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_change')),
    sa.UniqueConstraint('pubid', name=op.f('uq_time_change_pubid'))
    )
    with op.batch_alter_table('time_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_time_change_attempt_id_id'), ['attempt_id', 'id'], unique=False)

    op.create_table('answer_group_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('earlier_id', sa.Integer(), nullable=True),
    sa.Column('taken_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_out_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['earlier_id'], ['grade_entry.id'], name=op.f('fk_answer_group_member_earlier_id_grade_entry')),
    sa.ForeignKeyConstraint(['entry_id'], ['grade_entry.id'], name=op.f('fk_answer_group_member_entry_id_grade_entry')),
    sa.ForeignKeyConstraint(['group_id'], ['answer_group.id'], name=op.f('fk_answer_group_member_group_id_answer_group')),
    sa.ForeignKeyConstraint(['item_id'], ['attempt_item.id'], name=op.f('fk_answer_group_member_item_id_attempt_item')),
    sa.ForeignKeyConstraint(['taken_out_by_id'], ['person.id'], name=op.f('fk_answer_group_member_taken_out_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_group_member')),
    sa.UniqueConstraint('group_id', 'item_id', name=op.f('uq_answer_group_member_group_id_item_id')),
    sa.UniqueConstraint('pubid', name=op.f('uq_answer_group_member_pubid'))
    )
    with op.batch_alter_table('answer_group_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_group_member_item_id'), ['item_id'], unique=False)

    op.create_table('regrade_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pubid', sa.String(length=12), nullable=False),
    sa.Column('regrade_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('changed', 'same', 'persons_mark', 'other_question', 'not_handed_in', 'spared', 'appeal_open', 'director', 'self', 'interested', name='outcome', native_enum=False, length=32), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('points_before', sa.Double(), nullable=True),
    sa.Column('points_after', sa.Double(), nullable=True),
    sa.Column('percent_before', sa.Double(), nullable=False),
    sa.Column('percent_after', sa.Double(), nullable=False),
    sa.Column('passed_before', sa.Boolean(), nullable=False),
    sa.Column('passed_after', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['grade_entry.id'], name=op.f('fk_regrade_line_entry_id_grade_entry')),
    sa.ForeignKeyConstraint(['item_id'], ['attempt_item.id'], name=op.f('fk_regrade_line_item_id_attempt_item')),
    sa.ForeignKeyConstraint(['regrade_id'], ['regrade.id'], name=op.f('fk_regrade_line_regrade_id_regrade')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regrade_line')),
    sa.UniqueConstraint('pubid', name=op.f('uq_regrade_line_pubid')),
    sa.UniqueConstraint('regrade_id', 'item_id', name=op.f('uq_regrade_line_regrade_id_item_id'))
    )
    with op.batch_alter_table('regrade_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_regrade_line_item_id'), ['item_id'], unique=False)

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('examiner_notes', sa.String(), server_default='', nullable=False))

    with op.batch_alter_table('attempt_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('intro', sa.String(length=4000), server_default='', nullable=False))

    with op.batch_alter_table('grade_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('note', sa.String(length=2000), server_default='', nullable=False))

    with op.batch_alter_table('grading_task', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paused_since_on', sa.Date(), nullable=True))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.add_column(sa.Column('frame_question_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('bank_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_question_bank_id_id'), ['bank_id', 'id'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_question_product_id_frame_question_id'), ['product_id', 'frame_question_id'])
        batch_op.create_foreign_key(batch_op.f('fk_question_frame_question_id_frame_question'), 'frame_question', ['frame_question_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_question_bank_id_question_bank'), 'question_bank', ['bank_id'], ['id'])

    with op.batch_alter_table('question_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name', sa.String(length=120), server_default='', nullable=False))

    with op.batch_alter_table('result_release', schema=None) as batch_op:
        batch_op.add_column(sa.Column('why', sa.Enum('graded', 'appeal', 'regrade', name='releasewhy', native_enum=False, length=32), server_default='graded', nullable=False))

    with op.batch_alter_table('test_section', schema=None) as batch_op:
        batch_op.add_column(sa.Column('intro', sa.String(length=4000), server_default='', nullable=False))

    with op.batch_alter_table('test_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('presence_log', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('second_mark', sa.Enum('none', 'sample', 'near_pass_line', 'all', name='secondmark', native_enum=False, length=32), server_default='none', nullable=False))
        batch_op.add_column(sa.Column('second_sample_percent', sa.Integer(), server_default='20', nullable=False))
        batch_op.add_column(sa.Column('mark_tolerance', sa.Double(), server_default='20', nullable=False))
        batch_op.add_column(sa.Column('anonymous', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.create_check_constraint(op.f('ck_test_version_second_sample'), 'second_sample_percent BETWEEN 1 AND 100')
        batch_op.create_check_constraint(op.f('ck_test_version_tolerance'), 'mark_tolerance BETWEEN 0 AND 100')

    for table in APPEND_ONLY:
        _refuse_changes(table)


def downgrade():
    with op.batch_alter_table('test_version', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_test_version_tolerance'), type_='check')
        batch_op.drop_constraint(op.f('ck_test_version_second_sample'), type_='check')
        batch_op.drop_column('anonymous')
        batch_op.drop_column('mark_tolerance')
        batch_op.drop_column('second_sample_percent')
        batch_op.drop_column('second_mark')
        batch_op.drop_column('presence_log')

    with op.batch_alter_table('test_section', schema=None) as batch_op:
        batch_op.drop_column('intro')

    with op.batch_alter_table('result_release', schema=None) as batch_op:
        batch_op.drop_column('why')

    with op.batch_alter_table('question_version', schema=None) as batch_op:
        batch_op.drop_column('name')

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_question_bank_id_question_bank'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_question_frame_question_id_frame_question'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_question_product_id_frame_question_id'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_question_bank_id_id'))
        batch_op.drop_column('bank_id')
        batch_op.drop_column('frame_question_id')

    with op.batch_alter_table('grading_task', schema=None) as batch_op:
        batch_op.drop_column('paused_since_on')

    with op.batch_alter_table('grade_entry', schema=None) as batch_op:
        batch_op.drop_column('note')

    with op.batch_alter_table('attempt_item', schema=None) as batch_op:
        batch_op.drop_column('intro')

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_column('examiner_notes')
        batch_op.drop_column('paused_at')

    with op.batch_alter_table('regrade_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_regrade_line_item_id'))

    op.drop_table('regrade_line')
    with op.batch_alter_table('answer_group_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_group_member_item_id'))

    op.drop_table('answer_group_member')
    with op.batch_alter_table('time_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_time_change_attempt_id_id'))

    op.drop_table('time_change')
    with op.batch_alter_table('question_pool_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_pool_member_question_id'))

    op.drop_table('question_pool_member')
    with op.batch_alter_table('presence_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_presence_event_attempt_id_id'))

    op.drop_table('presence_event')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('uq_certificate_valid', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_certificate_attempt_id_id'))

    op.drop_table('certificate')
    with op.batch_alter_table('attempt_pause', schema=None) as batch_op:
        batch_op.drop_index('uq_attempt_pause_open', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_attempt_pause_attempt_id_id'))

    op.drop_table('attempt_pause')
    with op.batch_alter_table('study_product', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_study_product_product_id'))

    op.drop_table('study_product')
    with op.batch_alter_table('regrade', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_regrade_question_version_id_id'))

    op.drop_table('regrade')
    with op.batch_alter_table('question_pool', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_pool_section_id_position'))

    op.drop_table('question_pool')
    with op.batch_alter_table('question_lease', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_lease_grader_id_leased_until'))

    op.drop_table('question_lease')
    with op.batch_alter_table('question_attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_attachment_file_id'))

    op.drop_table('question_attachment')
    with op.batch_alter_table('answer_group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_group_test_version_id_question_version_id_kind'))

    op.drop_table('answer_group')
    with op.batch_alter_table('question_tag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_tag_tag_question_id'))

    op.drop_table('question_tag')
    with op.batch_alter_table('comment_snippet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_comment_snippet_shared_question_id'))
        batch_op.drop_index(batch_op.f('ix_comment_snippet_owner_id_question_id'))

    op.drop_table('comment_snippet')
    with op.batch_alter_table('stem_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stem_file_sha256'))

    op.drop_table('stem_file')
    with op.batch_alter_table('question_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_import_uploaded_by_id_id'))
        batch_op.drop_index(batch_op.f('ix_question_import_uploaded_at'))

    op.drop_table('question_import')
    with op.batch_alter_table('grading_pause', schema=None) as batch_op:
        batch_op.drop_index('uq_grading_pause_open', sqlite_where=sa.text('until_on IS NULL'), postgresql_where=sa.text('until_on IS NULL'))
        batch_op.drop_index(batch_op.f('ix_grading_pause_person_id_from_on'))

    op.drop_table('grading_pause')
    with op.batch_alter_table('frame_question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_frame_question_position'))

    op.drop_table('frame_question')
    with op.batch_alter_table('accommodation', schema=None) as batch_op:
        batch_op.drop_index('uq_accommodation_open', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_accommodation_person_id_id'))

    op.drop_table('accommodation')
    op.drop_table('question_bank')
