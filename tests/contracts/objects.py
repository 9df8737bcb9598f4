"""What every parameter of every route names in the world of tests/contracts/world.py."""

import hashlib
from collections.abc import Iterator

from flask import Flask

from recruit.cli import routes_table
from recruit.kernel.db import Base, db
from tests.contracts.access_table import ACTIONS, ROUTES
from tests.contracts.world import World

BY_PARAMETER = {
    "person": "person", "calendar": "calendar", "holiday": "holiday", "department": "department",
    "site": "site", "room": "room", "message": "message", "notice": "notice",
    "application": "application", "tag": "tag", "document": "document", "vacancy": "vacancy",
    "change": "stage_change", "offer": "offer", "job": "job", "session": "session",
    "batch": "batch", "invitation": "invitation", "decision": "decision", "arrival": "arrival",
    "criterion": "criterion", "task": "task_def", "topic": "topic", "kit": "kit",
    "card": "scorecard", "template": "template", "remark": "remark", "member": "group_member",
    "accommodation": "accommodation", "upload": "question_upload",
}  # fmt: skip
"""A parameter of a route -> the attribute of the world that it names."""

_BY_ENDPOINT = {
    "product": """assessments.product assessments.edit_product assessments.add_fact
        assessments.add_profit assessments.generate_questions""",
    "fact": "assessments.end_fact assessments.replace_fact",
    "bank": "assessments.rename_bank",
    "frame_question": """assessments.edit_frame_question assessments.move_frame_question
        assessments.reset_frame_question""",
    "section": """assessments.choose_questions assessments.edit_section
        assessments.move_section assessments.new_pool""",
    "section_empty": "assessments.remove_section",
    "pool": "assessments.edit_pool assessments.remove_pool",
    "stem_file": "assessments.stem_file",
    "assignment_open": "assessments.take_back",
    "question": """assessments.regrade assessments.question assessments.edit_question
        assessments.retire_question""",
    "test": """assessments.test assessments.new_version assessments.statistics_page
        assessments.statistics_csv""",
    "test_version": """assessments.test_version assessments.publish assessments.add_questions
        assessments.add_section assessments.change_settings assessments.make_ready
        assessments.preview""",
    "test_published": "assessments.assign assessments.given assessments.retire",
    "test_item": "assessments.move_item assessments.remove_item",
    "paper_given": """assessments.paper assessments.late_texts assessments.ask assessments.void
        assessments.count_late""",
    "paper_released": "assessments.certificate",
    "regrade": "assessments.regraded",
    "paper_open": """assessments.news assessments.presence assessments.sitting_time
        assessments.pause_sitting assessments.resume_sitting assessments.move_end
        assessments.extend assessments.sit assessments.sit_form assessments.review
        assessments.submit""",
    "paper_assigned": "assessments.hold assessments.attempt assessments.start",
    "paper_oral": """assessments.oral assessments.oral_answer assessments.oral_save
        assessments.oral_status assessments.oral_notes assessments.end_oral""",
    "open_item": "assessments.save_answer assessments.answer_status assessments.flag",
    "released_item": "assessments.appeal",
    "assignment": "assessments.retake",
    "task_final": """assessments.grade assessments.take assessments.give_back assessments.mark
        assessments.finish assessments.hand_over""",
    "marking_version": """assessments.by_question assessments.take_question
        assessments.finish_complete""",
    "lease": """assessments.question_run assessments.mark_next assessments.leave_question
        assessments.similar assessments.similar_group assessments.mark_group""",
    "answer_group": "assessments.group assessments.undo_group assessments.take_out",
    "paper_controlled": "assessments.control assessments.confirm assessments.correct",
    "appeal": "assessments.decide_appeal",
    "plan": """onboarding.plan onboarding.plan_log onboarding.plan_talks
        onboarding.plan_training onboarding.manage onboarding.propose_mentor
        onboarding.release_mentor onboarding.withdraw_proposal onboarding.pause
        onboarding.add_prospect onboarding.prospects_csv onboarding.review onboarding.resume
        onboarding.new_role_play onboarding.move_start onboarding.assign_test
        onboarding.ask_third onboarding.answer_third onboarding.confirm_topic
        onboarding.confirm_entries onboarding.tap onboarding.cancel onboarding.preboard""",
    "stage": """onboarding.gate onboarding.advise onboarding.cosign_exit
        onboarding.decide_gate""",
    "task": "onboarding.task onboarding.submit_task onboarding.decide_task",
    "check_in": "onboarding.check_in",
    "entry": "onboarding.correct_entry onboarding.take_back",
    "role_play": "onboarding.mark_role_play",
    "mentor": "onboarding.mentor_profile",
    "proposal": "onboarding.answer_proposal",
    "incentive": "onboarding.sign_bonus",
    "program": "onboarding.retire_program",
    "version": "onboarding.draft_program",
    "draft": """onboarding.program_version onboarding.discard_program
        onboarding.edit_program onboarding.publish_program onboarding.remove_task
        onboarding.edit_criterion onboarding.edit_stage onboarding.edit_task""",
    "position": "positions.show positions.edit positions.draft positions.set_band",
    "description_draft": "positions.description positions.agree positions.revise",
    "description_agreed": "positions.approve",
    "description_approved": "positions.put_in_force",
    "description_in_force": "positions.signatures",
    "acknowledgement": "positions.refusal positions.sign",
    "band": "positions.remove_band",
    "vacancy": """vacancies.show vacancies.approve vacancies.close vacancies.edit
        vacancies.pause vacancies.promote vacancies.publish careers.apply careers.preview
        careers.thanks careers.vacancy""",
    "promotion": "vacancies.change_promotion",
    "channel": "vacancies.channel",
    "application": """careers.arrive careers.calendar careers.confirm careers.decline
        careers.here careers.move careers.my careers.offer careers.unsure careers.withdraw
        careers.book careers.book_held careers.late""",
}
PUBID = {name: found for found, names in _BY_ENDPOINT.items() for name in names.split()}
"""An endpoint whose parameter is just `pubid` -> the attribute of the world."""

