"""The navigation: one table of entries; a person sees those their roles open."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from recruit.kernel import i18n
from recruit.kernel.permissions import Permission as Right
from recruit.kernel.permissions import Role, may
from recruit.organization import queries as organization


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: shown when the person has one of `needs` (or for everybody
    signed in) and, where `roles` is given, one of these roles."""

    label: Any
    endpoint: str
    icon: str
    needs: tuple[Right, ...] = ()
    roles: tuple[Role, ...] = ()


TABLE: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(_l("Today"), "workspace.today", "home"),
            Entry(_l("Notices"), "notifications.notices", "bell"),
            Entry(_l("My day"), "onboarding.my_day", "checklist", roles=(Role.TRAINEE,)),
            Entry(_l("My tests"), "assessments.mine", "writing", needs=(Right.TEST_SIT,)),
            Entry(
                _l("Reception"),
                "interviews.desk_today",
                "user-check",
                needs=(Right.CHECK_IN,),
            ),
            Entry(
                _l("Incoming call"),
                "interviews.incoming",
                "phone-incoming",
                needs=(Right.CHECK_IN,),
            ),
            Entry(
                _l("My interviews"), "interviews.mine", "messages", roles=(Role.INTERVIEWER,)
            ),
        ),
    ),
    (
        _l("Hiring"),
        (
            Entry(
                _l("Vacancies"),
                "vacancies.index",
                "briefcase",
                needs=(Right.VACANCY_READ,),
            ),
            Entry(
                _l("Pipeline"),
                "candidates.pipelines",
                "layout-kanban",
                roles=(Role.RECRUITER, Role.HIRING_MANAGER),
            ),
            Entry(
                _l("Candidates"),
                "candidates.index",
                "users",
                roles=(Role.RECRUITER, Role.HIRING_MANAGER),
            ),
            Entry(
                _l("Interview days"),
                "interviews.index",
                "calendar-event",
                needs=(Right.DAY_READ, Right.CAPACITY_SET),
            ),
            Entry(
                _l("Decisions"),
                "interviews.decisions",
                "scale",
                needs=(
                    Right.DECISION_PROPOSE,
                    Right.DECISION_TAKE,
                    Right.DECISION_SECOND,
                ),
            ),
            Entry(
                _l("Attendance"),
                "interviews.show_rates",
                "chart-histogram",
                needs=(Right.ATTENDANCE_READ,),
            ),
        ),
    ),
    (
        _l("Onboarding"),
        (
            Entry(_l("My trainees"), "onboarding.trainees", "school", roles=(Role.MENTOR,)),
            Entry(
                _l("Gates and mentors"),
                "onboarding.gates",
                "gavel",
                roles=(Role.HIRING_MANAGER, Role.DIRECTOR),
            ),
            Entry(
                _l("Plans"),
                "onboarding.plans",
                "list-check",
                roles=(Role.RECRUITER, Role.DIRECTOR, Role.HIRING_MANAGER),
            ),
            Entry(
                _l("Bonuses"),
                "onboarding.bonuses",
                "coins",
                needs=(Right.BONUS_VERIFY, Right.BONUS_APPROVE),
            ),
            Entry(_l("Programs"), "onboarding.programs", "route", needs=(Right.PROGRAM_READ,)),
        ),
    ),
    (
        _l("Product knowledge"),
        (
            Entry(_l("Grading"), "assessments.queue", "pencil", needs=(Right.GRADE,)),
            Entry(
                _l("Control"),
                "assessments.controls",
                "shield-check",
                needs=(Right.CONTROL,),
            ),
            Entry(
                _l("Tests"),
                "assessments.tests",
                "clipboard-text",
                needs=(Right.TEST_READ,),
            ),
            Entry(
                _l("Questions"),
                "assessments.questions",
                "help-circle",
                needs=(Right.TEST_READ,),
            ),
            Entry(
                _l("Products"),
                "assessments.products",
                "package",
                needs=(Right.PRODUCT_READ,),
            ),
        ),
    ),
    (
        _l("Company"),
        (
            Entry(_l("Reports"), "reports.dashboard", "chart-bar", needs=(Right.REPORT_READ,)),
            Entry(
                _l("Positions"),
                "positions.index",
                "id-badge-2",
                needs=(Right.POSITION_READ,),
            ),
            Entry(
                _l("To sign"),
                "positions.to_sign",
                "file-text",
                needs=(Right.DESCRIPTION_SIGN,),
            ),
            Entry(
                _l("Channels"),
                "vacancies.channels",
                "speakerphone",
                needs=(Right.VACANCY_EDIT,),
            ),
            Entry(
                _l("Accounts"),
                "people.accounts",
                "users-group",
                needs=(Right.PEOPLE_MANAGE,),
            ),
            Entry(
                _l("Company"),
                "organization.company",
                "building",
                needs=(Right.PEOPLE_MANAGE,),
            ),
            Entry(
                _l("Departments"),
                "organization.departments",
                "sitemap",
                needs=(Right.DEPARTMENT_EDIT,),
            ),
            Entry(_l("Sites"), "organization.sites", "map-pin", needs=(Right.SITE_EDIT,)),
            Entry(
                _l("Work calendars"),
                "organization.calendars",
                "calendar",
                needs=(Right.CALENDAR_EDIT,),
            ),
            Entry(_l("Outbox"), "notifications.outbox", "mail", needs=(Right.OUTBOX_READ,)),
            Entry(_l("Audit trail"), "people.audit", "history", needs=(Right.AUDIT_READ,)),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    icon: str
    active: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    entries: list[Link]


def navigation() -> list[Group]:
    """Return the signed-in person's navigation, with the present page marked."""
    if not current_user.is_authenticated:
        return []
    here = _nearest()
    groups = []
    for label, entries in TABLE:
        links = [
            Link(str(entry.label), url_for(entry.endpoint), entry.icon, entry.endpoint == here)
            for entry in entries
            if entry.endpoint in current_app.view_functions
            and (not entry.needs or any(may(current_user, need) for need in entry.needs))
            and (not entry.roles or current_user.roles & set(entry.roles))
        ]
        if links:
            groups.append(Group(str(label), links))
    return groups


def _nearest() -> str | None:
    """Return the endpoint whose address is this page's, or the longest beginning of it."""
    paths = {
        url_for(entry.endpoint): entry.endpoint
        for _label, entries in TABLE
        for entry in entries
        if entry.endpoint in current_app.view_functions
    }
    found = [
        path
        for path in paths
        if request.path == path or (path != "/" and request.path.startswith(path + "/"))
    ]
    return paths[max(found, key=len)] if found else None


def register(app: Flask) -> None:
    """Give every template the navigation, the person, the company's name, the locale."""

    @app.context_processor
    def _globals() -> dict[str, Any]:
        person = current_user if current_user and current_user.is_authenticated else None
        return {
            "current_person": person,
            "locale": i18n.current_locale(),
            "P": Right,
            "may": lambda permission: person is not None and may(person, permission),
        }

    app.jinja_env.globals["navigation"] = navigation
    app.jinja_env.globals["settings"] = _Settings()


class _Settings:
    """What every page may know of the configuration; read lazily, once per request."""

    @property
    def organization_name(self) -> str:

        if "organization_name" not in g:
            g.organization_name = organization.organization().name
        return str(g.organization_name)

    @property
    def demo_mode(self) -> bool:
        return bool(current_app.config["DEMO"])
