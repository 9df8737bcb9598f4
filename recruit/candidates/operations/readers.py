"""Who of an interview panel may read an application: plain data, kept by interviews."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from recruit.candidates.models import Application, ApplicationReader
from recruit.kernel.db import db
from recruit.people.models import Person


def let_read(application: Application, people: Iterable[Person]) -> None:
    """Let exactly these people, beside recruiters and the hiring managers of its department,
    read an application and its CV."""
    wanted = {person.id for person in people}
    present = set(
        db.session.scalars(
            select(ApplicationReader.person_id).where(
                ApplicationReader.application_id == application.id
            )
        )
    )
    if gone := present - wanted:
        db.session.execute(
            delete(ApplicationReader).where(
                ApplicationReader.application_id == application.id,
                ApplicationReader.person_id.in_(gone),
            )
        )
    db.session.add_all(
        ApplicationReader(application_id=application.id, person_id=person_id)
        for person_id in sorted(wanted - present)
    )
