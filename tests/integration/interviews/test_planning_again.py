"""Several pools in a day, days from templates, copies, and what the planner's page answers."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from recruit.interviews import operations
from recruit.interviews.models import DayTemplate, InterviewSession, TopUp
from recruit.interviews.operations import day_templates as templates
from recruit.interviews.operations.day_templates import Refusal
from recruit.interviews.operations.planning import PoolWish, StreamingDay
from recruit.interviews.queries import planner, what_if
from recruit.interviews.queries.day_templates import shape_of
from recruit.interviews.queries.rates import planning_rate, show_rates
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.rules import overbooking
from recruit.rules.pipeline import Stage
from recruit.rules.slots import Hours
from tests.conftest import NOW
from tests.integration.interviews.test_board import history

ON = date(2026, 3, 5)  # a Thursday


@pytest.fixture
def staff(make):
    """Three interviewers and two vacancies."""
    people = [make.person(Role.INTERVIEWER, name=name) for name in ("Ana", "Ion", "Vera")]
    return people, [make.vacancy(title="Seller"), make.vacancy(title="Clerk")]


@pytest.fixture
def planned(make, staff):
    """A day with two pools, a break of one's own, and a rule for top-ups."""
    (ana, ion, vera), (seller, clerk) = staff
    wish = StreamingDay(
        site=make.the_site,
        on=ON,
        vacancies=[seller],
        interviewers=[
            (ana, Hours(600, 720)),
            (ion, Hours(660, 720, ((690, 700),))),
        ],
        minutes=30,
        title="Thursdays",
        pool_name="Sellers",
        further=[PoolWish([clerk], [(vera, Hours(600, 660))], "Clerks")],
        top_ups_per_day=5,
        top_ups_cut_off=48,
        fair=False,
    )
    return operations.plan_streaming(wish, [2, 2, 3, 3, 4, 4], actor=make.recruiter(), now=NOW)


