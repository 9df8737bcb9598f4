"""Programs: the list, a version to read, the draft to edit, publishing."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.permissions import Permission, Role, requires
from recruit.onboarding import operations
from recruit.onboarding.models import Program, ProgramVersion
from recruit.onboarding.queries import programs
from recruit.onboarding.views.blueprint import (
    bp,
    refused_on,
    tried,
)
from recruit.organization import queries as organization
from recruit.people.login import current_person
from recruit.rules.onboarding.states import (
    VersionState,
)


def may_draft(program: Program) -> bool:
    """May the reader draft this program? A head only one of the own department."""
    person = current_person()
    if Role.RECRUITER in person.roles:
        return True
    return (
        Role.HIRING_MANAGER in person.roles
        and program.department_id is not None
        and person.heads(program.department_id)
    )


@bp.get("/programs", endpoint="programs")
@requires(Permission.PROGRAM_READ)
def program_list() -> ResponseReturnValue:
    """Every program with its versions."""
    rows = programs.programs()
    return render_template(
        "onboarding/programs.html",
        rows=rows,
        drafts={row.pubid for row in rows if may_draft(row)},
    )


def version_or_404(pubid: str) -> ProgramVersion:
    return programs.version(pubid) or abort(404)


@bp.get("/programs/versions/<pubid:pubid>", endpoint="program_version")
@requires(Permission.PROGRAM_READ)
def version_page(pubid: str) -> ResponseReturnValue:
    """One version with its stages, tasks, topics and gates."""
    version = version_or_404(pubid)
    drafts = may_draft(version.program)
    return render_template(
        "onboarding/program.html", v=version, drafts=drafts,
        edits=drafts and version.state is VersionState.DRAFT,
    )  # fmt: skip


def done(
    pubid: str, change: Callable[[], object], message: str, target: str | None = None
) -> ResponseReturnValue:
    problem = tried(change)
    if problem is not None:
        return refused_on(problem, lambda: version_page(pubid))
    flash(message, "success")
    return redirect(target or url_for(".program_version", pubid=pubid), 303)


@bp.post("/programs/install")
@requires(Permission.PROGRAM_PUBLISH)
def install_program() -> ResponseReturnValue:
    """Add the shipped program, if it is not there."""
    currency = organization.organization().currency
    problem = tried(
        lambda: operations.install_default(
            actor=current_person(), now=clock.now(), currency=currency
        )
    )
    if problem is not None:
        return refused_on(problem, program_list)
    flash(_("The default program is ready."), "success")
    return redirect(url_for(".programs"), 303)


@bp.post("/programs/versions/<pubid:pubid>/draft")
@requires(Permission.PROGRAM_DRAFT)
def draft_program(pubid: str) -> ResponseReturnValue:
    """Copy a version into the program's draft."""
    version = version_or_404(pubid)
    if not may_draft(version.program):
        abort(404)
    made: list[str] = []
    problem = tried(
        lambda: made.append(
            operations.draft_from(version, actor=current_person(), now=clock.now()).pubid
        )
    )
    if problem is not None:
        return refused_on(problem, lambda: version_page(pubid))
    flash(_("This is the draft. Running plans keep their version."), "success")
    return redirect(url_for(".program_version", pubid=made[0]), 303)


@bp.post("/programs/versions/<pubid:pubid>/publish")
@requires(Permission.PROGRAM_PUBLISH)
def publish_program(pubid: str) -> ResponseReturnValue:
    """Make a draft the version that new plans use."""
    version = version_or_404(pubid)
    return done(
        pubid,
        lambda: operations.publish(version, actor=current_person(), now=clock.now()),
        _("Published. New plans use it; running plans keep theirs."),
    )


@bp.post("/programs/versions/<pubid:pubid>/discard")
@requires(Permission.PROGRAM_DRAFT)
def discard_program(pubid: str) -> ResponseReturnValue:
    """Throw a draft away."""
    version = version_or_404(pubid)
    if not may_draft(version.program):
        abort(404)
    return done(
        pubid,
        lambda: operations.discard(version, actor=current_person(), now=clock.now()),
        _("The draft is gone."),
        url_for(".programs"),
    )


@bp.post("/programs/<pubid:pubid>/retire")
@requires(Permission.PROGRAM_PUBLISH)
def retire_program(pubid: str) -> ResponseReturnValue:
    """Take a program out of use, or back into it."""
    program = programs.program(pubid) or abort(404)
    problem = tried(lambda: operations.retire(program, actor=current_person(), now=clock.now()))
    if problem is not None:
        return refused_on(problem, program_list)
    flash(_("Saved."), "success")
    return redirect(url_for(".programs"), 303)
