"""Who may open which route: written from the domain's table "who may", independent of GRANTS.

ACTIONS: an action of that table -> the roles that may try it (A admin, R recruiter, H hiring
manager, I interviewer, D receptionist, M mentor, T trainer, X director, N trainee). On which rows
is said by the loaders and tried by test_access.py. ROUTES: endpoint -> action.
"""

LETTERS = {
    "A": "admin",
    "R": "recruiter",
    "H": "hiring_manager",
    "I": "interviewer",
    "D": "receptionist",
    "M": "mentor",
    "T": "trainer",
    "X": "director",
    "N": "trainee",
}

ACTIONS = {
    "public": "public",
    "any account": "any",
    "accounts, roles, settings": "A",
    "read the audit trail": "A",
    "outbox: see, retry": "AR",
    "sites": "AR",
    "calendars": "R",
    "departments": "A",
    "products: edit": "RT",
    "products: view": "RTX",
    "edit and publish a vacancy": "R",
    "approve a vacancy": "H",
    "read a vacancy": "RH",
    "read an application and its CV": "RHI",
    "note on an application": "RH",
    "move an application": "R",
    "reject before the interview": "RH",
    "move or reject back": "RH",
    "today's names and slots": "RHID",
    "invite, move, cancel": "RHD",
    "plan a session": "R",
    "criteria and kits": "R",
    "set capacity and overbooking": "RX",
    "import": "R",
    "read attendance": "RHX",
    "check in, no-show": "RD",
    "call the next person": "RID",
    "submit a scorecard": "HI",
    "read others' scorecards": "RHI",
    "propose a decision": "RH",
    "answer a decision": "RHX",
    "programs: view": "RHX",
    "programs: draft": "RH",
    "programs: publish": "R",
    "plan: read": "RHMXN",
    "plan: open, assign mentor, waive": "RHX",
    "answer a mentor proposal": "RHMX",
    "accept as mentor": "M",
    "confirm topics, log entries": "RHMN",
    "work on or waive a task": "RHMXN",
    "correct the log": "R",
    "decide a gate": "HX",
    "advise at a gate": "HMX",
    "co-sign an exit": "R",
    "bonus: see": "RHMX",
    "bonus: verify, propose, approve": "RHX",
    "author tests and keys": "T",
    "view tests": "TX",
    "sit a test": "N",
    "hold an oral test": "RMT",
    "grade": "RMT",
    "read a question's file": "RMTXN",
    "control": "X",
    "release results": "TX",
    "see a certificate": "TXN",
    "decide an appeal": "TX",
    "job description: draft": "R",
    "job description: agree": "H",
    "job description: approve": "X",
    "job description: read": "RHX",
    "job description: sign": "IDMTN",
    "reports": "RHX",
    "export": "RH",
}

