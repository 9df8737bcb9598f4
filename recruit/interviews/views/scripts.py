"""What is said on the phone and written by hand, in the candidate's own language."""

from flask_babel import force_locale
from flask_babel import gettext as _

from recruit.candidates.models import Application
from recruit.interviews.models import InterviewSettings, Invitation
from recruit.interviews.queries import self_booking
from recruit.kernel import formats
from recruit.kernel.i18n import LOCALES
from recruit.organization.queries import organization
from recruit.organization.wayfinding import address_of

PLACEHOLDERS = ("name", "company", "vacancy", "day", "time", "address")


def default_script() -> str:
    """Return the product's own script in the present language, with its placeholders."""
    return str(
        _(
            "Good day, this is {company}. Am I speaking with {name}? You are invited to an "
            "interview for “{vacancy}” on {day} at {time}, {address}. Will you come? If "
            "the time does not suit you, I can offer another one right now. Do you know "
            "the way? Thank you, and see you then."
        )
    )


def call_script(invitation: Invitation, settings: InterviewSettings) -> str:
    """Return what to say to this person: the company's text in their language, else ours."""
    locale = _language(invitation.application)
    with force_locale(locale):
        text = str(settings.call_scripts.get(locale) or default_script())
        for name, value in _facts(invitation).items():
            text = text.replace(f"{{{name}}}", value)
    return text


def message(application: Application, invitation: Invitation | None, link: str) -> str:
    """Return the text to send by hand, with the candidate's link, in their language."""
    with force_locale(_language(application)):
        company, vacancy = organization().name, application.vacancy.title
        name = application.candidate.name
        if invitation is not None:
            return str(
                _(
                    "Hello %(name)s! %(company)s invites you to an interview for “%(vacancy)s”: "
                    "%(day)s, %(time)s, %(address)s. Please say whether you will come, or "
                    "choose another time: %(link)s",
                    **(_facts(invitation) | {"link": link}),
                )
            )
        if self_booking.open_offer(application) is not None:
            return str(
                _(
                    "Hello %(name)s! %(company)s would like to meet you for “%(vacancy)s”. "
                    "Please choose the time that suits you: %(link)s",
                    name=name, company=company, vacancy=vacancy, link=link,
                )
            )  # fmt: skip
        return str(
            _(
                "Hello %(name)s! Here is your application for “%(vacancy)s” at %(company)s: "
                "%(link)s",
                name=name, company=company, vacancy=vacancy, link=link,
            )
        )  # fmt: skip


def _language(application: Application) -> str:
    known = application.candidate.locale
    return known if known in LOCALES else "en"


def _facts(invitation: Invitation) -> dict[str, str]:
    slot, application = invitation.slot, invitation.application
    site = slot.pool.session.site
    return {
        "name": application.candidate.name,
        "company": organization().name,
        "vacancy": application.vacancy.title,
        "day": formats.format_date(slot.starts_at, "day", site.zone).striptags(),
        "time": formats.format_time(slot.starts_at, site.zone).striptags(),
        "address": address_of(site) or site.name,
    }
