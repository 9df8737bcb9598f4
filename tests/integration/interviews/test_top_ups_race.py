"""Several schedulers at once on a real database invite nobody twice and pass no limit."""

from datetime import timedelta

from sqlalchemy import func, select

from recruit.candidates.models import Application
from recruit.interviews import operations
from recruit.interviews.models import Invitation, Slot, TopUp
from recruit.interviews.operations.top_ups import top_up_due
from recruit.kernel.db import db, transaction
from recruit.rules.pipeline import Stage
from tests.conftest import NOW
from tests.factories import Make
from tests.integration.interviews.test_last_seat import _app, _ended, place

__all__ = ["place"]

SCHEDULERS = 4
PER_DAY = 3


def test_schedulers_that_run_at_once_top_up_once(place):
    app = _app(*place)
    with app.app_context():
        with transaction():
            make = Make(NOW)
            session = make.session(
                starts_at=NOW + timedelta(days=3), top_ups_per_day=PER_DAY, top_ups_cut_off=24
            )
            for number in range(3):
                make.slot(
                    pool=session.pools[0],
                    capacity=2,
                    limit=4,
                    starts_at=NOW + timedelta(days=3, minutes=30 * number),
                )
            slots = session.pools[0].slots
            people = [make.application(stage=Stage.TO_INVITE) for _ in range(12)]
            wave = [(people[n], slots[n % 3]) for n in range(6)]
            sent = operations.invite(wave, actor=session.created_by, now=NOW, due_at=NOW)
            for one in sent[:4]:
                operations.decline(one, now=NOW + timedelta(minutes=5))
        db.session.remove()
        db.engine.dispose()

    later = NOW + timedelta(hours=1)

    def work(number: int) -> None:
        with transaction():
            top_up_due(later, due_at=later + timedelta(minutes=1))

    assert _ended(place, SCHEDULERS, work)[0] == SCHEDULERS
    with app.app_context():
        assert db.session.scalar(select(func.count(TopUp.id))) == PER_DAY
        invited = db.session.scalars(
            select(Application.id)
            .join(Invitation, Invitation.application_id == Application.id)
            .where(Invitation.invited_by_id.is_(None))
            .order_by(Application.id)
        ).all()
        first = db.session.scalars(select(Application.id).order_by(Application.id)).all()[6:9]
        assert invited == first
        assert db.session.scalars(select(Slot.id).where(Slot.taken > Slot.limit)).all() == []
        db.session.remove()
        db.engine.dispose()
