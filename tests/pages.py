"""What two pages show, compared without what differs in every answer."""

import re

TOKENS = re.compile(r'(name="csrf_token"[^>]*value=")[^"]*')


def shown(answer, *own: str) -> str:
    """The page without its forms' tokens (they carry the second they were made in), nor the
    `own` words of this one answer."""
    text = TOKENS.sub(r"\1", answer.text)
    for word in own:
        text = text.replace(word, "")
    return text
