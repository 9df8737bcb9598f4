"""One table says which role may do what; views ask by permission, never by role.

The table is section "who may" of the domain, line by line. It says who may try; which rows
somebody may touch is said by the loaders (`queries.thing_for(person, pubid)`).
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import abort
from flask_login import current_user

from recruit.kernel.extensions import login_manager

P = ParamSpec("P")
R = TypeVar("R")


class Role(StrEnum):
    """What an account is for. Roles add up; conflicts of interest subtract."""

    ADMIN = "admin"
    RECRUITER = "recruiter"
    HIRING_MANAGER = "hiring_manager"
    INTERVIEWER = "interviewer"
    RECEPTIONIST = "receptionist"
    MENTOR = "mentor"
    TRAINER = "trainer"
    DIRECTOR = "director"
    TRAINEE = "trainee"


class Permission(StrEnum):
    """What somebody may try to do; the value is stable for the API and `recruit routes`."""

    PEOPLE_MANAGE = "people.manage"
    AUDIT_READ = "audit.read"
    OUTBOX_READ = "outbox.read"
    SITE_EDIT = "site.edit"
    DEPARTMENT_EDIT = "department.edit"
    CALENDAR_EDIT = "calendar.edit"

    POSITION_READ = "position.read"
    POSITION_DRAFT = "position.draft"
    DESCRIPTION_AGREE = "description.agree"
    DESCRIPTION_APPROVE = "description.approve"
    DESCRIPTION_SIGN = "description.sign"

    VACANCY_READ = "vacancy.read"
    VACANCY_EDIT = "vacancy.edit"
    VACANCY_APPROVE = "vacancy.approve"

    APPLICATION_READ = "application.read"
    APPLICATION_MOVE = "application.move"
    APPLICATION_NOTE = "application.note"
    REJECT_EARLY = "application.reject_early"
    CANDIDATE_IMPORT = "candidate.import"

    DAY_READ = "day.read"
    SESSION_PLAN = "session.plan"
    CAPACITY_SET = "session.capacity"
    INVITATION_MANAGE = "invitation.manage"
    ATTENDANCE_IMPORT = "attendance.import"
    ATTENDANCE_READ = "attendance.read"
    CHECK_IN = "desk.check_in"
    CALL_NEXT = "desk.call_next"
    SCORECARD_SUBMIT = "scorecard.submit"
    SCORECARD_READ = "scorecard.read"

    DECISION_PROPOSE = "decision.propose"
    DECISION_TAKE = "decision.take"
    DECISION_SECOND = "decision.second"

    PROGRAM_READ = "program.read"
    PROGRAM_DRAFT = "program.draft"
    PROGRAM_PUBLISH = "program.publish"
    PLAN_READ = "plan.read"
    PLAN_OPEN = "plan.open"
    MENTOR_ACCEPT = "mentor.accept"
    PLAN_WORK = "plan.work"
    GATE_DECIDE = "gate.decide"
    GATE_COSIGN = "gate.cosign"
    GATE_ADVISE = "gate.advise"
    BONUS_VERIFY = "bonus.verify"
    BONUS_PROPOSE = "bonus.propose"
    BONUS_APPROVE = "bonus.approve"

    PRODUCT_READ = "product.read"
    PRODUCT_EDIT = "product.edit"
    TEST_READ = "test.read"
    TEST_AUTHOR = "test.author"
    TEST_SIT = "test.sit"
    GRADE = "grade.mark"
    CONTROL = "grade.control"
    RESULT_RELEASE = "result.release"
    APPEAL_DECIDE = "appeal.decide"

    REPORT_READ = "report.read"
    EXPORT = "export"
    ERASE_APPROVE = "erase.approve"
    ERASE_EXECUTE = "erase.execute"


_A, _R, _H, _I, _D, _M, _T, _X, _N = (
    Role.ADMIN,
    Role.RECRUITER,
    Role.HIRING_MANAGER,
    Role.INTERVIEWER,
    Role.RECEPTIONIST,
    Role.MENTOR,
    Role.TRAINER,
    Role.DIRECTOR,
    Role.TRAINEE,
)

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.PEOPLE_MANAGE: frozenset({_A}),
    Permission.AUDIT_READ: frozenset({_A}),
    Permission.OUTBOX_READ: frozenset({_A, _R}),
    Permission.SITE_EDIT: frozenset({_A, _R}),
    Permission.DEPARTMENT_EDIT: frozenset({_A}),
    Permission.CALENDAR_EDIT: frozenset({_R}),
    Permission.POSITION_READ: frozenset({_R, _H, _X}),
    Permission.POSITION_DRAFT: frozenset({_R}),
    Permission.DESCRIPTION_AGREE: frozenset({_H}),
    Permission.DESCRIPTION_APPROVE: frozenset({_X}),
    Permission.DESCRIPTION_SIGN: frozenset({_I, _D, _M, _T, _N}),
    Permission.VACANCY_READ: frozenset({_R, _H}),
    Permission.VACANCY_EDIT: frozenset({_R}),
    Permission.VACANCY_APPROVE: frozenset({_H}),
    Permission.APPLICATION_READ: frozenset({_R, _H, _I}),
    Permission.APPLICATION_MOVE: frozenset({_R}),
    Permission.APPLICATION_NOTE: frozenset({_R, _H}),
    Permission.REJECT_EARLY: frozenset({_R, _H}),
    Permission.CANDIDATE_IMPORT: frozenset({_R}),
    Permission.DAY_READ: frozenset({_R, _H, _I, _D}),
    Permission.SESSION_PLAN: frozenset({_R}),
    Permission.CAPACITY_SET: frozenset({_R, _X}),
    Permission.INVITATION_MANAGE: frozenset({_R, _H, _D}),
    Permission.ATTENDANCE_IMPORT: frozenset({_R}),
    Permission.ATTENDANCE_READ: frozenset({_R, _H, _X}),
    Permission.CHECK_IN: frozenset({_R, _D}),
    Permission.CALL_NEXT: frozenset({_R, _I, _D}),
    Permission.SCORECARD_SUBMIT: frozenset({_H, _I}),
    Permission.SCORECARD_READ: frozenset({_R, _H, _I}),
    Permission.DECISION_PROPOSE: frozenset({_R, _H}),
    Permission.DECISION_TAKE: frozenset({_H}),
    Permission.DECISION_SECOND: frozenset({_R, _X}),
    Permission.PROGRAM_READ: frozenset({_R, _H, _X}),
    Permission.PROGRAM_DRAFT: frozenset({_R, _H}),
    Permission.PROGRAM_PUBLISH: frozenset({_R}),
    Permission.PLAN_READ: frozenset({_R, _H, _M, _X, _N}),
    Permission.PLAN_OPEN: frozenset({_R, _H, _X}),
    Permission.MENTOR_ACCEPT: frozenset({_M}),
    Permission.PLAN_WORK: frozenset({_R, _H, _M, _N}),
    Permission.GATE_DECIDE: frozenset({_H, _X}),
    Permission.GATE_COSIGN: frozenset({_R}),
    Permission.GATE_ADVISE: frozenset({_M}),
    Permission.BONUS_VERIFY: frozenset({_R}),
    Permission.BONUS_PROPOSE: frozenset({_H}),
    Permission.BONUS_APPROVE: frozenset({_X}),
    Permission.PRODUCT_READ: frozenset({_R, _T, _X}),
    Permission.PRODUCT_EDIT: frozenset({_R, _T}),
    Permission.TEST_READ: frozenset({_T, _X}),
    Permission.TEST_AUTHOR: frozenset({_T}),
    Permission.TEST_SIT: frozenset({_N}),
    Permission.GRADE: frozenset({_R, _M, _T}),
    Permission.CONTROL: frozenset({_X}),
    Permission.RESULT_RELEASE: frozenset({_T, _X}),
    Permission.APPEAL_DECIDE: frozenset({_T, _X}),
    Permission.REPORT_READ: frozenset({_R, _H, _X}),
    Permission.EXPORT: frozenset({_R, _H}),
    Permission.ERASE_APPROVE: frozenset({_A}),
    Permission.ERASE_EXECUTE: frozenset({_R}),
}


def may(person: Any, permission: Permission) -> bool:
    """Tell whether one of the person's roles carries the permission."""
    return bool(GRANTS[permission] & person.roles)


def requires(*permissions: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a view: any one of the permissions lets in, everybody else finds nothing here.

    The permissions stay readable on the function, for the contract test and `recruit routes`.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                return login_manager.unauthorized()  # type: ignore[no-any-return]
            if not any(may(current_user, permission) for permission in permissions):
                abort(404)
            return view(*args, **kwargs)

        guarded.permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Guard a view that any account may use, such as its own profile."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_user.is_authenticated:
            return login_manager.unauthorized()  # type: ignore[no-any-return]
        return view(*args, **kwargs)

    guarded.permissions = ()  # type: ignore[attr-defined]
    return guarded


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as open to everybody. The contract test holds the list of these short."""
    view.public = True  # type: ignore[attr-defined]
    return view
