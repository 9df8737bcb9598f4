"""What the pages of assessments share: the blueprint, and refusals in words."""

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from recruit.assessments.forms.setting import CONTROLS, FACT_KINDS, TYPES
from recruit.assessments.models import QuestionVersion
from recruit.kernel import richtext
from recruit.kernel.errors import Refused
from recruit.kernel.forms import Form
from recruit.kernel.security import keyed_hash
from recruit.notifications import kinds
from recruit.people.login import current_person
from recruit.rules import grading, marking, rubric, setting, similar_answers, sitting
from recruit.rules.grading import EntryKind

bp = Blueprint("assessments", __name__)
bp.add_app_template_filter(richtext.render, "richtext")
bp.add_app_template_filter(richtext.plain, "plaintext")
bp.add_app_template_filter(rubric.criteria, "criteria")
kinds.KINDS |= {
    "assessments.assigned": _l("A test for you: %(test)s, to be sat by %(due_on)s."),
    "assessments.to_grade": _l("A paper of %(test)s waits for your marks until %(due_on)s."),
    "assessments.grading_due": _l("Marks for a paper of %(test)s are due on %(due_on)s."),
    "assessments.grading_overdue": _l(
        "A paper of %(test)s should have been graded by %(due_on)s."
    ),
    "assessments.to_control": _l("A paper of %(test)s waits for your control."),
    "assessments.released": _l("The result of %(test)s is there."),
    "assessments.voided": _l("Your sitting of %(test)s does not count."),
    "assessments.window_moved": _l("Your last day for %(test)s is %(due_on)s now."),
    "assessments.more_time": _l("You have %(minutes)s extra minutes for %(test)s."),
    "assessments.appealed": _l("Somebody objects to a mark in %(test)s."),
}
kinds.LETTERS |= {
    "assessments/assigned": _l("A test to sit"),
    "assessments/released": _l("The result of a test"),
    "assessments/grading_overdue": _l("A paper not graded in time"),
}

