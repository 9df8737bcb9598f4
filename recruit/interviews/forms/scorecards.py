"""Forms of the scorecard: its criteria are those of the session's kit."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from recruit.interviews.models import Recommendation
from recruit.interviews.operations.scorecards import Page
from recruit.kernel.fields import choices
from recruit.kernel.forms import Form, clean_text
from recruit.rules.kits import Content

RECOMMENDATIONS = {
    Recommendation.STRONG_YES: _l("Strong yes"),
    Recommendation.YES: _l("Yes"),
    Recommendation.NO: _l("No"),
    Recommendation.STRONG_NO: _l("Strong no"),
}
MARKS = ("1", "2", "3", "4", "5")
LONGEST_COMMENT = 5000
HIGHEST_SEQ = 1_000_000_000


class Card(Form):
    """One scorecard. A draft may be incomplete; submitting needs everything."""

    keys: tuple[str, ...] = ()
    recommendation = RadioField(
        _l("Recommendation"),
        [Optional()],
        choices=choices((key.value, label) for key, label in RECOMMENDATIONS.items()),
    )
    comment = TextAreaField(
        _l("What you heard and saw"), [Optional(), Length(max=LONGEST_COMMENT)]
    )
    client = HiddenField()
    seq = HiddenField()
    base = HiddenField()
    kit = HiddenField()
    draft = SubmitField(_l("Save draft"))
    submit = SubmitField(_l("Submit"))

    def mark(self, key: str) -> Any:
        """The field of one criterion."""
        return self[f"mark_{key}"]

    def ratings(self) -> dict[str, int]:
        """Return the marks given so far."""
        return {key: int(self.mark(key).data) for key in self.keys if self.mark(key).data}

    def recommended(self) -> Recommendation | None:
        """Return the recommendation given so far."""
        return Recommendation(self.recommendation.data) if self.recommendation.data else None

    def page(self) -> Page | None:
        """Return which page sends this, if it says so."""
        return page_of(self.client.data, self.seq.data, self.base.data)


def card_form(content: Content) -> Card:
    """Return the form with a field for every criterion, named mark_ and its key."""
    fields: dict[str, Any] = {
        f"mark_{one.key}": RadioField(
            one.name,
            [Optional()],
            choices=choices((mark, mark) for mark in MARKS),
            description=one.about,
        )
        for one in content.criteria
    }
    kind: type[Card] = type("KitCard", (Card,), {**fields, "keys": content.keys})
    return kind()


class Written:
    """One card's words as a page sends them, pair by pair; what is no choice of ours is left
    out."""

    def __init__(self, pairs: Iterable[tuple[Any, Any]], content: Content, pubid: str) -> None:
        given = {
            _plain(name, pubid): value
            for name, value in pairs
            if isinstance(name, str) and isinstance(value, str)
        }
        self.values = {key: given[key] for key in content.keys if given.get(key) in MARKS}
        if given.get("recommendation") in {key.value for key in Recommendation}:
            self.values["recommendation"] = given["recommendation"]
        self.values["comment"] = str(clean_text(given.get("comment", "")))[:LONGEST_COMMENT]

    def saved(self, content: Content) -> Mapping[str, Any]:
        """Return the arguments of `operations.scorecards.save`."""
        chosen = self.values.get("recommendation")
        return {
            "ratings": {
                key: int(self.values[key]) for key in content.keys if key in self.values
            },
            "recommendation": Recommendation(chosen) if chosen else None,
            "comment": self.values["comment"],
        }


def _plain(name: str, pubid: str) -> str:
    """The name of a field without what tells cards apart: key-PUBID in the grid, mark_key alone."""
    if name.endswith(f"-{pubid}"):
        return name.removesuffix(f"-{pubid}")
    return name.removeprefix("mark_")


def page_of(client: Any, seq: Any, base: Any) -> Page | None:
    """Return the page that sends a text; None when its words are none of ours."""
    client, seq, base = str(client or ""), str(seq or 0), str(base or 0)
    if not (client.isascii() and client.isalnum() and len(client) <= 24):
        return None
    if not all(n.isascii() and n.isdigit() and len(n) < 11 for n in (seq, base)):
        return None
    return Page(client, min(int(seq), HIGHEST_SEQ), min(int(base), HIGHEST_SEQ))


class Amendment(Form):
    body = TextAreaField(
        _l("Addition"), [InputRequired(_l("Write what you add.")), Length(max=2000)]
    )


class MarkChange(Form):
    """A mark changed in the moderated round."""

    criterion = SelectField(_l("Criterion"), [InputRequired()])
    rating = SelectField(
        _l("New mark"), [InputRequired()], choices=choices((mark, mark) for mark in MARKS)
    )
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say in a sentence what changed your mind.")), Length(max=500)],
    )

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.criterion.choices = choices((one.key, one.name) for one in content.criteria)
