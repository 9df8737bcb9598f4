"""What higher features must hear of, sent inside the transaction: `send(application, now=)`."""

from blinker import Namespace

_signals = Namespace()

withdrawn = _signals.signal("candidates.withdrawn")
"""The candidate took the application back."""

rejected = _signals.signal("candidates.rejected")
"""A named person rejected the application, before or after the interview."""

hired = _signals.signal("candidates.hired")
"""The candidate accepted an offer: `hired.send(application, offer=offer, now=now)`."""
