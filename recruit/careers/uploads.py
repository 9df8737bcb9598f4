"""Reading the application form when its file is too large: the words typed must not be lost.

The body of this one form may be larger than the largest file we take. What goes beyond that
size is counted and thrown away while it arrives: it reaches neither memory nor disk, and the
file is then refused beside its field, with everything else kept.
"""

from io import BytesIO
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from recruit.kernel.documents.limits import max_bytes

MOST_BODY = 64 * 1024 * 1024
"""A longer body is refused before it is read."""


class _Bounded(BytesIO):
    """A file that keeps its first `most` + 1 bytes: enough to see that it is too large."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any) -> int:
        room = self._most + 1 - self.tell()
        if room > 0:
            super().write(bytes(data)[:room])
        return len(data)


def bound_files() -> None:
    """Call before anything reads the form of this request."""
    current = request._get_current_object()  # type: ignore[attr-defined]
    current.max_content_length = MOST_BODY
    current._get_file_stream = lambda *_args, **_kwargs: _Bounded(max_bytes())


def chosen(file: FileStorage | None) -> tuple[str, bytes] | None:
    """Return name and bytes of a file somebody chose; None when the field was left empty."""
    if file is None or not file.filename:
        return None
    return file.filename, file.stream.read()


def had_file(file: FileStorage | None) -> bool:
    """Tell whether a file came with the form; a browser does not send it again by itself."""
    return bool(file is not None and file.filename)
