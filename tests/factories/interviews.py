"""Builders for interviews."""

from datetime import datetime, timedelta
from typing import Any

from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    PanelMember,
    Pool,
    SessionKind,
    Slot,
)
from recruit.kernel.ids import new_code
from recruit.rules.attendance import HOLDING, InvitationState
from tests.factories.base import BaseMake


class InterviewsMake(BaseMake):
    """A session comes with one pool; slots and invitations are added to it."""

    def session(self, **kw: Any) -> InterviewSession:
        starts_at: datetime = kw.pop("starts_at", self.now + timedelta(days=2))
        vacancies = kw.pop("vacancies", None)
        defaults = {
            "kind": SessionKind.STREAMING,
            "held_on": starts_at.date(),
            "ends_at": starts_at + timedelta(hours=4),
            "check_in_code": new_code(),
            "created_at": self.now,
        }
        if "site" not in kw:
            kw["site"] = self.the_site
        if "created_by" not in kw:
            kw["created_by"] = self._once("recruiter", self.recruiter)
        session = InterviewSession(**defaults | kw)
        session.pools = [Pool(vacancies=vacancies or [self._once("vacancy", self.vacancy)])]
        return self.add(session)

    def slot(self, *panel: Any, session: InterviewSession | None = None, **kw: Any) -> Slot:
        """A slot two days from now for one interviewer and two invitations."""
        defaults = {
            "starts_at": self.now + timedelta(days=2),
            "minutes": 30,
            "capacity": 1,
            "limit": 2,
        }
        if "pool" not in kw:
            start = {"starts_at": kw["starts_at"]} if "starts_at" in kw else {}
            kw["pool"] = (session or self.session(**start)).pools[0]
        slot = Slot(**defaults | kw)
        slot.panel = [PanelMember(person=person) for person in panel]
        return self.add(slot)

    def invitation(self, **kw: Any) -> Invitation:
        """A sent invitation; it takes its place in the slot."""
        defaults = {"state": InvitationState.SENT, "created_at": self.now, "sent_at": self.now}
        if "slot" not in kw:
            kw["slot"] = self.slot()
        if "application" not in kw:
            kw["application"] = self.application()
        invitation = Invitation(**defaults | kw)
        if invitation.state in HOLDING:
            invitation.slot.taken += 1
        return self.add(invitation)