_MOVED_ON = _l("This has moved on since you opened the page.")
REFUSALS: dict[str, Any] = {
    sitting.Refusal.WRONG_STATE: _MOVED_ON,
    sitting.Refusal.NOT_YOURS: _l("Only the person who sits the test may do this."),
    sitting.Refusal.WINDOW_OVER: _l("The last day for this test is over. Ask your trainer."),
    sitting.Refusal.CANCELLED: _l("This test was taken back."),
    sitting.Refusal.ORAL: _l("This test is oral: the examiner begins it."),
    sitting.Refusal.WRITTEN: _l("This test is written: the trainee begins it."),
    sitting.Refusal.CLOSED_FOR_ANSWERS: _l("This paper takes no more answers."),
    sitting.Refusal.TEXT_TOO_LONG: _l("This answer is longer than 20,000 characters."),
    sitting.Refusal.NO_ATTEMPT_LEFT: _l("There is no attempt left."),
    sitting.Refusal.COOLING_OFF: _l("It is too early for the next attempt."),
    sitting.Refusal.ALREADY_PASSED: _l("This test is passed already."),
    sitting.Refusal.ATTEMPT_OPEN: _l("The last attempt has no result yet."),
    sitting.Refusal.OWN_TIME: _l("Nobody decides about their own sitting."),
    sitting.Refusal.REASON_MISSING: _l("Write the reason."),
    sitting.Refusal.TOO_MUCH_TIME: _l("Extra time is between one minute and a day in all."),
    sitting.Refusal.NOT_LATE: _l("This text was not late."),
    sitting.Refusal.DUE_IN_THE_PAST: _l("Choose a day that is not over yet."),
    sitting.Refusal.NOT_PUBLISHED: _l("Only a published test can be given to somebody."),
    grading.Refusal.SELF: _l("Nobody marks, controls or decides on their own paper."),
    grading.Refusal.INTERESTED: _l(
        "You have a stake in this result: somebody else has to do this."
    ),
    grading.Refusal.FIRST_MARK_ONLY: _l("A mentor gives first marks only."),
    grading.Refusal.NOT_ASSIGNED: _l("Nobody asked this person to mark this paper."),
    grading.Refusal.OUT_OF_RANGE: _l("Points go from 0 to what the question is worth."),
    grading.Refusal.EMPTY_MARK: _l("Tick the rubric, write points, or leave the question out."),
    grading.Refusal.UNKNOWN_TICK: _MOVED_ON,
    grading.Refusal.LEASED: _l("Somebody else is marking this paper just now."),
    grading.Refusal.TWO_LEVELS: _l("Choose one level of each criterion."),
    grading.Refusal.MARKED_MEANWHILE: _l(
        "Somebody marked this answer since you opened it. Both marks are shown: save again to "
        "put yours in place of the other one."
    ),
    grading.Refusal.COLLEAGUES_MARK: _l(
        "A colleague has marked this answer already: go on with the next one."
    ),
    grading.Refusal.WROTE_OTHER_MARK: _l(
        "This person gave another of the independent marks of this paper."
    ),
    grading.Refusal.NOT_BY_PERSON: _l("This question is marked by its key."),
    grading.Refusal.NOT_APART: _l("The two marks of this question agree."),
    similar_answers.Refusal.NOT_PROPOSED: _MOVED_ON,
    similar_answers.Refusal.TOO_SMALL: _l("Leave at least two answers in the group."),
    similar_answers.Refusal.UNDONE: _l(
        "There is nothing to take back: the papers are finished, or marked anew since."
    ),
    grading.Refusal.NOT_LEASED: _l(
        "Take the paper first; after a while it goes back by itself."
    ),
    grading.Refusal.UNMARKED: _l("Some questions have no final mark yet."),
    grading.Refusal.NOTHING_LEFT: _l("Every question was left out: there is nothing to grade."),
    grading.Refusal.FINAL_BY_INTERESTED: _l(
        "A final mark is by somebody with a stake in the result: somebody else has to mark it."
    ),
    grading.Refusal.CONTROL_PENDING: _l("The director has not controlled this paper yet."),
    grading.Refusal.DIRECTOR_RELEASES: _l(
        "What the director controlled, the director releases."
    ),
    grading.Refusal.OWN_MARK: _l("You marked this yourself: somebody else has to decide."),
    grading.Refusal.NO_CONTROL: _l("This paper needs no control."),
    grading.Refusal.APPEAL_TOO_LATE: _l("The time for objections is over."),
    grading.Refusal.APPEAL_TWICE: _l("You objected to this question already."),
    grading.Refusal.APPEAL_DECIDED: _l("This was decided already."),
    grading.Refusal.ALREADY_ASKED: _l("Somebody was asked for these marks already."),
    sitting.Refusal.PAUSED: _l("The clock of this sitting stands still."),
    sitting.Refusal.NOT_PAUSED: _l("The clock of this sitting runs."),
    sitting.Refusal.TIME_OVER: _l("The time of this sitting is over."),
    sitting.Refusal.NO_NOTICE: _l("An earlier end leaves at least ten minutes."),
    sitting.Refusal.SAME_END: _l("It ends then already."),
    sitting.Refusal.OUT_OF_PERCENT: _l("Between 1 and 200 percent."),
    sitting.Refusal.ACCOMMODATED: _l("This person has more time on every test already."),
    sitting.Refusal.ENDED: _l("This was ended already."),
    setting.Refusal.NAME_TAKEN: _l("This name is taken: choose another one."),
    setting.Refusal.PERIOD: _l("The last day lies before the first."),
    setting.Refusal.NOT_DRAFT: _l("A published version never changes: open a new one."),
    setting.Refusal.DRAFT_OPEN: _l("There is a draft already: go on with that one."),
    setting.Refusal.NOT_PUBLISHED: _l("This version is not published."),
    setting.Refusal.NO_QUESTIONS: _l("Add at least one question first."),
    setting.Refusal.QUESTION_NOT_READY: _l(
        "Some questions are still drafts: finish them first."
    ),
    setting.Refusal.ALREADY_THERE: _l("This question is in the test already."),
    setting.Refusal.RETIRED: _l("This question was retired."),
    setting.Refusal.KEY_BROKEN: _l("The answers cannot mark this question yet."),
    setting.Refusal.RUBRIC_TOO_HIGH: _l("The rubric gives more points than the question has."),
    setting.Refusal.POINTS: _l("Points go from 0.01 to 1000."),
    setting.Refusal.STEM: _l("Write the question, in at most 8,000 characters."),
    setting.Refusal.RUBRIC_BROKEN: _l("The rubric cannot mark this question yet."),
    setting.Refusal.BANK_NAME: _l(
        "A bank’s name has at most 200 characters and does not lie inside itself."
    ),
    setting.Refusal.TAG: _l("At most 20 tags of at most 40 characters, separated by commas."),
    setting.Refusal.DRAWS: _l("Draw between 1 and 200 questions."),
    setting.Refusal.POOL_TOO_FEW: _l("A draw wants more questions than it can find."),
    setting.Refusal.POOL_UNEQUAL: _l(
        "The questions of a draw must be worth the same points, or papers are not."
    ),
    setting.Refusal.SECTION_FULL: _l("Only an empty section can be taken out."),
    setting.Refusal.LAST_SECTION: _l("A test needs at least one section."),
    setting.Refusal.FILE_TYPE: _l("Attach a picture (PNG, JPEG, GIF, WebP) or a PDF."),
    setting.Refusal.FILE_TOO_LARGE: _l("A file may have at most 5 MB."),
    setting.Refusal.ALT_MISSING: _l("Say in words what the picture shows."),
    setting.Refusal.TOO_MANY_FILES: _l("At most five files stand on a question."),
    setting.Refusal.FRAME_EMPTY: _l("Every standard question is switched off: switch one on."),
    setting.Refusal.NOBODY: _l("Choose at least one person."),
    setting.Refusal.ALREADY_GIVEN: _l("Somebody you chose has this test already."),
}
KEY_PROBLEMS = {
    marking.KeyProblem.TOO_FEW: _l("Write at least two lines."),
    marking.KeyProblem.NONE_RIGHT: _l("Mark at least one right answer with *."),
    marking.KeyProblem.NO_FULL_CREDIT: _l("Mark the right answer with *."),
    marking.KeyProblem.NOT_A_NUMBER: _l("Write numbers, such as 2.5."),
    marking.KeyProblem.NEGATIVE_TOLERANCE: _l("The tolerance is zero or more."),
    marking.KeyProblem.GAPS_DIFFER: _l("Write [[1]], [[2]] in the text and one line for each."),
    marking.KeyProblem.EMPTY_TEXT: _l("A line is empty."),
    marking.KeyProblem.TWICE: _l("The same text stands there twice."),
}
RUBRIC_PROBLEMS = {
    rubric.RubricProblem.NO_TEXT: _l("A line of the rubric has no words."),
    rubric.RubricProblem.NO_POINTS: _l(
        "A line on its own earns points; of a criterion’s levels at least one does."
    ),
    rubric.RubricProblem.TOO_LONG: _l("A line of the rubric is longer than 500 characters."),
    rubric.RubricProblem.TOO_MANY: _l("A rubric has at most 60 lines."),
    rubric.RubricProblem.LONE_LEVEL: _l(
        "A criterion has two levels or more: give the other ones the same name."
    ),
    rubric.RubricProblem.SAME_LEVELS: _l("Two levels of a criterion are worth the same."),
}

