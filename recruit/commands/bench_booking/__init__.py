"""`recruit bench booking`: a crowd books at random against several web processes, then every
rule about places is checked. On a database of its own beside the configured one."""

from recruit.commands.bench_booking.command import Result, booking, run

__all__ = ["Result", "booking", "run"]
