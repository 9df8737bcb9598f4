"""Onboarding in words: refusals, kinds, sources, notices."""

from flask_babel import lazy_gettext as _l

from recruit.notifications import kinds
from recruit.rules import incentive
from recruit.rules.onboarding.dates import Reminder
from recruit.rules.onboarding.states import (
    ActivityKind,
    Anchor,
    Checker,
    EndReason,
    EvidenceKind,
    MentorKind,
    Outcome,
    Owner,
    Readiness,
    Refusal,
    Source,
    Unit,
    Who,
)

_R = Refusal
_B = incentive.Refusal

REFUSALS = {
    _R.WRONG_STATE: _l("That is not possible any more. Reload the page to see how it stands."),
    _R.PLAN_CLOSED: _l("This plan has ended."),
    _R.PLAN_NOT_RUNNING: _l(
        "The plan is not running: it has not begun, is paused or has ended."
    ),
    _R.PLAN_ALREADY_OPEN: _l(
        "This person has an open plan already. End or finish that one first."
    ),
    _R.STAGE_LOCKED: _l("This stage has not opened yet."),
    _R.EARLIER_STAGE: _l("An earlier stage is neither passed nor waived."),
    _R.NOT_YOURS: _l("Somebody else has to do this."),
    _R.SELF: _l("Nobody decides about themselves. Ask somebody else to do this."),
    _R.REASON_MISSING: _l("Write the reason."),
    _R.EVIDENCE_MISSING: _l("Write down what is asked for, then hand the task in."),
    _R.LINK_MALFORMED: _l("Paste the whole address of the document, beginning with https://."),
    _R.CRITERIA_MISSING: _l(
        "Not every criterion is met yet. Grant more time or a second try, or waive the gate "
        "with a reason."
    ),
    _R.EXIT_PENDING: _l("An exit waits for its second signature. Nothing else can be decided."),
    _R.NO_EXIT_PENDING: _l("No exit waits for a signature here."),
    _R.SAME_PERSON: _l("A second person must do this."),
    _R.DIRECTOR_DECIDES: _l(
        "A director decides here: the head or you have a stake in the result."
    ),
    _R.HEAD_DECIDES: _l("The head of the department does this."),
    _R.PAID_MENTOR: _l(
        "A bonus depends on this result, so somebody without a stake must do it."
    ),
    _R.MENTOR_FULL: _l(
        "All places of this mentor are taken. Ask somebody else, or raise the capacity."
    ),
    _R.MENTOR_NOT_ATTESTED: _l(
        "A head must first attest that this person works openly and likes to help: see the "
        "mentor's profile."
    ),
    _R.MENTOR_NOT_WILLING: _l("This person does not wish to mentor at present."),
    _R.MENTOR_NOT_SUITABLE: _l("This person is no mentor of the department."),
    _R.ALREADY_PROPOSED: _l(
        "Somebody is asked already. Wait for the answer or take the proposal back."
    ),
    _R.FALLBACK_REASON: _l("Write why no trainer does it: the reason is recorded."),
    _R.ALREADY_CONFIRMED: _l("This is confirmed already."),
    _R.ALREADY_HELD: _l("An attempt still waits for its second assessor."),
    _R.ALREADY_PASSED: _l("The role-play is passed: there is nothing to repeat."),
    _R.NO_ATTEMPT_LEFT: _l("There is no attempt left."),
    _R.THIRD_NOT_ASKED: _l(
        "Both attempts are used. A third one needs the head's request and a recruiter's or "
        "director's approval."
    ),
    _R.OUTSIDE_PLAN: _l("That day is outside the plan, or too long ago."),
    _R.IN_FUTURE: _l("Choose today or an earlier day."),
    _R.NOTHING_COUNTED: _l("Write a number between 1 and 1,000."),
    _R.START_IN_PAST: _l("Choose today or a later day."),
    _R.IMMUTABLE: _l("A published version is never changed. Make a draft from it."),
    _R.LENGTH: _l("Give the stage either working days or months, not both."),
    _R.NAME_TAKEN: _l("There is a program of that name already."),
    _R.VERSION_INCOMPLETE: _l(
        "Every stage needs at least one task and a gate with a criterion."
    ),
    _R.TEST_ASSIGNED: _l("A test is assigned already and its result is not released yet."),
    _R.DUPLICATE: _l("This company is in the client base already."),
    _B.OWN_BONUS: _l("Nobody signs for their own bonus."),
    _B.OWN_RESULTS: _l("Nobody signs for a bonus on their own results."),
    _B.NOT_ELIGIBLE: _l(
        "This bonus is not due: the target is not reached or it is decided already."
    ),
    _B.NOT_VERIFIED: _l("A recruiter must verify the figures first."),
    _B.NOT_PROPOSED: _l("The head must propose it first."),
    _B.NOT_APPROVED: _l("Only an approved bonus can be paid."),
    _B.ALREADY_SIGNED: _l("This step is signed already."),
    _B.SIGNED_ANOTHER_STEP: _l("You signed another step: three different people sign."),
    _B.NOT_YOUR_STEP: _l("Somebody else signs this step."),
}

