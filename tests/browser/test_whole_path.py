"""One real day as everybody lives it: from a vacancy to a graded trainee, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.path import hiring, interviews, knowledge, overview, training
from tests.browser.path.cast import Cast, step


@pytest.fixture
def cast(
    site: Site,
    visitor: Callable[..., Page],
    signed_in: Callable[..., Page],
    looks_right: Callable[[Page], None],
) -> Cast:
    return Cast(site, visitor, signed_in, looks_right)


def test_the_whole_path(cast: Cast) -> None:
    with step(
        "1a The recruiter opens a vacancy from a position, the head approves, it is public"
    ):
        hiring.open_vacancy(cast)
    with step("1b The recruiter promotes it, with a cost and a code"):
        hiring.promote(cast)
    with step("1c The careers page shows it, with a valid JobPosting"):
        hiring.see_the_job(cast)
    with step("2a Candidates apply on a phone with a PDF or a DOCX"):
        for name in hiring.PEOPLE:
            hiring.apply(cast, name)
    with step("2b The confirmation mail leads to the candidate's own page"):
        hiring.confirmation(cast)
    with step("2c The recruiter sees them in the pipeline, reads a CV and moves them"):
        hiring.pipeline(cast)
    with step("3a The recruiter imports past attendance and sees the rates"):
        interviews.import_attendance(cast)
    with step("3b The recruiter plans a streaming day"):
        interviews.plan_day(cast)
    with step("3c One click invites the next people"):
        interviews.invite(cast)
    with step("4a A candidate confirms by the link in the mail"):
        interviews.confirm(cast)
    with step("4b Another one takes another time"):
        interviews.take_another_time(cast)
    with step("4c A third one declines"):
        interviews.decline(cast)
    with step("4d The board changes and says whom to invite next"):
        interviews.board_changes(cast)
    with step("5a The receptionist checks people in"):
        interviews.desk(cast)
    with step("5b The receptionist calls the next to a free interviewer"):
        interviews.call_next(cast)
    with step("5c The interviewer fills a scorecard and takes the next"):
        interviews.scorecard(cast)
    with step("5d Past sessions show who did not come"):
        interviews.past_sessions(cast)
    with step("5e The other pages of interview days look right"):
        interviews.other_rooms(cast)
    with step("6a The recruiter plans a group session and invites"):
        interviews.plan_group(cast)
    with step("6b Observers mark alone, then compare"):
        interviews.hold_group(cast)
    with step("7a Recruiter proposes, head agrees, the offer is accepted by its link"):
        training.hire(cast)
    with step("7b The trainee's account and plan exist; a mentor is proposed and accepts"):
        training.prepare(cast)
    with step("7c Tasks, the log, topics, role-play, readiness"):
        training.learn(cast)
    with step("8a The trainee sits the written test"):
        knowledge.sit(cast)
    with step("8b The trainer grades with a rubric; the mentor cannot"):
        knowledge.grade(cast)
    with step("8c The director controls and releases; the trainee sees the result"):
        knowledge.release(cast)
    with step("8d The gate of stage 3 knows the result"):
        knowledge.gate(cast)
    with step("8e The other pages of written tests look right"):
        knowledge.other_rooms(cast)
    with step("9a Recruiter and head see funnel and dashboard"):
        overview.reports(cast)
    with step("9b The admin sees accounts, audit trail and outbox"):
        overview.admin(cast)
    with step("All pages of the house were looked at"):
        assert len(cast.looked_at) >= 90, sorted(cast.looked_at)
