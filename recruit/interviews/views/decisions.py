"""After the interview: what waits for a decision, the evidence, the proposal and its answer."""

from datetime import date, datetime, timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.candidates.models import Application
from recruit.interviews.forms.desk import VERDICTS, Answer, HireAnswer, Proposal
from recruit.interviews.forms.scorecards import RECOMMENDATIONS
from recruit.interviews.models import Decision, DecisionState, Verdict
from recruit.interviews.operations import decisions as operations
from recruit.interviews.queries import kits
from recruit.interviews.queries import scorecards as queries
from recruit.interviews.views.blueprint import bp
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, Role, requires
from recruit.organization import queries as organization
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import hiring, offers, scoring
from recruit.rules.hiring import Refusal
from recruit.rules.money import Money

REFUSALS = {
    Refusal.NOT_INTERVIEWED: _l("Only somebody who was interviewed can be decided on."),
    Refusal.OPEN_PROPOSAL: _l("A proposal already waits for its answer."),
    Refusal.REASON_MISSING: _l("Give the reason in a sentence."),
    Refusal.MAY_NOT_PROPOSE: _l("The recruiter or the head of the department proposes."),
    Refusal.MAY_NOT_ANSWER: _l(
        "Of the two who hire, one heads the department and the other is a recruiter or director."
    ),
    Refusal.SAME_PERSON: _l("Another person has to agree to your proposal."),
    Refusal.ALREADY_ANSWERED: _l("This proposal was answered meanwhile."),
    Refusal.BAD_TERMS: _l("Fill in the terms of the offer."),
}
VALID_DAYS = 7
_ANY = (Permission.DECISION_PROPOSE, Permission.DECISION_TAKE, Permission.DECISION_SECOND)


def _words(refused: Refused) -> str:
    reason = refused.reason
    if isinstance(reason, Refusal):
        return str(REFUSALS[reason])
    if isinstance(reason, offers.Refusal):
        return str(
            _("Check the terms: dates in the future, the pay above zero, one open offer.")
        )
    return str(_("Somebody changed this meanwhile. Look again."))


@bp.get("/interviews/decisions")
@requires(*_ANY)
def decisions() -> ResponseReturnValue:
    """What waits: proposals for an answer, interviewed people for a proposal."""
    person = current_person()
    proposals = queries.open_proposals(person)
    mine = [one for one in proposals if not _refused_to(one, person)]
    return render_template(
        "interviews/decisions.html",
        mine=mine,
        others=[one for one in proposals if one not in mine],
        undecided=queries.undecided(person),
        verdicts=VERDICTS,
    )


def _refused_to(decision: Decision, person: Person) -> Refusal | None:
    return hiring.answer_refusal(
        decision.verdict is Verdict.HIRE,
        operations.standing(decision.proposed_by, decision.application),
        operations.standing(person, decision.application),
        same_person=decision.proposed_by_id == person.id,
        answered=decision.state is not DecisionState.PROPOSED,
    )


def _answer_form(application: Application, verdict: Verdict, today: date) -> Answer:
    if verdict is not Verdict.HIRE:
        return Answer()
    form = HireAnswer(organization.sites())
    if not form.is_submitted():
        band = application.vacancy.band
        form.level.data = str(band.level) if band else "1"
        form.pay.data = band.from_minor // 100 if band else None
        form.site.data = application.vacancy.site.pubid
        form.starts_on.data = _workday(today + timedelta(days=14))
        form.expires_on.data = today + timedelta(days=VALID_DAYS)
    return form


def _workday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() > 4 else day