SPECIAL = {
    ("interviews.grid", "session"): "group",
    ("interviews.agenda", "session"): "group",
    ("interviews.begin_group", "session"): "group",
    ("interviews.give_seats", "session"): "group",
    ("interviews.group", "session"): "group",
    ("interviews.invite_on", "session"): "group",
    ("interviews.moderated_round", "session"): "group",
    ("interviews.name_tags", "session"): "group",
    ("interviews.prepare_group", "session"): "group",
    ("interviews.run_round", "session"): "group",
    ("interviews.seat_plan", "session"): "group",
    ("interviews.ranking", "session"): "group",
    ("interviews.finish_group", "session"): "group",
    ("onboarding.edit_stage", "stage"): "stage_def",
    ("onboarding.edit_task", "stage"): "stage_def",
    ("assessments.count_late", "item"): "given_item",
    ("assessments.correct", "item"): "controlled_item",
    ("assessments.mark", "item"): "given_item",
    ("assessments.mark_next", "item"): "alike_item",
    ("assessments.similar_group", "item"): "alike_item",
    ("assessments.mark_group", "item"): "alike_item",
    ("assessments.take_question", "question"): "marking_question",
    ("assessments.oral_answer", "item"): "oral_item",
    ("assessments.oral_save", "item"): "oral_item",
    ("assessments.oral_status", "item"): "oral_item",
    ("interviews.dropped_csv", "job"): "job_done",
    ("interviews.undo_offers", "batch"): "offer_batch",
}
"""Where the same parameter means another object on one page."""

FOR_ROLE = {
    ("assessments.grade", "R"): {"pubid": "task_asked"},
    ("assessments.grade", "M"): {"pubid": "task_first"},
    ("assessments.by_question", "R"): {"pubid": "asked_version"},
    ("assessments.by_question", "M"): {"pubid": "first_version"},
    ("assessments.question_run", "R"): {"pubid": "lease_R"},
    ("assessments.question_run", "M"): {"pubid": "lease_M"},
    ("assessments.similar", "R"): {"pubid": "lease_R"},
    ("assessments.similar", "M"): {"pubid": "lease_M"},
    ("positions.sign", "D"): {"pubid": "acknowledgement_D"},
    ("positions.sign", "M"): {"pubid": "acknowledgement_M"},
    ("positions.sign", "T"): {"pubid": "acknowledgement_T"},
    ("positions.sign", "N"): {"pubid": "acknowledgement_N"},
}
"""The object that belongs to this role, where everybody has one of their own."""

WORDS = {
    ("candidates.more", "stage"): "applied",
    "code": "abcdef",
    "answer": "accept", "step": "verify", "action": "accept", "position": "1", "token": "x" * 27,
    "_rest": "nothing", "filename": "nothing.css",
}  # fmt: skip
"""Parameters that name no object."""


def value_of(world: World, endpoint: str, name: str, letter: str = "") -> str:
    """The value of one parameter of a route; an unmapped parameter fails."""
    if (word := WORDS.get((endpoint, name)) or WORDS.get(name)) and not (
        name == "stage" and endpoint != "candidates.more"
    ):
        return word
    attribute = FOR_ROLE.get((endpoint, letter), {}).get(name) or SPECIAL.get((endpoint, name))
    if attribute is None:
        attribute = PUBID.get(endpoint) if name == "pubid" else BY_PARAMETER.get(name)
    assert attribute, f"say in this file what <{name}> of {endpoint} is"
    return world.pubids[attribute]


def paths(
    app: Flask, world: World, letter: str = ""
) -> Iterator[tuple[str, str, list[str], str]]:
    """(endpoint, path, methods, action) of every route with parameters."""
    with app.test_request_context():
        for row in routes_table(app):
            if "<" not in row["rule"]:
                continue
            rule = next(
                r for r in app.url_map.iter_rules(row["endpoint"]) if r.rule == row["rule"]
            )
            path = str(row["rule"])
            values = {n: value_of(world, row["endpoint"], n, letter) for n in rule.arguments}
            path = rule.build(values, append_unknown=False)[1]  # type: ignore[index]
            yield row["endpoint"], path, row["methods"], ACTIONS[ROUTES[row["endpoint"]]]


def fingerprint() -> dict[str, str]:
    """A hash of every table's rows."""
    found = {}
    connection = db.engines[None]
    for table in Base.metadata.sorted_tables:
        rows = connection.execute(table.select().order_by(*table.primary_key)).all()
        found[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found
