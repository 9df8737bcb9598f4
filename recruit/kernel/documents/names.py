"""The name under which a document is downloaded: made by us, never taken from the upload."""

import unicodedata

LONGEST = 80


def display_name(person: str, kind: str, number: int = 1) -> str:
    """Return "Ana Popescu CV.pdf": letters, digits, spaces, dots, hyphens and apostrophes only,
    so neither a path nor a header nor the reading direction can be bent by somebody's name."""
    kept = "".join(
        char if unicodedata.category(char)[0] in "LMN" or char in "-'" else " "
        for char in unicodedata.normalize("NFC", person)
    )
    stem = " ".join(kept.split())[:LONGEST].strip(" -'")
    count = f" {number}" if number > 1 else ""
    return f"{stem} CV{count}.{kind}" if stem else f"CV{count}.{kind}"
