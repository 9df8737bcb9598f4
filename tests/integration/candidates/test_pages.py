"""The pages: who finds what, in how many queries, and what they say."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.candidates import operations, queries
from recruit.candidates.models import (
    ContactAttempt,
    ContactKind,
    ContactOutcome,
    Note,
    StageChange,
)
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.notifications.models import OutboxMessage
from recruit.rules.pipeline import RejectReason, Stage
from tests.conftest import NOW

HTMX = {"HX-Request": "true"}


@pytest.fixture
def recruiter(make):
    return make.recruiter(name="Rita Recruiter")


@pytest.fixture
def crowd(make, recruiter):
    """Thirty people with everything a list or board shows."""
    promotion = make.promotion()
    made = []
    for number in range(30):
        application = make.application(
            vacancy=promotion.vacancy,
            promotion=promotion,
            stage=list(Stage)[number % 9],
            stage_since=NOW - timedelta(days=number),
            candidate=make.candidate(name=f"Person {number:02d}", phone=f"+37369{number:06d}"),
        )
        operations.add_tag(application.candidate, f"tag {number % 3}", actor=recruiter, now=NOW)
        made.append(application)
    return made


# --- the list


def test_the_list_takes_six_queries(make, sign_in, recruiter, crowd, count_queries) -> None:
    client = sign_in(recruiter)
    db.session.expunge_all()
    with count_queries() as statements:
        page = client.get("/candidates?sort=name")
    assert page.status_code == 200
    assert page.text.count("<tr>") == 31
    assert len(statements) <= 6, statements
    assert len(page.data) < 100_000


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=person+07", ["Person 07"]),
        ("q=PERS+07", ["Person 07"]),
        ("q=069000011", ["Person 11"]),
        ("q=%2B37369000011", ["Person 11"]),
        ("q=erson", []),
        ("q=%25", []),
        ("q='+OR+1%3D1+--", []),
        ("stage=hired", ["Person 24", "Person 15", "Person 06"]),
    ],
)
def test_the_list_finds(make, sign_in, recruiter, crowd, query, found) -> None:
    page = sign_in(recruiter).get(f"/candidates?{query}").text
    names = [part.split("<")[0] for part in page.split('">')[1:] if part.startswith("Person ")]
    assert names == found
    if not found:
        assert "Nobody matches" in page


def test_the_list_filters_by_vacancy_channel_and_tag(make, recruiter, crowd) -> None:
    other = make.application(candidate=make.candidate(name="Other"), vacancy=make.vacancy())
    channel = crowd[0].promotion.channel
    tag = crowd[0].candidate.tags[0]

    def names(**wanted) -> list[str]:
        filters = queries.Filters(**wanted)
        lines, _more = queries.listed(recruiter, filters)
        assert queries.choices(recruiter, filters).count == len(lines)
        return [line.name for line in lines]

    assert names(vacancy=other.vacancy.pubid) == ["Other"]
    assert len(names(channel=channel.pubid)) == 30
    assert len(names(tag=tag.pubid)) == 10
    assert len(names(tag=tag.pubid, stage=Stage.APPLIED)) == 4
    assert names(vacancy="222222222222") == []


@pytest.mark.parametrize("sort", list(queries.Sort))
def test_pages_follow_each_other_without_gap(make, recruiter, crowd, sort) -> None:
    for application in crowd[:5]:  # ties in every key
        application.stage_since = NOW
        application.candidate.name = "Same Name"
    db.session.flush()
    filters = queries.Filters(sort=sort)
    whole, more = queries.listed(recruiter, filters)
    assert not more
    pieces, after, further = [], None, True
    while further:
        lines, further = queries.listed(recruiter, filters, after=after, limit=7)
        pieces += lines
        after = lines[-1].pubid
    assert [line.pubid for line in pieces] == [line.pubid for line in whole]
    assert len({line.pubid for line in pieces}) == 30


@pytest.mark.parametrize(
    "query",
    ["sort=name;drop", "sort=id desc", "stage=everything", "after=1", "vacancy=1", "tag='"],
)
def test_the_list_takes_only_what_it_offers(sign_in, recruiter, query) -> None:
    assert sign_in(recruiter).get(f"/candidates?{query}").status_code == 400


def test_an_empty_list_says_what_comes_next(sign_in, recruiter) -> None:
    assert "Nobody has applied yet" in sign_in(recruiter).get("/candidates").text


def test_the_export_is_safe_for_spreadsheets(make, sign_in, recruiter) -> None:
    make.application(candidate=make.candidate(name="=cmd|' /C calc'!A0", phone="+37369000000"))
    answer = sign_in(recruiter).get("/candidates/export.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.is_streamed
    text = answer.data.decode("utf-8-sig")
    assert "'=cmd|' /C calc'!A0" in text
    assert "'+37369000000" in text
    assert "\n=" not in text


def test_the_export_follows_filters_in_batches(make, recruiter, crowd) -> None:
    lines = list(queries.every(recruiter, queries.Filters(), batch=7))
    assert len({line.pubid for line in lines}) == 30


# --- the board


def test_the_board_takes_eight_queries(make, sign_in, recruiter, crowd, count_queries) -> None:
    vacancy = crowd[0].vacancy.pubid
    client = sign_in(recruiter)
    db.session.expunge_all()
    with count_queries() as statements:
        page = client.get(f"/pipeline/{vacancy}")
    assert page.status_code == 200
    assert len(statements) <= 8, statements
    assert "Person 00" in page.text
    assert "Person 07" not in page.text  # rejected ones stand in the table
    assert "Waiting 27 days" in page.text


def test_a_column_shows_twenty_and_more_on_demand(make, sign_in, recruiter) -> None:
    vacancy = make.vacancy()
    cards = [
        make.application(vacancy=vacancy, candidate=make.candidate(name=f"Card {n:02d}"))
        for n in range(45)
    ]
    client = sign_in(recruiter)
    page = client.get(f"/pipeline/{vacancy.pubid}").text
    assert page.count("data-card=") == 20
    assert ">45<" in page
    url = f"/pipeline/{vacancy.pubid}/applied"
    second = client.get(f"{url}?after={cards[19].pubid}").text
    assert second.count("data-card=") == 20
    assert "Card 20" in second
    last = client.get(f"{url}?after={cards[39].pubid}").text
    assert last.count("data-card=") == 5
    assert "data-more" not in last
    assert client.get(f"{url}?after=1").status_code == 400
    assert client.get(f"/pipeline/{vacancy.pubid}/nowhere").status_code == 404


def test_the_table_shows_one_stage(sign_in, recruiter, crowd) -> None:
    url = f"/pipeline/{crowd[0].vacancy.pubid}?view=table"
    client = sign_in(recruiter)
    page = client.get(f"{url}&stage=rejected").text
    assert "Person 07" in page
    assert "Person 00" not in page
    assert client.get(f"{url}&stage=x").status_code == 400
    assert client.get(f"/pipeline/{crowd[0].vacancy.pubid}?view=x").status_code == 400


def test_a_move_answers_with_the_board_and_an_undo(make, sign_in, recruiter) -> None:
    application = make.application(candidate=make.candidate(name="Ștefan"))
    client = sign_in(recruiter)
    data = {"card": application.pubid, "to": "screening", "from": "applied"}
    answer = client.post("/pipeline/move", data=data, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="lane-screening"' in answer.text
    assert "<html" not in answer.text
    change = db.session.scalars(select(StageChange)).one()
    trigger = answer.headers["HX-Trigger"]
    assert f"/pipeline/undo/{change.pubid}" in trigger
    assert '"target": "#board"' in trigger
    back = client.post(f"/pipeline/undo/{change.pubid}", headers=HTMX)
    assert back.status_code == 200
    assert application.stage is Stage.APPLIED
    assert client.post(f"/pipeline/undo/{change.pubid}", headers=HTMX).status_code == 422


def test_a_move_without_script_goes_back_where_it_came_from(make, sign_in, recruiter) -> None:
    application = make.application()
    client = sign_in(recruiter)
    here = f"/candidates/{application.pubid}"
    data = {"card": application.pubid, "to": "to_invite", "next": here}
    answer = client.post("/pipeline/move", data=data)
    assert (answer.status_code, answer.location) == (303, here)
    assert "Undo" in client.get(here).text
    data = {"card": application.pubid, "to": "applied", "next": "//evil.example"}
    answer = client.post("/pipeline/move", data=data)
    assert answer.location == f"/pipeline/{application.vacancy.pubid}"


def test_a_second_click_is_harmless(make, sign_in, recruiter) -> None:
    application = make.application()
    client = sign_in(recruiter)
    data = {"card": application.pubid, "to": "screening"}
    assert client.post("/pipeline/move", data=data, headers=HTMX).status_code == 200
    assert client.post("/pipeline/move", data=data, headers=HTMX).status_code == 200
    assert len(db.session.scalars(select(StageChange)).all()) == 1


def test_a_move_of_a_card_moved_meanwhile_is_told(make, sign_in, recruiter) -> None:
    application = make.application(stage=Stage.TO_INVITE)
    client = sign_in(recruiter)
    data = {"card": application.pubid, "to": "screening", "from": "applied"}
    answer = client.post("/pipeline/move", data=data, headers=HTMX)
    assert answer.status_code == 409
    assert "meanwhile" in answer.headers["HX-Trigger"]
    assert 'id="lane-applied"' in answer.text
    assert client.post("/pipeline/move", data=data).status_code == 409


def test_a_refused_move_says_why(make, sign_in, recruiter) -> None:
    application = make.application(stage=Stage.INVITED)
    client = sign_in(recruiter)
    data = {"card": application.pubid, "to": "screening"}
    answer = client.post("/pipeline/move", data=data, headers=HTMX)
    assert answer.status_code == 422
    assert "Cancel the invitation first" in answer.headers["HX-Trigger"]
    page = client.post("/pipeline/move", data=data)
    assert page.status_code == 422
    assert "Cancel the invitation first" in page.text


@pytest.mark.parametrize(
    "changed", [{"to": "nowhere"}, {"to": ""}, {"from": "nowhere", "to": "screening"}]
)
def test_a_malformed_move_is_400(make, sign_in, recruiter, changed) -> None:
    data = {"card": make.application().pubid} | changed
    assert sign_in(recruiter).post("/pipeline/move", data=data).status_code == 400


def test_the_menu_moves_up_and_down(make, sign_in, recruiter) -> None:
    vacancy = make.vacancy()
    first, second = (
        make.application(vacancy=vacancy, stage=Stage.TO_INVITE) for _number in range(2)
    )
    client = sign_in(recruiter)
    client.post("/pipeline/move", data={"card": second.pubid, "to": "up"}, headers=HTMX)
    assert [card.pubid for card in queries.column(vacancy, Stage.TO_INVITE, None)[0]] == [
        second.pubid,
        first.pubid,
    ]
    data = {"card": second.pubid, "to": "to_invite", "from": "to_invite", "after": first.pubid}
    client.post("/pipeline/move", data=data, headers=HTMX)
    assert queries.column(vacancy, Stage.TO_INVITE, None)[0][0].pubid == first.pubid


# --- the profile


def test_the_profile_takes_ten_queries(make, sign_in, recruiter, count_queries) -> None:
    application = make.application(
        candidate=make.candidate(name="Ana Popescu"),
        promotion=make.promotion(vacancy=make.vacancy()),
        stage=Stage.OFFERED,
        message="I like <people>",
    )
    make.application(candidate=application.candidate, vacancy=make.vacancy(title="Other job"))
    for number in range(5):
        make.add(StageChange(application=application, to_stage=Stage.SCREENING, at=NOW))
        make.add(Note(application=application, author=make.person(), body=f"N{number}", at=NOW))
        make.document(application, words=f"word {number}")
        operations.add_tag(application.candidate, f"tag {number}", actor=recruiter, now=NOW)
        operations.log_contact(
            application, ContactKind.PHONE, ContactOutcome.REACHED, actor=recruiter, now=NOW
        )
    make.offer(application)
    client = sign_in(recruiter)
    url = f"/candidates/{application.pubid}"
    db.session.expunge_all()
    with count_queries() as statements:
        page = client.get(url)
    assert page.status_code == 200
    assert len(statements) <= 10, statements
    assert len(page.data) < 80_000
    for words in ("Ana Popescu", "I like &lt;people&gt;", "N4", "word 4", "tag 4", "Other job"):
        assert words in page.text
    assert "word 3" not in page.text
    assert "Phone: Reached" in page.text


def test_previous_and_next_follow_the_column(make, sign_in, recruiter) -> None:
    vacancy = make.vacancy()
    first, second, third = (
        make.application(vacancy=vacancy, stage=Stage.TO_INVITE) for _number in range(3)
    )
    make.application(vacancy=vacancy)
    assert queries.neighbours(recruiter, first) == (None, second.pubid)
    assert queries.neighbours(recruiter, second) == (first.pubid, third.pubid)
    operations.raise_(second, actor=recruiter, now=NOW)
    db.session.flush()
    assert queries.neighbours(recruiter, second) == (None, first.pubid)


def test_rejecting_from_the_page(make, sign_in, recruiter) -> None:
    application = make.application(candidate=make.candidate(name="Ana"))
    client = sign_in(recruiter)
    url = f"/candidates/{application.pubid}"
    page = client.post(f"{url}/reject", data={"reason": "", "tell": "y"})
    assert page.status_code == 422
    assert "Choose a reason." in page.text
    assert client.post(f"{url}/reject", data={"reason": "because"}).status_code == 422
    data = {"reason": "pay", "tell": "y", "score": "1", "version": "9"}
    assert client.post(f"{url}/reject", data=data).status_code == 303
    assert application.reject_reason is RejectReason.PAY
    letter = db.session.scalars(select(OutboxMessage)).one()
    assert letter.due_at == NOW + timedelta(seconds=60)
    page = client.get(url).text
    assert "Rejected: Pay expectations differ" in page
    again = client.post(f"{url}/reject", data=data)
    assert again.status_code == 422


def test_notes_tags_and_contacts(make, sign_in, recruiter) -> None:
    application = make.application()
    client = sign_in(recruiter)
    url = f"/candidates/{application.pubid}"
    assert client.post(f"{url}/notes", data={"body": " "}).status_code == 422
    for _click in range(2):
        assert client.post(f"{url}/notes", data={"body": "Good\x00 voice"}).status_code == 303
    assert [note.body for note in db.session.scalars(select(Note))] == ["Good voice"]
    for name in ("night  shift", "night shift"):
        assert client.post(f"{url}/tags", data={"name": name}).status_code == 303
    assert client.post(f"{url}/tags", data={"name": "x" * 41}).status_code == 422
    (tag,) = application.candidate.tags
    assert tag.name == "night shift"
    for _click in range(2):
        answer = client.post(f"{url}/tags/{tag.pubid}/remove")
    assert answer.status_code == 404
    assert application.candidate.tags == []
    data = {"kind": "phone", "outcome": "no_answer"}
    assert client.post(f"{url}/contacts", data=data).status_code == 303
    assert client.post(f"{url}/contacts", data={"kind": "smoke"}).status_code == 422
    assert len(db.session.scalars(select(ContactAttempt)).all()) == 1


def test_correcting_details(make, sign_in, recruiter) -> None:
    application = make.application()
    client = sign_in(recruiter)
    url = f"/candidates/{application.pubid}/details"
    assert client.get(url).status_code == 200
    version = str(application.candidate.version)
    data = {"name": "Ana", "email": "ANA@example.org", "phone": "", "version": version}
    for changed in ({"name": ""}, {"email": "ana@"}, {"email": "", "phone": ""}):
        assert client.post(url, data=data | changed).status_code == 422
    assert client.post(url, data=data).status_code == 303
    assert application.candidate.email == "ana@example.org"
    assert client.post(url, data=data).status_code == 409


# --- who finds what


@pytest.fixture
def theirs(make):
    """An application of another department with everything that has an address."""
    department = make.department()
    vacancy = make.vacancy(position=make.position(department=department))
    application = make.application(
        vacancy=vacancy, candidate=make.candidate(name="Secret Name")
    )
    return {
        "department": department,
        "application": application,
        "vacancy": vacancy,
        "document": make.document(application),
        "change": make.add(
            StageChange(
                application=application,
                from_stage=Stage.SCREENING,
                to_stage=Stage.APPLIED,
                at=NOW,
            )
        ),
        "offer": make.offer(application),
    }


def requests_for(rows) -> list[tuple[str, str, dict[str, str]]]:
    application, tag = rows["application"].pubid, "222222222222"
    return [
        ("GET", f"/candidates/{application}", {}),
        ("POST", f"/candidates/documents/{rows['document'].pubid}", {}),
        ("GET", f"/pipeline/{rows['vacancy'].pubid}", {}),
        ("GET", f"/pipeline/{rows['vacancy'].pubid}/applied", {}),
        ("POST", "/pipeline/move", {"card": application, "to": "screening"}),
        ("POST", f"/pipeline/undo/{rows['change'].pubid}", {}),
        ("POST", f"/candidates/{application}/reject", {"reason": "pay"}),
        ("POST", f"/candidates/{application}/notes", {"body": "x"}),
        (
            "POST",
            f"/candidates/{application}/contacts",
            {"kind": "phone", "outcome": "reached"},
        ),
        ("POST", f"/candidates/{application}/tags", {"name": "x"}),
        ("POST", f"/candidates/{application}/tags/{tag}/remove", {}),
        ("POST", f"/candidates/{application}/documents", {}),
        ("GET", f"/candidates/{application}/details", {}),
        ("GET", f"/candidates/offers/{rows['offer'].pubid}", {}),
        ("POST", f"/candidates/offers/{rows['offer'].pubid}/send", {}),
        ("POST", f"/candidates/offers/{rows['offer'].pubid}/withdraw", {}),
        ("POST", f"/candidates/offers/{rows['offer'].pubid}/answer", {"answer": "accepted"}),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RECRUITER])
def test_nobody_else_finds_anothers_people(make, sign_in, theirs, role) -> None:
    """Every page, as every role, of a department that is not theirs."""
    person = make.person(role, department=make.the_department)
    client = sign_in(person)
    before = (theirs["application"].stage, theirs["offer"].state)
    for method, url, data in requests_for(theirs):
        answer = client.open(url, method=method, data=data)
        assert answer.status_code == 404, (method, url)
        assert "Secret Name" not in answer.text
    for url in ("/candidates", "/pipeline", "/candidates/export.csv"):
        answer = client.get(url)
        assert answer.status_code in (200, 404)
        assert "Secret Name" not in answer.text
    assert (theirs["application"].stage, theirs["offer"].state) == before


def test_visitors_are_asked_to_sign_in(client, make, theirs) -> None:
    db.session.commit()
    for method, url, data in requests_for(theirs):
        answer = client.open(url, method=method, data=data)
        assert answer.status_code == 303, (method, url)
        assert "/login" in answer.location


def test_a_hiring_manager_has_their_own_department(make, sign_in, theirs) -> None:
    head = make.person(Role.HIRING_MANAGER, department=theirs["department"])
    client = sign_in(head)
    url = f"/candidates/{theirs['application'].pubid}"
    assert client.get(url).status_code == 200
    assert "Secret Name" in client.get("/candidates").text
    assert "Secret Name" in client.get(f"/pipeline/{theirs['vacancy'].pubid}").text
    assert client.post(f"{url}/notes", data={"body": "x"}).status_code == 303
    move = {"card": theirs["application"].pubid, "to": "screening"}
    assert client.post("/pipeline/move", data=move).status_code == 404  # recruiters move
    assert client.post(f"/pipeline/undo/{theirs['change'].pubid}").status_code == 404
    assert client.post(f"{url}/reject", data={"reason": "pay"}).status_code == 303


def test_an_interviewer_reads_whom_they_are_on_a_panel_for(make, sign_in, theirs) -> None:
    interviewer = make.person(Role.INTERVIEWER)
    application = theirs["application"]
    make.add(Note(application=application, author=make.person(), body="Opinion", at=NOW))
    operations.let_read(application, [interviewer])
    client = sign_in(interviewer)
    url = f"/candidates/{application.pubid}"
    page = client.get(url)
    assert page.status_code == 200
    assert "Secret Name" in page.text
    assert "Opinion" not in page.text  # others' notes would colour the own view
    assert "12,000" not in page.text  # nor does the pay concern them
    assert "Secret Name" in client.get("/candidates").text
    document = client.post(f"/candidates/documents/{theirs['document'].pubid}")
    assert document.status_code == 200
    document.close()
    assert client.post(f"{url}/notes", data={"body": "x"}).status_code == 404
    assert client.get(f"/pipeline/{theirs['vacancy'].pubid}").status_code == 404
    operations.let_read(application, [])
    db.session.commit()
    assert client.get(url).status_code == 404


def test_let_read_keeps_exactly_the_panel(make) -> None:
    application = make.application()
    one, two, three = (make.person(Role.INTERVIEWER) for _number in range(3))

    def readers() -> set[str]:
        db.session.flush()
        return {
            person.pubid
            for person in (one, two, three)
            if queries.application_for(person, application.pubid)
        }

    operations.let_read(application, [one, two])
    assert readers() == {one.pubid, two.pubid}
    operations.let_read(application, [two, three, three])
    assert readers() == {two.pubid, three.pubid}


def test_an_id_of_another_kind_is_not_found(make, sign_in, recruiter, theirs) -> None:
    client = sign_in(recruiter)
    for url in (
        f"/candidates/{theirs['vacancy'].pubid}",
        f"/pipeline/{theirs['application'].pubid}",
        f"/candidates/offers/{theirs['application'].pubid}",
        "/candidates/1",
        "/candidates/%00",
    ):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"]
)
def test_what_people_write_is_only_text(make, sign_in, recruiter, name) -> None:
    application = make.application(
        candidate=make.candidate(name=name), message=name, also_gave=name
    )
    make.add(Note(application=application, author=recruiter, body=name, at=NOW))
    operations.add_tag(application.candidate, name[:40], actor=recruiter, now=NOW)
    make.document(application, words=name, filename=name[:100])
    client = sign_in(recruiter)
    for url in (
        f"/candidates/{application.pubid}",
        "/candidates",
        f"/pipeline/{application.vacancy.pubid}",
        f"/candidates/{application.pubid}/details",
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert ">49<" not in page.text


def test_the_pipelines_are_counted(make, sign_in, recruiter, crowd, count_queries) -> None:
    client = sign_in(recruiter)
    db.session.expunge_all()
    with count_queries() as statements:
        page = client.get("/pipeline")
    assert page.status_code == 200
    assert len(statements) <= 6, statements
    assert client.get("/pipeline?state=closed").status_code == 200
    assert client.get("/pipeline?state=odd").status_code == 400


def test_upper_features_add_sections_and_moments(make, sign_in, recruiter, monkeypatch) -> None:
    from recruit.candidates import sections

    moment = sections.Moment(NOW, "Came to the interview", "user-check", "good", "Rita")
    monkeypatch.setattr(sections, "MOMENTS", [lambda application, person: [moment]])
    application = make.application()
    page = sign_in(recruiter).get(f"/candidates/{application.pubid}").text
    assert "Came to the interview" in page


@pytest.mark.parametrize(
    "nasty", ["\x00", "\ud800", "%", "_", "'", "‮", "🙂" * 300, "9" * 5000, "a " * 500, "@"]
)
def test_nothing_typed_breaks_a_page(make, sign_in, recruiter, nasty) -> None:
    application = make.application()
    client = sign_in(recruiter)
    text = nasty.encode("utf-8", "surrogatepass")
    url = f"/candidates/{application.pubid}"
    arguments = ("q", "vacancy", "stage", "channel", "tag", "sort", "after")
    answers = [client.get("/candidates", query_string={name: text}) for name in arguments]
    answers += [
        client.post(f"{url}/notes", data={"body": text}),
        client.post(f"{url}/tags", data={"name": text}),
        client.post(f"{url}/reject", data={"reason": text}),
        client.post(f"{url}/details", data={"name": text, "email": text, "phone": text}),
        client.post("/pipeline/move", data={"card": text, "to": text}),
        client.post("/pipeline/move", data={"card": application.pubid, "to": text}),
        client.get(f"/pipeline/{application.vacancy.pubid}", query_string={"view": text}),
    ]
    assert all(answer.status_code < 500 for answer in answers)