ACTIVITIES = {
    ActivityKind.CALL: _l("Calls"),
    ActivityKind.REQUEST: _l("Requests"),
    ActivityKind.PROPOSAL: _l("Proposals"),
    ActivityKind.MEETING: _l("Meetings"),
    ActivityKind.REFERRAL: _l("Referrals asked for"),
    ActivityKind.EVENT: _l("Events"),
    ActivityKind.CONTRACT: _l("Contracts"),
}
ACTIVITY_ICONS = {
    ActivityKind.CALL: "phone",
    ActivityKind.REQUEST: "message",
    ActivityKind.PROPOSAL: "file-text",
    ActivityKind.MEETING: "users",
    ActivityKind.REFERRAL: "user-plus",
    ActivityKind.EVENT: "calendar-event",
    ActivityKind.CONTRACT: "writing-sign",
}
SOURCES = {
    Source.TASKS: _l("Tasks of the stage"),
    Source.TOPICS: _l("Topics confirmed by both"),
    Source.TEST: _l("Product-knowledge test, per cent"),
    Source.ROLE_PLAY: _l("Role-play sale passed"),
    Source.TARGET: _l("Target of the last worked days, per cent"),
    Source.REVIEW: _l("Readiness decided"),
}
WAITS_FOR = {
    Who.TRAINEE: _l("the trainee"),
    Who.MENTOR: _l("the mentor or head, to confirm"),
    Who.HEAD: _l("the head"),
    Who.TRAINER: _l("the trainer"),
    Who.ASSESSORS: _l("trainee and assessors"),
    Who.OWNERS: _l("whoever owns the open tasks"),
}
OUTCOMES = {
    Outcome.PASS: _l("Passed"),
    Outcome.RETAKE: _l("Second try"),
    Outcome.EXTEND: _l("More time"),
    Outcome.WAIVE: _l("Waived"),
    Outcome.EXIT: _l("Ends here"),
}
OUTCOME_CHOICES = {
    Outcome.PASS: _l("Pass"),
    Outcome.RETAKE: _l("Second try"),
    Outcome.EXTEND: _l("More time"),
    Outcome.WAIVE: _l("Waive the gate"),
    Outcome.EXIT: _l("End the training"),
}
OUTCOME_NOTES = {
    Outcome.PASS.value: _l("Every criterion is met. The next stage opens."),
    Outcome.RETAKE.value: _l("The log counts anew from the next working day."),
    Outcome.EXTEND.value: _l("Everything so far counts; the date moves."),
    Outcome.WAIVE.value: _l(
        "The next stage opens without all criteria; your reason is recorded."
    ),
    Outcome.EXIT.value: _l(
        "The training ends. A recruiter signs as well, and you tell the person yourself."
    ),
}
OWNERS = {
    Owner.TRAINEE: _l("Trainee"),
    Owner.MENTOR: _l("Mentor"),
    Owner.HEAD: _l("Head of department"),
    Owner.RECRUITER: _l("Recruiter"),
    Owner.ADMIN: _l("System administrator"),
}
CHECKERS = {
    Checker.NOBODY: _l("Nobody: done when handed in"),
    Checker.MENTOR: _l("Mentor (or head)"),
    Checker.HEAD: _l("Head of department"),
}
ANCHORS = {Anchor.STAGE: _l("the stage opens"), Anchor.START: _l("the first day")}
EVIDENCE = {
    EvidenceKind.NONE: _l("Nothing"),
    EvidenceKind.NOTE: _l("A note"),
    EvidenceKind.LINK: _l("A link"),
}
UNITS = {Unit.COUNT: _l("number"), Unit.AMOUNT: _l("money")}
MENTOR_KINDS = {
    MentorKind.TRAINER: _l("Trainer"),
    MentorKind.SELLER: _l("Experienced seller"),
    MentorKind.HEAD: _l("Head of department"),
}
END_REASONS = {
    EndReason.HANDOVER: _l("Handed over"),
    EndReason.LEFT: _l("Left the company or the task"),
    EndReason.PLAN_COMPLETED: _l("Training completed"),
    EndReason.PLAN_ENDED: _l("Training ended"),
}
READINESS = {
    Readiness.READY: _l("Ready for independent work"),
    Readiness.NOT_YET: _l("Not yet"),
}
ROLE_PLAY_CRITERIA = {
    "contact": _l("Contact"),
    "need": _l("Finding the need"),
    "offer": _l("Offer"),
    "objections": _l("Objections"),
    "closing": _l("Closing"),
}
STEPS = {
    incentive.Step.VERIFY: _l("Verify the figures"),
    incentive.Step.PROPOSE: _l("Propose"),
    incentive.Step.APPROVE: _l("Approve"),
    incentive.Step.PAY: _l("Record the payment"),
}

