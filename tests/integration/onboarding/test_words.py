"""Everything onboarding says has words, and its mails can be written."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from recruit.kernel.db import db
from recruit.notifications import kinds
from recruit.notifications.letters import letter
from recruit.notifications.models import Notification, OutboxMessage
from recruit.onboarding import jobs, operations, words
from recruit.onboarding.operations import programs
from recruit.rules import incentive
from recruit.rules.onboarding import states
from recruit.rules.onboarding.states import Outcome
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.REFUSALS, [*states.Refusal, *incentive.Refusal]),
        (words.ACTIVITIES, states.ActivityKind),
        (words.ACTIVITY_ICONS, states.ActivityKind),
        (words.OUTCOMES, states.Outcome),
        (words.OUTCOME_NOTES, [one.value for one in states.Outcome]),
        (words.WAITS_FOR, states.Who),
        (words.OWNERS, states.Owner),
        (words.CHECKERS, states.Checker),
        (words.MENTOR_KINDS, states.MentorKind),
        (words.END_REASONS, states.EndReason),
        (words.STEPS, incentive.Step),
        (words.SOURCES, [one for one in states.Source if one is not states.Source.LOG]),
        (words.ROLE_PLAY_CRITERIA, operations.role_plays.CRITERIA),
    ],
)
def test_every_code_has_words(table, codes):
    assert set(table) == set(codes)


def test_every_notice_has_words(app, make):
    plan, head = make.plan(), make.the_head()
    make.mentoring(plan)
    make.finish_tasks(plan, 1)
    operations.decide(plan.stages[0], Outcome.RETAKE, reason="x", actor=head, now=NOW)
    operations.decide(plan.stages[0], Outcome.WAIVE, reason="x", actor=head, now=NOW)
    jobs.remind(NOW)
    with app.test_request_context():
        for notice in db.session.scalars(select(Notification)):
            assert notice.kind in kinds.KINDS, notice.kind
            sentence = kinds.sentence(notice.kind, notice.facts)
            assert "%(" not in sentence
            assert sentence != notice.kind.rpartition(".")[2].replace("-", " ").capitalize()


def test_every_kind_named_in_the_code_has_words():
    source = Path("recruit/onboarding/mails.py").read_text()
    named = re.findall(r'"((?:task|stage|plan|mentor|gate|exit|third|bonus)-[a-z-]+)"', source)
    assert named
    missing = [name for name in named if f"onboarding.{name}" not in kinds.KINDS]
    assert missing == []


@pytest.mark.parametrize("locale", ["en", "ro", "ru"])
def test_the_mails_can_be_written(make, locale):
    plan = make.plan()
    plan.trainee.locale = make.the_head().locale = locale
    make.mentoring(plan, make.mentor(locale=locale))
    jobs.remind(NOW)
    db.session.flush()
    mails = list(
        db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.template.like("onboarding/%"))
        )
    )
    assert {mail.template for mail in mails} == {
        "onboarding/mentor_proposed", "onboarding/digest",
    }  # fmt: skip
    for mail in mails:
        written = letter(mail, NOW)
        assert written["Subject"]
        text = written.get_body(("plain",)).get_content()
        assert "http://127.0.0.1:8000/onboarding/" in text
        assert "{{" not in text


def test_the_shipped_program_is_complete():
    data = programs.shipped_program()
    assert [stage["title"] for stage in data["stages"]] == [
        "Introduction", "Product basics and client base", "Sales training with a mentor",
        "Normal rhythm under guidance",
    ]  # fmt: skip
    assert len(data["stages"][2]["topics"]) == 7
    calls = [one for one in data["stages"][1]["gate"]["criteria"] if one["source"] == "log"]
    assert [(one["kind"], one["threshold"], one["window"]) for one in calls] == [
        ("call", 30, 2), ("request", 1, 2),
    ]  # fmt: skip
    assert programs.shipped_program("xx") == data


def test_it_is_installed_once(make):
    first = operations.install_default(actor=None, now=NOW)
    assert operations.install_default(actor=None, now=NOW) is first
