"""The catalogs are complete where the public reads, true to their sources, and compiled."""

import importlib.util
import re
from datetime import timedelta
from gettext import c2py
from types import ModuleType
from typing import Any

import pytest
from flask_babel import force_locale, ngettext

from recruit.candidates import mails
from recruit.kernel import paths, state_words
from recruit.kernel.db import db
from recruit.kernel.i18n import LOCALES
from recruit.kernel.permissions import Role
from recruit.notifications.letters import letter
from recruit.notifications.models import OutboxMessage
from tests.conftest import NOW

VALUE = re.compile(r"%\((\w+)\)[sd]|(%%)|(?<!%)\{(\w+)\}")
TRANSLATED = ("ro", "ru")
PLURALS = {
    "ro": [(0, 1), (1, 0), (2, 1), (19, 1), (20, 2), (100, 2), (101, 1)],
    "ru": [(0, 2), (1, 0), (2, 1), (5, 2), (11, 2), (21, 0), (22, 1), (112, 2)],
}


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "messages", paths.ROOT / "scripts/messages.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = _tool()


@pytest.fixture(scope="module")
def template() -> Any:
    return tool.extract()


@pytest.fixture(scope="module", params=TRANSLATED)
def catalog(request: pytest.FixtureRequest) -> Any:
    return tool.load(request.param)


def values(text: str) -> list[str]:
    """The placeholders of a sentence, in the order of the alphabet."""
    return sorted(name or percent or slot for name, percent, slot in VALUE.findall(text))


def test_every_language_offered_has_a_catalog() -> None:
    assert set(TRANSLATED) == set(LOCALES) - {"en"} == set(tool.LOCALES)


def test_what_the_public_reads_is_translated(template, catalog) -> None:
    public = [message for message in tool.messages(template) if tool.is_public(message)]
    assert len(public) > 500
    lacking = []
    for message in public:
        found = catalog.get(message.id, message.context)
        if found is None or not tool.is_complete(found):
            lacking.append(message.id)
    assert lacking == [], "run scripts/messages.py update, then translate these"


def test_the_catalog_is_up_to_date_with_the_public_sources(template, catalog) -> None:
    def public(source: Any) -> set[tuple[Any, Any]]:
        return {
            (message.context, str(message.id))
            for message in tool.messages(source)
            if tool.is_public(message)
        }

    assert public(catalog) == public(template), "run scripts/messages.py update"


def test_a_translation_keeps_the_placeholders(catalog) -> None:
    wrong = []
    for message in tool.messages(catalog):
        if message.pluralizable:
            one, many = (values(text) for text in message.id)
            wrong += [
                (message.id, form)
                for form in message.string
                if form and values(form) not in (one, many)
            ]
        elif message.string and values(message.string) != values(message.id):
            wrong.append((message.id, message.string))
    assert wrong == []


def test_a_plural_has_all_its_forms_or_none(catalog) -> None:
    for message in tool.messages(catalog):
        if message.pluralizable:
            assert len(message.string) == 3
            assert all(message.string) or not any(message.string), message.id


def test_nothing_is_a_guess(catalog) -> None:
    assert [message.id for message in tool.messages(catalog) if message.fuzzy] == []


def test_romanian_letters_have_their_commas() -> None:
    text = tool.path_of("ro").read_text()
    assert not set("şţŞŢ") & set(text), "s and t with a cedilla: write ș and ț"


@pytest.mark.parametrize("locale", TRANSLATED)
def test_the_header_states_the_plural_rule(locale) -> None:
    header = tool.path_of(locale).read_text().partition("\n\n")[0].replace('"\n"', "")
    assert "Plural-Forms: nplurals=3; plural=(" in header
    assert "charset=utf-8" in header


@pytest.mark.parametrize("locale", TRANSLATED)
def test_the_rule_chooses_the_form(locale) -> None:
    catalog = tool.load(locale)
    forms = catalog.get(("%(num)s day", "%(num)s days")).string
    for number, form in PLURALS[locale]:
        assert _plural(catalog.plural_expr, number) == form, number
    assert len(set(forms)) == 3


