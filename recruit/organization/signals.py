"""What the features above may want to hear, inside the transaction that changes it."""

from blinker import signal

calendar_changed = signal("organization.calendar-changed")
"""Sent with a WorkCalendar and `now` when its weekdays or holidays changed."""
