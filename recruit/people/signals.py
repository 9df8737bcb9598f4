"""What happens to accounts that the features above turn into mail."""

from blinker import signal

invited = signal("people.invited")
"""Sent with a Person and `now`: a link to choose a password is due to them."""

reset_asked = signal("people.reset-asked")
"""Sent with a Person and `now`: somebody asked for a link to choose a new password."""
