"""The audit trail in plain words."""

from flask_babel import lazy_gettext as _l

FEATURES = {
    "people": _l("Accounts"),
    "organization": _l("Company, sites and calendars"),
    "notifications": _l("Mail"),
    "positions": _l("Positions"),
    "vacancies": _l("Vacancies"),
    "candidates": _l("Candidates"),
    "interviews": _l("Interviews"),
    "assessments": _l("Tests"),
    "onboarding": _l("Training plans"),
    "careers": _l("Careers pages"),
}

ACTIONS = {
    "people.person.signed-in": _l("signed in"),
    "people.person.invited": _l("invited an account"),
    "people.person.invited-again": _l("sent a fresh invitation"),
    "people.person.joined": _l("accepted the invitation and chose a password"),
    "people.person.password-reset": _l("chose a new password through a mailed link"),
    "people.person.password-changed": _l("changed the own password"),
    "people.person.made-first-admin": _l("made the first admin account"),
    "people.person.edited": _l("edited an account"),
    "people.person.sessions-ended": _l("ended all sessions of an account"),
    "people.profile.edited": _l("edited the own details"),
    "organization.company.edited": _l("edited the company's settings"),
    "organization.department.added": _l("added a department"),
    "organization.department.renamed": _l("renamed a department"),
    "organization.department.removed": _l("removed a department"),
    "organization.site.added": _l("added a site"),
    "organization.site.edited": _l("edited a site"),
    "organization.room.added": _l("added a room"),
    "organization.room.edited": _l("edited a room"),
    "organization.room.removed": _l("removed a room"),
    "organization.calendar.added": _l("added a work calendar"),
    "organization.calendar.edited": _l("edited a work calendar"),
    "organization.calendar.removed": _l("removed a work calendar"),
    "organization.calendar.filled": _l("filled in a year's public holidays"),
    "organization.holiday.added": _l("added a day off"),
    "organization.holiday.removed": _l("removed a day off"),
    "notifications.message.retried": _l("sent a failed mail once more"),
}


def in_words(action: str) -> str:
    """Return an action's words; an action nobody has worded yet reads as its code does."""
    if action in ACTIONS:
        return str(ACTIONS[action])
    _feature, _dot, rest = action.partition(".")
    return rest.replace(".", " ").replace("-", " ").replace("_", " ")
