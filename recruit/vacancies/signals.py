"""What higher features hear of vacancies inside the transaction, and what they are asked."""

from blinker import Namespace

_signals = Namespace()

closed = _signals.signal("vacancies.closed")
"""The vacancy was filled or cancelled: `closed.send(vacancy, now=now)`."""

figures = _signals.signal("vacancies.figures")
"""Asked by pages, writes nothing: `figures.send(vacancies)` with a list of vacancies. Receivers
answer with `queries.Figures`, because applications live above this feature."""