def _page(
    application: Application,
    person: Person,
    now: datetime,
    *,
    proposal: Proposal | None = None,
    answer: Answer | None = None,
) -> ResponseReturnValue:
    history = queries.decisions_of(application)
    waiting = next((one for one in history if one.state is DecisionState.PROPOSED), None)
    may_answer = waiting is not None and _refused_to(waiting, person) is None
    who = operations.standing(person, application)
    may_propose = not hiring.proposal_refusal(
        application.stage, who, "-", open_one=waiting is not None
    )
    sums_only = not (person.roles & {Role.RECRUITER, Role.HIRING_MANAGER})
    cards, hidden = queries.cards_of(application, person)
    if sums_only:  # the director sees sums, not single scorecards
        cards, hidden = queries.cards_to_sum(application, person)
    if answer is None and waiting is not None and may_answer:
        answer = _answer_form(application, waiting.verdict, now.date())
    page = render_template(
        "interviews/decision.html",
        application=application,
        history=history,
        waiting=waiting,
        cards=[] if sums_only else cards,
        hidden=hidden,
        comparable=[] if sums_only else _comparable(application, person),
        summary=next(iter(scoring.ranking(queries.marks_of(cards))), None),
        proposal=(proposal or Proposal()) if may_propose else None,
        answer=answer if may_answer else None,
        needs_second=not who.heads,
        currency=_currency(application),
        criteria=kits.criteria_of(cards),
        recommendations=RECOMMENDATIONS,
        verdicts=VERDICTS,
    )
    failed = bool((proposal and proposal.errors) or (answer and answer.errors))
    return page, 422 if failed else 200


def _comparable(application: Application, person: Person) -> list[Application]:
    """Who else of the vacancy was interviewed and waits for a decision."""
    return [
        one
        for one in queries.undecided(person)
        if one.vacancy_id == application.vacancy_id and one.id != application.id
    ]


def _currency(application: Application) -> str:
    band = application.vacancy.band
    return band.currency if band else organization.organization().currency


@bp.get("/interviews/decisions/<pubid:application>")
@requires(*_ANY)
def decision(application: str) -> ResponseReturnValue:
    """The evidence about one person side by side, and what can be done."""
    person = current_person()
    row = queries.application_to_decide(person, application) or abort(404)
    return _page(row, person, clock.now())


@bp.post("/interviews/decisions/<pubid:application>/propose")
@requires(Permission.DECISION_PROPOSE)
def propose(application: str) -> ResponseReturnValue:
    """Propose to hire, reject or keep somebody for later."""
    person, now = current_person(), clock.now()
    row = queries.application_to_decide(person, application) or abort(404)
    form = Proposal()
    if form.validate_on_submit():
        try:
            with transaction():
                made = operations.propose(
                    row,
                    Verdict(form.verdict.data),
                    form.reason.data or "",
                    actor=person,
                    now=now,
                )
        except Refused as refused:
            form.refuse(form.verdict, _words(refused))
        else:
            waits = made.state is DecisionState.PROPOSED
            text = _("Proposed. Now another person answers.") if waits else _("Decided.")
            flash(text, "success")
            return redirect(url_for(".decisions"), 303)
    row = queries.application_to_decide(person, application) or abort(404)
    return _page(row, person, now, proposal=form)


@bp.post("/interviews/decisions/answers/<pubid:decision>")
@requires(Permission.DECISION_TAKE, Permission.DECISION_SECOND)
def answer(decision: str) -> ResponseReturnValue:
    """Agree to a proposal, with the terms of the offer when it is a hire, or refuse it."""
    person, now = current_person(), clock.now()
    row = queries.decision_for(person, decision) or abort(404)
    application = row.application
    form = _answer_form(application, row.verdict, now.date())
    if form.validate_on_submit():
        agreed = bool(form.agree.data)
        try:
            with transaction():
                if agreed:
                    terms = _terms(form, application)
                    operations.agree(
                        row, actor=person, now=now, terms=terms, note=form.note.data or ""
                    )
                else:
                    operations.refuse(row, form.note.data or "", actor=person, now=now)
        except Refused as refused:
            form.refuse(form.note, _words(refused))
        else:
            if agreed and row.verdict is Verdict.HIRE:
                flash(_("Agreed. The offer is drafted: check it and send it."), "success")
            else:
                flash(_("Agreed.") if agreed else _("Refused."), "success")
            return redirect(url_for(".decision", application=application.pubid), 303)
    application = queries.application_to_decide(person, application.pubid) or abort(404)
    return _page(application, person, now, answer=form)


def _terms(form: Answer, application: Application) -> operations.Terms | None:
    if not isinstance(form, HireAnswer):
        return None
    site = organization.site(form.site.data)
    if not (site and form.pay.data and form.starts_on.data and form.expires_on.data):
        return None
    return operations.Terms(
        level=int(form.level.data or 1),
        pay=Money(form.pay.data * 100, _currency(application)),
        site=site,
        starts_on=form.starts_on.data,
        expires_on=form.expires_on.data,
    )
