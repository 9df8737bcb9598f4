"""The mentor's bonus: it starts with the mentoring, verified results settle it, three sign."""

from datetime import datetime

from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding import mails
from recruit.onboarding.models import Incentive, MentorAssignment, OnboardingPlan
from recruit.onboarding.queries import incentives as queries
from recruit.onboarding.queries import plans as plan_queries
from recruit.people import queries as people
from recruit.people.models import Person
from recruit.rules import incentive as rules
from recruit.rules.incentive import IncentiveState, Step
from recruit.rules.onboarding.conflicts import Parties
from recruit.rules.onboarding.states import EndReason


def start(assignment: MentorAssignment, *, now: datetime) -> Incentive | None:
    """Start the bonus of a mentoring that has become active, where the program pays one.

    After a hand-over the new mentor joins the running period for the rest of its days.
    """
    plan = assignment.plan
    version, today = plan.program_version, plan_queries.today_of(plan, now)
    if not version.bonus_minor or assignment.incentive is not None:
        return None
    shared = [one for one in queries.incentives(plan) if one.forfeit_reason is None]
    running = [one for one in shared if one.state is IncentiveState.RUNNING]
    if shared and not running:
        return None  # the period of this plan is over
    first = running[0] if running else None
    incentive = Incentive(
        plan=plan,
        assignment=assignment,
        kind=first.kind if first else version.target_kind,
        unit=first.unit if first else version.target_unit,
        target=first.target if first else version.bonus_target,
        bonus_minor=first.bonus_minor if first else version.bonus_minor,
        currency=first.currency if first else version.bonus_currency,
        starts_on=first.starts_on if first else max(today, plan.starts_on),
        days=first.days if first else version.bonus_days,
        share_percent=100 - sum(one.share_percent for one in running),
    )
    db.session.add(incentive)
    audit.record(
        "onboarding.incentive.started", incentive, actor=None, at=now,
        assignment=assignment, share=incentive.share_percent,
    )  # fmt: skip
    return incentive


def end(assignment: MentorAssignment, reason: EndReason, *, now: datetime) -> None:
    """Settle what the end of a mentoring means for its bonus.

    A hand-over keeps the share of the days served; a finished plan keeps the bonus running to
    its date; whoever left, or a plan that ended early, forfeits it. Results that have reached
    the target already stay reached.
    """
    incentive = assignment.incentive
    if incentive is None or incentive.state is not IncentiveState.RUNNING:
        return
    if reason is EndReason.PLAN_COMPLETED:
        return
    if reason is EndReason.HANDOVER:
        plan = assignment.plan
        today, work = plan_queries.today_of(plan, now), plan_queries.work_days(plan)
        since = assignment.started_on or incentive.starts_on
        served = len(work.between(max(since, incentive.starts_on), today))
        share = rules.share_percent(served, incentive.days)
        incentive.share_percent = min(incentive.share_percent, share)
        if incentive.share_percent:
            return
    incentive.state, incentive.forfeit_reason = IncentiveState.FORFEITED, reason
    audit.record("onboarding.incentive.forfeited", incentive, actor=None, at=now, reason=reason)
    mails.bonus_settled(incentive, now=now)


def evaluate(incentive: Incentive, *, now: datetime) -> None:
    """Compare verified results with the target; a paused plan's clock stands still."""
    locked(incentive)
    plan = incentive.plan
    today, work = plan_queries.today_of(plan, now), plan_queries.work_days(plan)
    if any(pause.until_on is None for pause in plan.pauses):
        return
    last = rules.last_day(work, incentive.starts_on, incentive.days)
    reached = queries.achieved(incentive, incentive.starts_on, last)
    state = rules.state_after(
        incentive.state, achieved=reached, target=incentive.target, today=today,
        settled_on=rules.settled_on(work, last),
    )  # fmt: skip
    if state is incentive.state:
        return
    incentive.state, incentive.reached = state, reached
    audit.record(
        f"onboarding.incentive.{state.value}", incentive, actor=None, at=now, reached=reached
    )
    mails.bonus_settled(incentive, now=now)
    if state is IncentiveState.ELIGIBLE:
        mails.bonus_waits(incentive, people.people_with(Role.RECRUITER), "verify", now=now)


def chain(incentive: Incentive, parties: Parties | None = None) -> rules.Chain:
    """Return a bonus as its signatures see it."""
    parties = parties or plan_queries.around(incentive.plan).parties
    mentor = incentive.assignment.mentor_id
    return rules.Chain(
        state=incentive.state,
        mentor=mentor,
        trainee=parties.trainee,
        mentor_is_head=parties.head in (None, mentor, parties.trainee),
        verified_by=incentive.verified_by_id,
        proposed_by=incentive.proposed_by_id,
        approved_by=incentive.approved_by_id,
    )


def sign(incentive: Incentive, step: Step, *, actor: Person, now: datetime) -> None:
    """Take the next step of the chain: verify, propose, approve, pay."""
    locked(incentive)
    plan = incentive.plan
    rights = plan_queries.rights(actor, plan, plan_queries.around(plan))
    allowed = {
        Step.VERIFY: rights.recruiter,
        Step.PROPOSE: rights.head,
        Step.APPROVE: rights.director,
        Step.PAY: rights.recruiter,
    }
    if not allowed[step]:
        raise Refused(rules.Refusal.NOT_YOUR_STEP)
    if reason := rules.refusal(chain(incentive), step, actor.id):
        raise Refused(reason)
    if step is Step.VERIFY:
        incentive.verified_by, incentive.verified_at = actor, now
    elif step is Step.PROPOSE:
        incentive.proposed_by, incentive.proposed_at = actor, now
    elif step is Step.APPROVE:
        incentive.approved_by, incentive.approved_at = actor, now
        incentive.state = IncentiveState.APPROVED
    else:
        incentive.state, incentive.paid_at, incentive.paid_by_id = (
            IncentiveState.PAID, now, actor.id,
        )  # fmt: skip
    db.session.flush()
    audit.record("onboarding.incentive.signed", incentive, actor=actor, at=now, step=step)
    following = rules.next_step(chain(incentive))
    if step in (Step.APPROVE, Step.PAY):
        mails.bonus_settled(incentive, now=now)
    if following is Step.PROPOSE:
        mails.bonus_waits(incentive, [plan_queries.around(plan).head], "propose", now=now)
    elif following is Step.APPROVE:
        mails.bonus_waits(incentive, people.people_with(Role.DIRECTOR), "approve", now=now)


def forfeit_for_plan(plan: OnboardingPlan, *, now: datetime) -> None:
    """End every undecided bonus of a plan that ended early, earlier mentors' shares too."""
    for incentive in queries.incentives(plan):
        if incentive.state is IncentiveState.RUNNING:
            end(incentive.assignment, EndReason.PLAN_ENDED, now=now)