def _plural(expression: str, number: int) -> int:
    return int(c2py(expression)(number))


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_merge_changes_nothing_twice(template, locale) -> None:
    once = tool.merged(template, locale)
    assert tool.written(once) == tool.written(tool.merged(template, locale))
    known = tool.load(locale)
    for message in tool.messages(once):
        old = known.get(message.id, message.context)
        if old and old.string:
            assert message.string == old.string


# What follows needs the compiled catalogs: `make setup` compiles them.


@pytest.fixture(autouse=True)
def _compiled(request: pytest.FixtureRequest) -> None:
    if "client" in request.fixturenames or "app" in request.fixturenames:
        for locale in TRANSLATED:
            compiled = tool.path_of(locale).with_suffix(".mo")
            assert compiled.exists(), "make setup compiles the catalogs"


@pytest.mark.parametrize(
    ("locale", "words", "month"),
    [
        ("en", "Apply now", "Mar"),
        ("ro", "Candidați acum", "mar."),
        ("ru", "Откликнуться", "мар"),
    ],
)
def test_a_visitor_reads_in_the_language_of_the_browser(
    client, make, locale, words, month
) -> None:
    vacancy = make.vacancy(closes_on=NOW.date() + timedelta(days=20))
    page = client.get(
        f"/jobs/{vacancy.pubid}", headers={"Accept-Language": f"{locale},en;q=0.3"}
    )
    assert f'<html lang="{locale}"' in page.text
    assert words in page.text
    assert re.search(rf"<time[^>]*>[^<]*{month}", page.text)


def test_a_visitor_chooses_another_language(client, make) -> None:
    asked = {"Accept-Language": "ro"}
    client.post("/language", data={"locale": "ru", "next": "/jobs"}, headers=asked)
    page = client.get("/jobs", headers=asked).text
    assert '<html lang="ru"' in page
    assert "Поиск вакансий" in page


@pytest.mark.parametrize(("locale", "words"), [("ro", "Cursanții mei"), ("ru", "Мои стажёры")])
def test_the_language_of_the_account_governs_its_pages(sign_in, make, locale, words) -> None:
    page = sign_in(make.person(Role.MENTOR, locale=locale)).get(
        "/today", headers={"Accept-Language": "en"}
    )
    assert f'<html lang="{locale}"' in page.text
    assert words in page.text


@pytest.mark.parametrize("path", ["/login", "/forgot", "/nothing-here"])
@pytest.mark.parametrize("locale", TRANSLATED)
def test_the_way_in_speaks_the_language(client, make, path, locale) -> None:
    make.person()
    page = client.get(path, headers={"Accept-Language": locale}).text
    assert f'<html lang="{locale}"' in page
    for english in (
        "Sign in",
        "Forgot",
        "Password",
        "Skip to content",
        "There is no such page",
    ):
        assert english not in page


@pytest.mark.parametrize(
    ("locale", "greeting", "day"),
    [("ro", "Bună ziua", "mar"), ("ru", "Здравствуйте", "мар")],
)
def test_a_letter_speaks_the_language_of_the_candidate(make, locale, greeting, day) -> None:
    application = make.application(candidate=make.candidate(locale=locale))
    mails.offer_sent(make.offer(application), now=NOW, due_at=None)
    [message] = db.session.query(OutboxMessage)
    mail = letter(message, NOW)
    text = mail.get_body(("plain",)).get_content()
    assert greeting in text
    assert re.search(day, text)
    assert mail["Content-Language"] == locale
    assert "Please" not in text


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_state_has_a_word(app, locale) -> None:
    with app.test_request_context(), force_locale(locale):
        words = {code: str(word.label) for code, word in state_words.WORDS.items()}
        assert words["no_show"] == {"ro": "Nu a venit", "ru": "Неявка"}[locale]
        assert locale == "ro" or [code for code, word in words.items() if word.isascii()] == []
        said = [ngettext("%(num)s day", "%(num)s days", number) for number in (1, 2, 20)]
        assert len({text.split()[-1] for text in said}) == {"ro": 2, "ru": 3}[locale]