_TOMORROW, _TODAY = Reminder.TOMORROW.value, Reminder.TODAY.value
_OVERDUE, _ESCALATED = Reminder.OVERDUE.value, Reminder.ESCALATED.value

kinds.KINDS |= {
    "onboarding.plan-opened": _l("%(name)s starts on %(starts_on)s. Choose a mentor."),
    "onboarding.plan-started": _l("Welcome! Your first stage is open."),
    "onboarding.plan-resumed": _l("Your plan goes on, with new dates."),
    "onboarding.mentor-proposed": _l(
        "Will you be the mentor of %(name)s, from %(starts_on)s on?"
    ),
    "onboarding.mentor-accepted": _l("%(mentor)s is now the mentor of %(name)s."),
    "onboarding.mentor-declined": _l("%(mentor)s cannot mentor %(name)s. Ask somebody else."),
    "onboarding.mentor-ended": _l("You are no longer the mentor of %(name)s."),
    "onboarding.task-submitted": _l("%(name)s handed in “%(title)s”. Please look at it."),
    "onboarding.task-accepted": _l("“%(title)s” is accepted."),
    "onboarding.task-returned": _l("“%(title)s” came back: something is still missing."),
    "onboarding.task-handed-over": _l("“%(title)s” is yours now."),
    f"onboarding.task-{_TOMORROW}": _l("“%(title)s” (%(name)s) is due on %(due_on)s."),
    f"onboarding.task-{_TODAY}": _l("“%(title)s” (%(name)s) is due today."),
    f"onboarding.task-{_OVERDUE}": _l("“%(title)s” (%(name)s) was due on %(due_on)s."),
    f"onboarding.task-{_ESCALATED}": _l(
        "“%(title)s” of %(name)s has been overdue since %(due_on)s."
    ),
    f"onboarding.stage-{_TOMORROW}": _l("The stage “%(title)s” ends on %(due_on)s."),
    f"onboarding.stage-{_TODAY}": _l("The stage “%(title)s” ends today."),
    f"onboarding.stage-{_OVERDUE}": _l(
        "The stage “%(title)s” should have ended on %(due_on)s."
    ),
    f"onboarding.stage-{_ESCALATED}": _l(
        "The stage “%(title)s” of %(name)s has been overdue since %(due_on)s."
    ),
    "onboarding.gate-waits": _l("%(name)s: the gate of “%(stage)s” waits for your decision."),
    "onboarding.gate-pass": _l("%(name)s passed “%(stage)s”."),
    "onboarding.gate-pass-yours": _l("You passed “%(stage)s”. The next stage is open."),
    "onboarding.gate-waive": _l("The gate of “%(stage)s” was waived for %(name)s."),
    "onboarding.gate-waive-yours": _l("“%(stage)s” is behind you. The next stage is open."),
    "onboarding.gate-retake": _l("%(name)s has a second try at “%(stage)s” until %(due_on)s."),
    "onboarding.gate-retake-yours": _l(
        "A second try at “%(stage)s” is open until %(due_on)s. That is normal: ask your mentor."
    ),
    "onboarding.gate-extend": _l("%(name)s has more time for “%(stage)s”: until %(due_on)s."),
    "onboarding.gate-extend-yours": _l("You have more time for “%(stage)s”: until %(due_on)s."),
    "onboarding.exit-waits": _l("The exit of %(name)s waits for your signature."),
    "onboarding.exit-agreed": _l("The exit of %(name)s is signed."),
    "onboarding.exit-refused": _l(
        "The exit of %(name)s was not agreed to. The gate is open again."
    ),
    "onboarding.third-attempt-asked": _l("A third role-play attempt is asked for: %(name)s."),
    "onboarding.third-attempt-approved": _l("%(name)s may try the role-play a third time."),
    "onboarding.third-attempt-refused": _l("No third role-play attempt for %(name)s."),
    "onboarding.bonus-verify": _l(
        "The bonus of %(mentor)s is reached: please verify the figures."
    ),
    "onboarding.bonus-propose": _l("The bonus of %(mentor)s is verified: please propose it."),
    "onboarding.bonus-approve": _l("The bonus of %(mentor)s waits for your approval."),
    "onboarding.bonus-is-eligible": _l(
        "Your trainee %(name)s reached the target: your bonus is due."
    ),
    "onboarding.bonus-is-missed": _l(
        "The target for the bonus was not reached in time (%(name)s)."
    ),
    "onboarding.bonus-is-approved": _l("Your bonus for %(name)s is approved."),
    "onboarding.bonus-is-paid": _l("Your bonus for %(name)s is paid."),
    "onboarding.bonus-is-forfeited": _l("The bonus for %(name)s ended with the training."),
}
kinds.LETTERS |= {
    "onboarding/mentor_proposed": _l("A trainee is proposed to a mentor"),
    "onboarding/digest": _l("What is due in onboarding"),
}
