"""Changing onboarding. Each takes its actor, checks the rules, and never commits."""

from recruit.onboarding.operations.accounts import add_roles, employ
from recruit.onboarding.operations.changes import (
    calendar_changed,
    cancel,
    move_start,
    pause,
    resume,
)
from recruit.onboarding.operations.incentives import evaluate, sign
from recruit.onboarding.operations.log import (
    add_prospect,
    confirm,
    confirm_all,
    confirm_topic,
    correct,
    enter,
    take_back,
)
from recruit.onboarding.operations.mentors import (
    accept,
    decline,
    propose,
    release,
    save_profile,
    withdraw,
)
from recruit.onboarding.operations.plans import (
    begin,
    open_for_employee,
    open_from_hire,
    preboard,
)
from recruit.onboarding.operations.programs import (
    discard,
    draft_from,
    edit_criterion,
    edit_stage,
    edit_version,
    install_default,
    publish,
    remove_task,
    retire,
    save_task,
)
from recruit.onboarding.operations.results import (
    assign_test,
    hold_check_in,
    record_result,
    review,
)
from recruit.onboarding.operations.role_plays import answer_third, ask_third, hold, mark
from recruit.onboarding.operations.stages import advise, cosign, decide, settle
from recruit.onboarding.operations.tasks import accept as accept_task
from recruit.onboarding.operations.tasks import give_back, submit, waive

__all__ = [
    "accept",
    "accept_task",
    "add_prospect",
    "add_roles",
    "advise",
    "answer_third",
    "ask_third",
    "assign_test",
    "begin",
    "calendar_changed",
    "cancel",
    "confirm",
    "confirm_all",
    "confirm_topic",
    "correct",
    "cosign",
    "decide",
    "decline",
    "discard",
    "draft_from",
    "edit_criterion",
    "edit_stage",
    "edit_version",
    "employ",
    "enter",
    "evaluate",
    "give_back",
    "hold",
    "hold_check_in",
    "install_default",
    "mark",
    "move_start",
    "open_for_employee",
    "open_from_hire",
    "pause",
    "preboard",
    "propose",
    "publish",
    "record_result",
    "release",
    "remove_task",
    "resume",
    "retire",
    "review",
    "save_profile",
    "save_task",
    "settle",
    "sign",
    "submit",
    "take_back",
    "waive",
    "withdraw",
]
