"""The catalogs of messages: what the sources say, and what each catalog still lacks.

    python scripts/messages.py extract           the template catalog, to standard output
    python scripts/messages.py update            merge new messages into every catalog
    python scripts/messages.py missing ro [all]  what Romanian lacks of the public pages (or all)

A merge never guesses: a changed sentence is a new, empty one. Entries stand in the order of
their English text, without line numbers and dates, so that a diff shows only what changed.
"""

import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = ROOT / "recruit" / "translations"
LOCALES = ("ro", "ru")
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
# header lines that change by themselves or say nothing
CHURN = tuple(
    f'"{name}:'.encode()
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Report-Msgid-Bugs-To",
        "Last-Translator",
        "Language-Team",
        "Project-Id-Version",
    )
)

# What a candidate, a visitor or somebody without a session yet may see: complete in every
# language. The other pages follow as they are translated; until then they show English.
PUBLIC = (
    "recruit/candidates/wording.py",
    "recruit/careers/*",
    "recruit/kernel/*",
    "recruit/people/forms.py",
    "recruit/people/views/__init__.py",
    "recruit/people/views/first.py",
    "recruit/people/views/links.py",
    "recruit/people/views/signing_in.py",
    "recruit/workspace/navigation.py",
    "templates/base.html",
    "templates/careers/*",
    "templates/components/*",
    "templates/emails/*",
    "templates/errors/*",
    "templates/people/choose_password.html",
    "templates/people/first.html",
    "templates/people/forgot*.html",
    "templates/people/link_over.html",
    "templates/people/sign_in.html",
    "templates/public.html",
)


def path_of(locale: str) -> Path:
    """Return where the catalog of a locale is."""
    return CATALOGS / locale / "LC_MESSAGES" / "messages.po"


def extract() -> Catalog:
    """Return every message of the sources, with the files it stands in."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(project="recruit", charset="utf-8")
    for name, _line, message, _comments, context in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, directory_filter=_holds_sources
    ):
        catalog.add(message, None, [(name, 0)], context=context)
    return catalog


def _holds_sources(folder: str) -> bool:
    return Path(folder).relative_to(ROOT).parts[0] in ("recruit", "templates")


def load(locale: str) -> Catalog:
    """Return a catalog as it lies on disk; an empty one with its plural rule if there is none."""
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale, project="recruit", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def messages(catalog: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalog, its header left out."""
    return (message for message in catalog if message.id)


def is_public(message: Message) -> bool:
    """Tell whether a message stands in a file of the public set."""
    return any(fnmatchcase(file, shape) for file, _ in message.locations for shape in PUBLIC)


def is_complete(message: Message) -> bool:
    """Tell whether a message is translated in every form and not marked as a guess."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return not message.fuzzy and all(forms) and (not message.pluralizable or len(forms) == 3)


def merged(template: Catalog, locale: str) -> Catalog:
    """Return the template with the translations its messages have on disk."""
    known = load(locale)
    result = Catalog(locale=locale, project="recruit", charset="utf-8", fuzzy=False)
    for message in messages(template):
        old = known.get(message.id, message.context)
        empty = ("",) * result.num_plurals if message.pluralizable else ""
        string = old.string if old and type(old.string) is type(empty) else empty
        result.add(
            message.id,
            string,
            sorted(set(message.locations)),
            context=message.context,
            flags=set(message.flags) | ({"fuzzy"} if old and old.fuzzy else set()),
        )
    return result


def written(catalog: Catalog) -> bytes:
    """Return a catalog as a file, without what changes from one run to the next."""
    buffer = BytesIO()
    catalog.header_comment = "# Translations by hand; merged by scripts/messages.py."
    write_po(buffer, catalog, sort_output=True, include_lineno=False, width=96)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(CHURN))


def update(template: Catalog) -> None:
    """Merge the sources into every catalog; an unchanged file keeps its time."""
    for locale in LOCALES:
        catalog, path = merged(template, locale), path_of(locale)
        content = written(catalog)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
        done = sum(is_complete(message) for message in messages(catalog))
        lacks = sum(is_public(m) and not is_complete(m) for m in messages(catalog))
        print(f"{locale}: {done} of {len(catalog)} translated, {lacks} public ones missing")


def missing(template: Catalog, locale: str, everything: bool) -> None:
    for message in messages(merged(template, locale)):
        if not is_complete(message) and (everything or is_public(message)):
            print(f"{message.locations[0][0]}: {message.id!r}")


def main(command: str = "", *arguments: str) -> int:
    if command == "extract":
        write_po(sys.stdout.buffer, extract(), sort_output=True, include_lineno=False)
    elif command == "update":
        update(extract())
    elif command == "missing" and arguments:
        missing(extract(), arguments[0], "all" in arguments)
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