def form_of(page):
    """What the browser would send: names and values of the form's filled fields."""

    class Fields(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found, self.select = [], ""

        def handle_starttag(self, tag, attrs):
            attrs = dict(attrs)
            kind = attrs.get("type", "text")
            if tag == "input" and "name" in attrs:
                if kind not in ("checkbox", "radio") or "checked" in attrs:
                    self.found.append((attrs["name"], attrs.get("value", "")))
            elif tag == "select":
                self.select = attrs.get("name", "")
            elif tag == "option" and "selected" in attrs:
                self.found.append((self.select, attrs["value"]))

    parser = Fields()
    parser.feed(page.partition('class="formx planform"')[2].partition("</form>")[0])
    return parser.found


def test_each_pool_has_its_own_people_vacancies_slots_and_limits(planned):
    first, second = planned.pools
    assert (first.name, second.name) == ("Sellers", "Clerks")
    assert [one.title for one in second.vacancies] == ["Clerk"]
    assert [slot.limit for slot in first.slots] == [2, 2, 3, 3]
    assert [slot.capacity for slot in first.slots] == [1, 1, 2, 1]  # 11:30 meets a break
    assert [slot.limit for slot in second.slots] == [4, 4]
    assert (planned.top_ups_per_day, planned.fair) == (5, False)


def test_the_page_plans_two_pools_each_alone_and_makes_them(make, sign_in, staff):
    (ana, ion, vera), (seller, clerk) = staff
    client = sign_in(make.recruiter())
    given = {
        "site": make.the_site.pubid,
        "on": ON.isoformat(),
        "start": "10:00",
        "end": "11:00",
        "minutes": "30",
        "room": "",
        "title": "",
        "balance": "0.5",
        "pools": "2",
        "vacancies": seller.pubid,
        "vacancies-2": clerk.pubid,
        "pool-2": "Clerks",
        "who": [ana.pubid, ion.pubid, vera.pubid],
        f"in-{vera.pubid}": "2",
        f"breaks-{ion.pubid}": "10:30-11:00",
    }
    page = client.get("/interviews/new", query_string=given).get_data(as_text=True)
    assert page.count('name="limit-') == 4
    assert "The plan: Clerks" in page
    limits = {f"limit-{n}": str(n + 2) for n in range(4)}
    assert client.post("/interviews/new", data=given | limits).status_code == 303
    (session,) = db.session.scalars(select(InterviewSession))
    one, two = session.pools
    assert [slot.capacity for slot in one.slots] == [2, 1]
    assert [slot.limit for slot in two.slots] == [4, 5]
    assert {m.person.name for slot in two.slots for m in slot.panel} == {"Vera"}

    missing = client.get("/interviews/new", query_string=given | {"vacancies-2": ""})
    assert missing.status_code == 422
    assert "Choose at least one vacancy" in missing.get_data(as_text=True)
    more = client.get("/interviews/new", query_string=given | {"add": "pool"})
    assert more.status_code == 200  # one arranges, nothing is judged yet
    assert 'name="vacancies-3"' in more.get_data(as_text=True)
    wrong = client.get("/interviews/new", query_string=given | {f"breaks-{ion.pubid}": "noon"})
    assert wrong.status_code == 422
    assert "13:00-13:30" in wrong.get_data(as_text=True)


def test_a_copy_falls_on_the_same_weekday_with_everything_but_the_date(make, sign_in, planned):
    client = sign_in(make.recruiter())
    page = client.get(f"/interviews/new?copy={planned.pubid}")
    assert page.status_code == 200
    fields = form_of(page.get_data(as_text=True))
    assert ("on", "2026-03-12") in fields  # the Thursday after
    limits = [(f"limit-{n}", "3") for n in range(6)]
    answer = client.post("/interviews/new", data=MultiDict(fields + limits))
    assert answer.status_code == 303
    copy = db.session.scalars(
        select(InterviewSession).where(InterviewSession.id != planned.id)
    ).one()
    assert copy.held_on == date(2026, 3, 12)
    assert shape_of(copy).pools == shape_of(planned).pools
    assert (copy.title, copy.top_ups_per_day, copy.top_ups_cut_off, copy.fair) == (
        "Thursdays",
        5,
        48,
        False,
    )
    assert client.get("/interviews/new?copy=aaaaaaaaaaaa").status_code == 404


def test_a_group_is_copied_to_the_same_weekday(make, sign_in, staff):
    people, (seller, _) = staff
    client = sign_in(make.recruiter())
    given = {
        "site": make.the_site.pubid,
        "on": ON.isoformat(),
        "start": "11:00",
        "minutes": "90",
        "seats": "6",
        "vacancies": seller.pubid,
        "observers": [people[0].pubid],
        "title": "Group",
        "limit-0": "9",
    }
    client.post("/interviews/groups/new", data=given)
    (group,) = db.session.scalars(select(InterviewSession))
    page = client.get(f"/interviews/groups/new?copy={group.pubid}").get_data(as_text=True)
    for value in ("2026-03-12", "11:00", "90", "6", "Group"):
        assert f'value="{value}"' in page
    assert client.get(f"/interviews/new?copy={group.pubid}").status_code == 404


def test_a_template_keeps_a_day_and_a_new_day_comes_from_it(make, sign_in, planned):
    client = sign_in(make.recruiter())
    url = f"/interviews/{planned.pubid}/template"
    assert "Thursdays" in client.get(url).get_data(as_text=True)
    assert client.post(url, data={"name": "  Two\0 groups "}).status_code == 303
    (template,) = db.session.scalars(select(DayTemplate))
    assert template.name == "Two groups"
    assert "Ana" not in str(template.shape)
    again = client.post(url, data={"name": "Two groups"})
    assert again.status_code == 422
    assert "this name already" in again.get_data(as_text=True)
    assert "Two groups" in client.get("/interviews/templates").get_data(as_text=True)
    page = client.get(f"/interviews/new?template={template.pubid}").get_data(as_text=True)
    assert ("on", "2026-03-03") in form_of(page)  # tomorrow is a working day
    assert page.count('name="limit-') == 6
    gone = client.post(f"/interviews/templates/{template.pubid}/remove")
    assert gone.status_code == 303
    assert db.session.scalars(select(DayTemplate)).all() == []
    with pytest.raises(Refused) as refused:
        templates.save_template(planned, "  ", actor=make.recruiter(), now=NOW)
    assert refused.value.reason is Refusal.NO_NAME
    for role in (Role.HIRING_MANAGER, Role.INTERVIEWER, Role.DIRECTOR):
        assert sign_in(make.person(role)).get("/interviews/templates").status_code == 404


def test_the_page_answers_what_if_and_how_many(make, sign_in, staff):
    history(make, 40, 100)
    (ana, ion, _), (seller, _) = staff
    make.application(vacancy=seller, stage=Stage.TO_INVITE)
    given = {
        "site": make.the_site.pubid,
        "on": ON.isoformat(),
        "start": "10:00",
        "end": "14:00",
        "minutes": "30",
        "room": "",
        "title": "",
        "balance": "0.5",
        "vacancies": seller.pubid,
        "who": [ana.pubid, ion.pubid],
        "held": "5",
        "chance": "90",
    }
    page = sign_in(make.recruiter()).get("/interviews/new", query_string=given)
    text = " ".join(page.get_data(as_text=True).split())
    rate = planning_rate(show_rates())
    wanted = overbooking.invitations_for(5, 0.9, rate, shock_tau=0.4)
    assert f"Invite {wanted} people: then at least 5 come with 90% chance" in text
    for words in (
        "No cheaper plan exists",
        "Only 1 person is waiting for an invitation",
        "points fewer",
        "One interviewer more",
        "Capacity divided by the rate",
        "40% (40 of 100)",
        "80% interval",
        "Measured on 100 past invitations",
    ):
        assert words in text, words
    assert text.count("invitations</small>") == 5  # each step of the scale with its outcome


def preview(minutes=30, slots=8, seats=2):
    starts = [NOW + timedelta(days=2, minutes=minutes * n) for n in range(slots)]
    return planner.preview(starts, [seats] * slots, minutes, overbooking.Costs(), 1)


def test_what_if_goes_the_right_way(make):
    history(make, 40, 100)
    plan = preview()
    assert plan.proved == "optimal"
    fewer, more, plus, minus = what_if.what_ifs(plan)
    assert fewer.figures.held < plan.plan.held < more.figures.held
    assert fewer.better > plan.plan.invited > more.better
    assert minus.figures.invited < plan.plan.invited < plus.figures.invited
    scale = what_if.steps_of_the_scale([plan], 0.5)
    waits = [scale[step].wait_minutes for step in sorted(scale)]
    idles = [scale[step].idle_minutes for step in sorted(scale)]
    assert waits == sorted(waits)
    assert idles == sorted(idles, reverse=True)
    assert what_if.points_of(400, 1000) == 0.05
    assert what_if.points_of(0, 0) == 0.25


def test_two_pools_together_are_the_day(make):
    plan = preview(slots=4)
    both = what_if.together([plan.plan, plan.plan])
    assert both.invited == 2 * plan.plan.invited
    assert both.wait_minutes == pytest.approx(plan.plan.wait_minutes)
    assert db.session.scalars(select(TopUp)).all() == []
