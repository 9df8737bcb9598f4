"""The public list of vacancies and the page of each."""

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from recruit.careers.structured import posting
from recruit.careers.views.blueprint import address_of, bp, remember_source
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, public, requires
from recruit.kernel.web import argument
from recruit.organization import queries as organization
from recruit.people.login import current_person
from recruit.vacancies import queries
from recruit.vacancies.forms import EMPLOYMENT_TYPES
from recruit.vacancies.models import EmploymentType, Vacancy, VacancyState

PAGE = 20


@bp.get("/jobs")
@public
def index() -> ResponseReturnValue:
    """Published vacancies, with search and filters."""
    remember_source()
    q, city, department = argument("q"), argument("city"), argument("department")
    kind, remote = argument("type"), argument("remote")
    if department and not is_pubid(department):
        abort(400)
    if (kind and kind not in set(EmploymentType)) or remote not in ("", "1"):
        abort(400)
    after = None
    if cursor := argument("after"):
        after = queries.once_public(cursor) if is_pubid(cursor) else None
        if after is None:
            abort(400)
    rows = queries.published(
        words=q,
        city=city,
        department=department,
        employment_type=kind,
        remote=remote == "1",
        after=after,
        limit=PAGE,
    )
    cities, departments = queries.public_filters()
    kept = {"q": q, "city": city, "department": department, "type": kind, "remote": remote}
    return render_template(
        "careers/index.html",
        rows=rows[:PAGE],
        more=rows[PAGE - 1].pubid if len(rows) > PAGE else None,
        kept={name: value for name, value in kept.items() if value},
        cities=cities,
        departments=departments,
        employment_types=EMPLOYMENT_TYPES,
        address=address_of("careers.index"),
        feed=address_of("careers.feed"),
        company=organization.organization(),
        started=bool(cursor),
    )


def public_vacancy(pubid: str) -> Vacancy:
    """Return a vacancy that is or once was public; drafts are not there."""
    return queries.once_public(pubid) or abort(404)


def gone(vacancy: Vacancy) -> ResponseReturnValue:
    """Say that a vacancy is paused or closed, without its text, and what there is instead."""
    page = render_template("careers/gone.html", rows=queries.alternatives(vacancy))
    return page, 410


@bp.get("/jobs/<pubid:pubid>")
@public
def vacancy(pubid: str) -> ResponseReturnValue:
    """A vacancy."""
    remember_source()
    found = public_vacancy(pubid)
    if found.state is not VacancyState.PUBLISHED:
        return gone(found)
    return _page(found)


def _page(found: Vacancy, preview: bool = False) -> str:
    address = address_of("careers.vacancy", pubid=found.pubid)
    return render_template(
        "careers/vacancy.html",
        vacancy=found,
        address=address,
        posting=posting(found, address),
        employment=EMPLOYMENT_TYPES[found.employment_type],
        company=organization.organization(),
        preview=preview,
    )


@bp.get("/jobs/<pubid:pubid>/preview")
@requires(Permission.VACANCY_READ)
def preview(pubid: str) -> ResponseReturnValue:
    """The public page as it would look, for those who may see the vacancy."""
    found = queries.vacancy_for(current_person(), pubid) or abort(404)
    g.private = True
    return _page(found, preview=request.method == "GET")