_BY_ACTION = {
    "public": """assessments.verify assessments.verify_code
        careers.apply careers.arrive careers.at_desk careers.book
        careers.book_held careers.calendar careers.confirm careers.decline careers.late
        careers.feed careers.here careers.index careers.move careers.my careers.nowhere
        careers.offer careers.robots careers.sitemap careers.thanks careers.unsure careers.vacancy
        careers.withdraw people.first_admin people.forgot people.forgot_sent people.join
        people.join_by_link people.reset people.reset_by_link people.sign_in people.sign_out
        static web.healthz web.language web.readyz workspace.home
        interviews.kiosk interviews.kiosk_open""",
    "any account": """notifications.notices notifications.read notifications.read_all
        onboarding.submit_task onboarding.task onboarding.tasks people.change_password
        people.end_own_sessions people.profile workspace.today""",
    "accounts, roles, settings": """organization.company people.account people.accounts
        people.end_sessions people.invite people.resend_invitation""",
    "read the audit trail": "people.audit",
    "outbox: see, retry": "notifications.outbox notifications.retry",
    "sites": """organization.add_room organization.new_site organization.remove_room
        organization.room organization.site organization.sites interviews.settings""",
    "calendars": """organization.add_holiday organization.calendar organization.calendars
        organization.fill_year organization.new_calendar organization.remove_calendar
        organization.remove_holiday""",
    "departments": """organization.department organization.departments
        organization.remove_department""",
    "products: edit": """assessments.add_fact assessments.add_profit assessments.edit_product
        assessments.end_fact assessments.new_product assessments.replace_fact""",
    "products: view": "assessments.product assessments.products",
    "edit and publish a vacancy": """vacancies.change_promotion vacancies.channel
        vacancies.channels vacancies.close vacancies.edit vacancies.new vacancies.pause
        vacancies.promote vacancies.publish""",
    "approve a vacancy": "vacancies.approve",
    "read a vacancy": """careers.preview candidates.board candidates.more candidates.pipelines
        vacancies.index vacancies.show""",
    "read an application and its CV": """candidates.download candidates.index
        candidates.profile""",
    "note on an application": """candidates.contact candidates.note candidates.tag
        candidates.untag candidates.upload interviews.ask interviews.message
        interviews.move_to_group interviews.offer_times interviews.undo_offers""",
    "move an application": "candidates.details candidates.move",
    "reject before the interview": "candidates.reject",
    "move or reject back": "candidates.undo",
    "today's names and slots": """interviews.agenda interviews.give_seats interviews.group
        interviews.name_tags interviews.seat_plan interviews.board interviews.board_now
        interviews.index interviews.summary""",
    "invite, move, cancel": """interviews.call_later interviews.incoming
        interviews.late interviews.calls interviews.cancel interviews.invitation
        interviews.invite interviews.move interviews.note_answer interviews.second_chance
        interviews.undo_wave interviews.wave interviews.waves_now""",
    "criteria and kits": """interviews.edit_kit interviews.install_kit interviews.kit
        interviews.kit_changes interviews.list_kits interviews.new_kit interviews.prepare_group
        interviews.retire_kit interviews.vacancy_kit""",
    "plan a session": """interviews.cancel_day interviews.new interviews.new_group
        interviews.remove_template interviews.save_template interviews.templates
        interviews.top_ups""",
    "set capacity and overbooking": "interviews.capacity interviews.spare",
    "import": """interviews.attendance_import interviews.attendance_mapping
        interviews.attendance_progress interviews.dropped_csv interviews.imports
        interviews.remove_import""",
    "read attendance": "interviews.show_rates interviews.forecasts interviews.rates_csv",
    "check in, no-show": """interviews.check_in interviews.correct interviews.desk
        interviews.desk_now interviews.desk_step interviews.desk_today interviews.desk_undo
        interviews.kiosk_here interviews.leave interviews.renew_code interviews.self_check_in
        interviews.to_group interviews.turn_away interviews.walk_in""",
    "call the next person": """interviews.call interviews.call_back interviews.finish
        interviews.start""",
    "submit a scorecard": """interviews.change_mark interviews.draft_status
        interviews.save_draft interviews.amend interviews.finish_group interviews.grid
        interviews.extend interviews.hand_over interviews.mine interviews.mine_now
        interviews.own_begin interviews.own_done interviews.scorecard interviews.take_break
        interviews.take_next""",
    "read others' scorecards": """interviews.begin_group interviews.compare
        interviews.moderated_round interviews.ranking interviews.run_round""",
    "propose a decision": """candidates.answer candidates.offer candidates.send
        candidates.withdraw_offer interviews.invite_on interviews.propose""",
    "answer a decision": "interviews.answer interviews.decision interviews.decisions",
    "programs: view": "onboarding.program_version onboarding.programs",
    "programs: draft": """onboarding.discard_program onboarding.draft_program
        onboarding.edit_criterion onboarding.edit_program onboarding.edit_stage
        onboarding.edit_task onboarding.remove_task""",
    "programs: publish": """onboarding.install_program onboarding.publish_program
        onboarding.retire_program""",
    "plan: read": """onboarding.gate onboarding.plan onboarding.plan_log onboarding.plan_talks
        onboarding.plan_training onboarding.prospects_csv""",
    "plan: open, assign mentor, waive": """onboarding.answer_third onboarding.ask_third
        onboarding.assign_test onboarding.cancel onboarding.manage onboarding.mentor_profile
        onboarding.move_start onboarding.new_plan onboarding.pause onboarding.plans
        onboarding.preboard onboarding.propose_mentor onboarding.release_mentor
        onboarding.resume onboarding.withdraw_proposal""",
    "answer a mentor proposal": "onboarding.answer_proposal",
    "accept as mentor": "onboarding.trainees",
    "confirm topics, log entries": """onboarding.add_prospect onboarding.check_in
        onboarding.confirm_entries onboarding.confirm_topic onboarding.mark_role_play
        onboarding.my_day onboarding.new_role_play onboarding.take_back onboarding.tap""",
    "work on or waive a task": "onboarding.decide_task",
    "correct the log": "onboarding.correct_entry",
    "decide a gate": "onboarding.decide_gate onboarding.gates onboarding.review",
    "advise at a gate": "onboarding.advise",
    "co-sign an exit": "onboarding.cosign_exit",
    "bonus: see": "onboarding.bonuses",
    "bonus: verify, propose, approve": "onboarding.sign_bonus",
    "author tests and keys": """assessments.adopt_frame assessments.change_questions
        assessments.choose_questions assessments.edit_frame_question assessments.edit_pool
        assessments.edit_section assessments.generate_for_many assessments.make_ready
        assessments.move_frame_question assessments.move_section assessments.new_frame_question
        assessments.new_pool assessments.remove_pool assessments.remove_section
        assessments.rename_bank assessments.reset_frame_question assessments.take_back
        assessments.import_questions assessments.question_import
        assessments.confirm_import assessments.export_questions assessments.export_file
        assessments.accommodate assessments.accommodations
        assessments.end_accommodation assessments.move_end assessments.pause_sitting
        assessments.resume_sitting assessments.sitting_time
        assessments.add_questions assessments.add_section
        assessments.ask assessments.assign assessments.change_settings assessments.count_late
        assessments.edit_question assessments.extend
        assessments.generate_questions assessments.move_item
        assessments.new_question assessments.new_test assessments.new_version
        assessments.publish assessments.remove_item assessments.retire
        assessments.retire_question assessments.void""",
    "view tests": """assessments.banks assessments.frame assessments.given assessments.preview
        assessments.late_texts assessments.paper assessments.question
        assessments.questions
        assessments.statistics_csv assessments.statistics_page
        assessments.test assessments.test_version assessments.tests""",
    "sit a test": """assessments.news assessments.presence assessments.answer_status
        assessments.appeal assessments.attempt
        assessments.flag assessments.mine assessments.retake assessments.review
        assessments.save_answer assessments.sit assessments.sit_form assessments.start
        assessments.submit""",
    "hold an oral test": """assessments.end_oral assessments.hold assessments.oral
        assessments.oral_answer assessments.oral_notes assessments.oral_save
        assessments.oral_status assessments.orals""",
    "read a question's file": "assessments.stem_file",
    "grade": """assessments.by_question assessments.finish assessments.finish_complete
        assessments.forget_remark assessments.give_back assessments.grade assessments.group
        assessments.hand_over assessments.keep_remark assessments.leave_question
        assessments.mark assessments.mark_group assessments.mark_next assessments.question_run
        assessments.queue assessments.remarks assessments.share_remark assessments.similar
        assessments.similar_group assessments.take assessments.take_out
        assessments.take_question assessments.undo_group""",
    "control": """assessments.confirm assessments.control assessments.controls
        assessments.correct""",
    "release results": """assessments.regrade assessments.regraded assessments.regrades
        assessments.release_cohort assessments.release_preview assessments.releases""",
    "see a certificate": "assessments.certificate",
    "decide an appeal": "assessments.appeals assessments.decide_appeal",
    "job description: draft": """positions.draft positions.edit positions.new
        positions.put_in_force positions.refusal positions.remove_band positions.revise
        positions.set_band positions.signatures""",
    "job description: agree": "positions.agree",
    "job description: approve": "positions.approve",
    "job description: read": "positions.description positions.index positions.show",
    "job description: sign": "positions.sign positions.to_sign",
    "reports": """reports.interviews reports.channels reports.dashboard reports.funnel
        reports.learning_csv reports.learning_report""",
    "export": "candidates.export reports.channels_csv reports.interviews_csv",
}

ROUTES = {
    endpoint: action for action, names in _BY_ACTION.items() for endpoint in names.split()
}
"""Every endpoint of the product stands here exactly once; an undeclared one fails the build."""