MARK_KINDS = {
    EntryKind.FIRST: _l("First marks"),
    EntryKind.SECOND: _l("Second marks"),
    EntryKind.THIRD: _l("Deciding marks"),
    EntryKind.FINAL: _l("Final marks"),
    EntryKind.AUTO: _l("By the key"),
}


def tick_points(ticks: list[str], wording: QuestionVersion) -> float:
    """Return what the ticked lines of a question's rubric are worth."""
    return grading.rubric_points(wording.rubric, ticks, wording.points)


bp.add_app_template_filter(tick_points)


def words(refused: Refused) -> str:
    """Return a refusal in words."""
    problem = refused.facts.get("problem")
    if isinstance(problem, marking.KeyProblem):
        return str(KEY_PROBLEMS[problem])
    if isinstance(problem, rubric.RubricProblem):
        return str(RUBRIC_PROBLEMS[problem])
    return str(REFUSALS[refused.reason])


STALE = _l("Somebody else changed this meanwhile. Compare with it, then save again.")


def keep_typed(form: Form, version: int) -> None:
    """Show what was typed again, to be saved over what somebody else saved meanwhile."""
    form.form_errors.append(STALE)
    form.version.data = version


def status_of(form: Form) -> int:
    """Return the status of a form's page: 409 stale, 422 with problems, 200 without."""
    return 409 if STALE in form.form_errors else 422 if form.errors else 200


def answers_of() -> str:
    """Return the mark that the signed-in person's answers carry on a device: nobody else's page
    sends or shows them."""
    return keyed_hash("answers", current_person().pubid)[:16]


@bp.context_processor
def _words_for_codes() -> dict[str, Any]:
    """Give templates the words of question types, fact kinds and control policies."""
    return {
        "question_types": TYPES,
        "fact_kinds": FACT_KINDS,
        "control_policies": CONTROLS,
        "answers_of": answers_of,
        "mark_kinds": MARK_KINDS,
    }
