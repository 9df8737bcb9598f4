"""Who is signed in. A session names a person and an epoch; a newer epoch ends it at once."""

from typing import cast

from flask_login import current_user

from recruit.kernel.db import by_pubid
from recruit.kernel.extensions import login_manager
from recruit.people.models import Person


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_person(identity: str) -> Person | None:
    """Return the active account of this session, or None when the session is over."""
    pubid, _, epoch = identity.partition(".")
    person = by_pubid(Person, pubid)
    if person is None or not person.active or str(person.epoch) != epoch:
        return None
    return person


def current_person() -> Person:
    """Return the signed-in person of a guarded view."""
    return cast(Person, current_user._get_current_object())
