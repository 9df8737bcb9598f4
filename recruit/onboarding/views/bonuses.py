"""Mentors' bonuses: what is due, who signs next."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.permissions import Permission, Role, may, requires
from recruit.onboarding import operations
from recruit.onboarding.operations.incentives import chain
from recruit.onboarding.queries import incentives, plans
from recruit.onboarding.views.blueprint import bp, refused_on, tried
from recruit.people.login import current_person
from recruit.rules import incentive as rules
from recruit.rules.incentive import Step

_NEEDS = {
    Step.VERIFY: Permission.BONUS_VERIFY,
    Step.PROPOSE: Permission.BONUS_PROPOSE,
    Step.APPROVE: Permission.BONUS_APPROVE,
    Step.PAY: Permission.BONUS_VERIFY,
}


@bp.get("/onboarding/bonuses", endpoint="bonuses")
@requires(
    Permission.BONUS_VERIFY,
    Permission.BONUS_PROPOSE,
    Permission.BONUS_APPROVE,
    Permission.MENTOR_ACCEPT,
)
def bonus_list() -> ResponseReturnValue:
    """The bonuses one signs for, or is paid."""
    person = current_person()
    rows = incentives.incentives_for(person)
    people = plans.around_many([row.plan for row in rows]) if rows else {}
    steps: dict[str, Step] = {}
    for row in rows:
        seen = chain(row, people[row.plan_id].parties)
        step = rules.next_step(seen)
        if step and may(person, _NEEDS[step]) and not rules.refusal(seen, step, person.id):
            is_head = person.heads(row.plan.employment.department_id)
            if step is not Step.PROPOSE or is_head:
                steps[row.pubid] = step
    return render_template(
        "onboarding/bonuses.html", rows=rows, steps=steps,
        only_mine=not person.roles & {Role.RECRUITER, Role.HIRING_MANAGER, Role.DIRECTOR},
    )  # fmt: skip


@bp.post(
    "/onboarding/bonuses/<pubid:pubid>/<any(verify, propose, approve, pay):step>",
)
@requires(Permission.BONUS_VERIFY, Permission.BONUS_PROPOSE, Permission.BONUS_APPROVE)
def sign_bonus(pubid: str, step: str) -> ResponseReturnValue:
    """Take the next step of a bonus's chain of signatures."""
    wanted, person = Step(step), current_person()
    if not may(person, _NEEDS[wanted]):
        abort(404)
    incentive = incentives.incentive_for(person, pubid) or abort(404)
    problem = tried(lambda: operations.sign(incentive, wanted, actor=person, now=clock.now()))
    if problem is not None:
        return refused_on(problem, bonus_list)
    flash(_("Signed."), "success")
    return redirect(url_for(".bonuses"), 303)
