"""How much may be uploaded."""

from flask import current_app

MOST_FILES = 10
"""Documents per candidate."""
MOST_FILES_BYTES_FACTOR = 5
"""All documents of a candidate together: so many times the largest single one."""


def max_bytes() -> int:
    """Return the size of the largest file we take, from the settings."""
    return int(current_app.config["MAX_UPLOAD_MB"]) * 1024 * 1024


def quota_bytes() -> int:
    """Return how much one candidate's documents may take together."""
    return MOST_FILES_BYTES_FACTOR * max_bytes()
