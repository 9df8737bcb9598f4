"""The six characters by which an invited person checks in; mails and pages show the same."""

from recruit.interviews.models import Invitation
from recruit.kernel.ids import code_of
from recruit.kernel.security import keyed_hash


def personal_code(invitation: Invitation) -> str:
    """Return the invitation's own code. It is derived, never stored, and stays when the time
    moves: a mail that holds it remains right."""
    return code_of(keyed_hash("check-in", invitation.pubid))
