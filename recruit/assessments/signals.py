"""What assessments announce to the features above, inside the transaction."""

from blinker import signal

released = signal("assessments.released")
"""Sent as `released.send(attempt, now=now)` when a result is told, again after an appeal."""
