"""What assessments announce to the features above, inside the transaction."""

from blinker import signal

released = signal("assessments.released")
"""Sent as `released.send(attempt, now=now)` when a result is told, again after an appeal or a
regrade, and when one that was told is declared void. Listeners ask `queries.results.outcome`
what holds now; the attempt alone may not be the one that counts."""
