"""A small company with one object of every kind, and who stands where to each of them.

`Cast.own` are the people an object belongs to, one for each role; `Cast.others` hold the same
roles in another department, at another site, on another panel, with another trainee.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from recruit.assessments import operations as assessments
from recruit.assessments.models import Assignment, FactKind, InterestKind, ProductFact
from recruit.assessments.operations import importing
from recruit.candidates import operations as candidates
from recruit.candidates.models import StageChange
from recruit.interviews.models import (
    Arrival,
    AttendanceImport,
    DayTemplate,
    Decision,
    ImportState,
    SessionKind,
    Slot,
    TimeOffer,
    Verdict,
)
from recruit.interviews.operations import attendance_import, desk, kits, scorecards
from recruit.kernel.db import Record, db
from recruit.kernel.permissions import Role
from recruit.notifications import outbox
from recruit.notifications.models import Notification, OutboxMessage
from recruit.onboarding import operations as onboarding
from recruit.onboarding.models import CheckIn, Incentive, RolePlay
from recruit.organization.models import Holiday
from recruit.people.models import Person
from recruit.positions.models import Acknowledgement, DescriptionState, JobDescription
from recruit.rules.day_shapes import DayShape, PoolShape, Worker
from recruit.rules.grading import EntryKind
from recruit.rules.incentive import IncentiveState
from recruit.rules.onboarding.states import ActivityKind, RolePlayKind, Unit
from recruit.rules.pipeline import Stage
from recruit.rules.slots import Hours
from tests.contracts.access_table import LETTERS
from tests.contracts.marking_world import add_marking
from tests.factories import Make

CSV = b"date,status\n2026-02-02,came\n2026-02-03,did not come\n"
BATCH = "abdegjkmnpqr"
OFFERED = "bdegjkmnpqrv"


@dataclass
class Cast:
    """Who stands where, by the letter of the role."""

    own: dict[str, Person] = field(default_factory=dict)
    others: dict[str, Person] = field(default_factory=dict)
    two: dict[str, Person] = field(default_factory=dict)
    """People with two roles, by both letters."""


class World:
    """Everything a route can be asked about; attributes are the rows.

    pubids: their public ids by the attribute's name. own, others: the cast as sessions name it.
    two: the people with two roles.
    """

    def __init__(self, make: Make) -> None:
        self.make = make
        self.cast = Cast()
        self._people()
        self._company()
        self._hiring()
        self._day()
        self._learning()
        self._training()
        self._messages()
        self._two_roles()
        db.session.commit()
        self.pubids = {
            name: row if isinstance(row, str) else row.pubid
            for name, row in vars(self).items()
            if isinstance(row, Record | str)
        }
        self.own = {letter: one.get_id() for letter, one in self.cast.own.items()}
        self.others = {letter: one.get_id() for letter, one in self.cast.others.items()}
        self.two = {name: one.get_id() for name, one in self.cast.two.items()}

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the world has no {name}")

    def _people(self) -> None:
        make, own, others = self.make, self.cast.own, self.cast.others
        for letter, role in LETTERS.items():
            if letter == "M":
                own[letter] = make.mentor(capacity=5, site=make.the_site)
                continue
            own[letter] = make.person(
                role, department=make.the_department, head=letter == "H", site=make.the_site
            )
        make._shared |= {"head": own["H"], "trainer": own["T"], "recruiter": own["R"],
                         "director": own["X"], "trainee": own["N"]}  # fmt: skip
        self.elsewhere, self.away = make.department(), make.site()
        for letter, role in LETTERS.items():
            others[letter] = make.person(
                role, department=self.elsewhere, head=letter == "H", site=self.away
            )

    def _company(self) -> None:
        make, own = self.make, self.cast.own
        self.department, self.site = make.the_department, make.the_site
        self.room = make.room()
        self.calendar = self.site.calendar
        self.holiday = make.add(
            Holiday(calendar=self.calendar, on=date(2026, 5, 1), name="May")
        )
        self.person = own["I"]
        self.position = make.position()
        self.band = make.band(position=self.position)
        texts = dict.fromkeys(("general", "duties", "rights", "relations"), "Text.")
        for number, state in enumerate(DescriptionState, 1):
            row = JobDescription(
                position=self.position, number=number, state=state, drafted_by_id=own["R"].id,
                responsibility="Text.", **texts,
            )  # fmt: skip
            setattr(self, f"description_{state.value}", make.add(row))
        self.description = self.description_draft
        self.acknowledgements = {
            letter: make.add(
                Acknowledgement(description=self.description_in_force, person=own[letter])
            )
            for letter in "IDMTN"
        }
        for letter, row in self.acknowledgements.items():
            setattr(self, f"acknowledgement_{letter}", row)
        self.mentor = own["M"]
        self.acknowledgement = self.acknowledgements["I"]
        self.channel = make.channel()

    def _hiring(self) -> None:
        make, own = self.make, self.cast.own
        self.vacancy = make.vacancy(position=self.position, recruiter=own["R"])
        make._shared["vacancy"] = self.vacancy
        self.vacancy_away = make.vacancy(
            position=make.position(department=self.elsewhere), site=self.away
        )
        self.promotion = make.promotion(vacancy=self.vacancy, channel=self.channel)
        self.application = make.application(stage=Stage.INTERVIEWED)
        self.application_away = make.application(vacancy=self.vacancy_away)
        self.document = make.document(self.application, words="words of a CV")
        self.tag = candidates.add_tag(
            self.application.candidate, "Quick", actor=own["R"], now=make.now
        )
        moved = make.application(stage=Stage.APPLIED)
        candidates.move(moved, Stage.SCREENING, actor=own["R"], now=make.now)
        db.session.flush()
        self.stage_change = db.session.scalars(
            select(StageChange)
            .where(StageChange.application_id == moved.id)
            .order_by(StageChange.id.desc())
        ).first()
        self.offer = make.offer(
            make.application(stage=Stage.OFFERED), proposed_by=own["R"], agreed_by=own["H"]
        )
        self.decision = make.add(
            Decision(
                application=make.application(stage=Stage.INTERVIEWED), verdict=Verdict.HIRE,
                proposed_by=own["R"], proposed_at=make.now,
            )
        )  # fmt: skip

    def _day(self) -> None:
        make, own = self.make, self.cast.own
        soon = make.now + timedelta(minutes=30)
        self.session = make.session(starts_at=soon)
        self.slot = make.slot(
            own["I"], own["H"], session=self.session, starts_at=soon, limit=9, capacity=2
        )
        candidates.let_read(self.application, [own["I"]])
        came = make.invitation(slot=self.slot, application=self.application)
        self.arrival = desk.check_in(came, now=make.now, actor=own["D"])
        self.invitation = make.invitation(
            slot=self.slot, application=make.application(stage=Stage.INVITED), batch=BATCH
        )
        self.batch = BATCH
        self.template = make.add(
            DayTemplate(
                name="Usual day",
                shape=DayShape(
                    self.session.site.pubid,
                    30,
                    0.5,
                    (
                        PoolShape(
                            "",
                            (self.vacancy.pubid,),
                            (Worker(own["I"].pubid, Hours(600, 720)),),
                        ),
                    ),
                ).as_json(),
                created_by=own["R"],
                created_at=make.now,
            )
        )
        self.waiting = make.application(stage=Stage.TO_INVITE)
        self.offer_batch = OFFERED
        make.add(
            TimeOffer(
                application=make.application(stage=Stage.TO_INVITE), batch=OFFERED,
                offered_by=own["R"], offered_at=make.now,
            )
        )  # fmt: skip
        self.slot_next = make.slot(
            own["I"], session=self.session, starts_at=soon + timedelta(hours=1), limit=9
        )
        self.session_away = make.session(site=self.away, vacancies=[self.vacancy_away])
        self.slot_away = make.slot(
            self.cast.others["I"], self.cast.others["H"], session=self.session_away, limit=5
        )
        self.invitation_away = make.invitation(
            slot=self.slot_away, application=make.application(
                vacancy=self.vacancy_away, stage=Stage.INVITED)
        )  # fmt: skip
        self.group = make.session(starts_at=soon, kind=SessionKind.GROUP)
        seats = make.slot(
            own["I"], own["H"], session=self.group, starts_at=soon, capacity=8, limit=12
        )
        self.kit = kits.default_kit(now=make.now)
        self._scorecards(seats, own)
        self.job = attendance_import.upload(CSV, "past.csv", actor=own["R"], now=make.now)
        self.job_done = make.add(
            AttendanceImport(
                filename="old.csv", stored_name=None, sha256="0" * 64, state=ImportState.DONE,
                mapping=self.job.mapping, report={}, uploaded_by=own["R"], uploaded_at=make.now,
            )
        )  # fmt: skip
        assert isinstance(self.arrival, Arrival)

    def _scorecards(self, seats: Slot, own: dict[str, Person]) -> None:
        """Somebody came to the group; the interviewer has a draft."""
        came = desk.check_in(
            self.make.invitation(
                slot=seats, application=self.make.application(stage=Stage.INVITED)
            ),
            now=self.make.now,
            actor=own["D"],
        )
        self.scorecard = scorecards.open_card(
            self.group, came.application, own["I"], now=self.make.now
        )

    def _learning(self) -> None:
        make, own = self.make, self.cast.own
        trainee = own["N"]
        self.product = make.product()
        self.fact = make.add(
            ProductFact(
                product=self.product, kind=next(iter(FactKind)), text="Prints.",
                valid_from_on=date(2026, 1, 1), recorded_by=own["T"], recorded_at=make.now,
            )
        )  # fmt: skip
        self.bank = assessments.bank_named(["Printers"], actor=own["T"], now=make.now)
        self.frame_question = assessments.adopt_frame(actor=own["T"], now=make.now)[0]
        picture = (assessments.Upload("labels.png", make.png()), "Labels")
        self.question = make.open_question(wording={"files": [picture]})
        self.stem_file = self.question.current.attachments[0]
        self.test_version = make.draft_version([self.question, make.closed_question()])
        self.section = self.test_version.sections[0]
        self.section_empty = assessments.add_section(
            self.test_version, title="Empty", actor=own["T"], now=make.now
        )
        self.pool = assessments.add_pool(
            self.section, assessments.Draw(1), actor=own["T"], now=make.now
        )
        self.test = self.test_version.test
        self.test_item = self.test_version.sections[0].items[0]
        self.test_published = make.published_version(control="all", attempts=3)
        self.paper_assigned = make.attempt(trainee)
        self.assignment = self.paper_assigned.assignment
        self.assignment_open = make.attempt(trainee).assignment
        self.paper_open = make.sitting(trainee)
        self.open_item = self.paper_open.items[0]
        pictured = make.published_version([self.question, make.closed_question()])
        self.test_free = make.published_version()
        self.paper_given = make.submitted(trainee, version=pictured)
        self.given_item = self.paper_given.items[0]
        self.task_final = make.task(self.paper_given)
        self.task_first = assessments.ask(
            self.paper_given, own["M"], EntryKind.FIRST, actor=own["T"], now=make.now
        )
        asked = make.submitted(trainee, version=pictured)
        self.task_asked = assessments.ask(
            asked, own["R"], EntryKind.FINAL, actor=own["T"], now=make.now
        )
        self.asked_item = asked.items[0]
        self.paper_graded = make.graded(trainee)
        self.paper_controlled = make.graded(trainee, version=self.test_published)
        self.controlled_item = self.paper_controlled.items[0]
        self.paper_released = make.released(trainee)
        self.released_item = next(
            item for item in self.paper_released.items if item.question_version.is_open
        )
        self.regrade = make.regrade(make.released(trainee))
        appealed = make.released(trainee)
        item = next(item for item in appealed.items if item.question_version.is_open)
        self.appeal = assessments.raise_appeal(
            item, text="I named both.", actor=trainee, now=make.now
        )
        self.paper_oral = make.attempt(trainee, form="oral")
        assessments.hold(self.paper_oral, examiner=own["T"], now=make.now)
        self.oral_item = self.paper_oral.items[0]
        self.accommodation = assessments.accommodate(
            self.cast.others["N"], percent=25, reason="Reads", actor=own["T"], now=make.now
        )
        self.question_upload = importing.upload(
            b"Sky?{T}", "sky.gift", None, actor=own["T"], now=make.now
        )
        assert isinstance(self.assignment, Assignment)
        add_marking(self)

    def _training(self) -> None:
        make, own = self.make, self.cast.own
        self.version = make.program_version()
        self.program = self.version.program
        self.program.department = make.the_department  # so that its head may draft
        self.plan = make.plan(person=own["N"])
        self.plan_away = make.plan(
            person=self.cast.others["N"], position=make.position(department=self.elsewhere)
        )
        other = self.cast.others["M"]
        self.mentoring = make.mentoring(self.plan, own["M"])
        self.proposal = onboarding.propose(
            make.plan(), own["M"], "no trainer", actor=own["H"], now=make.now
        )
        assert other.pubid != own["M"].pubid
        self.stage = self.plan.stages[0]
        self.task = make.plan_task(self.plan, self._own_task())
        self.check_in = make.add(CheckIn(plan=self.plan, due_on=date(2026, 3, 9)))
        self.entry = onboarding.enter(
            self.plan, ActivityKind.CALL, 3, on=date(2026, 3, 2), actor=own["N"], now=make.now
        )
        self.role_play = make.add(
            RolePlay(plan=self.plan, kind=RolePlayKind.PRACTICE, held_on=date(2026, 3, 2),
                     created_by_id=own["H"].id)
        )  # fmt: skip
        self.incentive = self.mentoring.incentive or make.add(
            Incentive(
                plan=self.plan, assignment=self.mentoring, state=IncentiveState.ELIGIBLE,
                kind=ActivityKind.CALL, unit=Unit.COUNT, target=1, bonus_minor=1000,
                currency="MDL", starts_on=date(2026, 3, 2), days=60,
            )
        )  # fmt: skip
        self.draft = onboarding.draft_from(self.version, actor=own["R"], now=make.now)
        db.session.flush()
        db.session.refresh(self.draft)
        self.stage_def = next(s for s in self.draft.stages if s.gate and s.gate.criteria)
        self.criterion = self.stage_def.gate.criteria[0]
        self.task_def = self.stage_def.tasks[0]
        self.topic = next(s for s in self.version.stages if s.topics).topics[0]

    def _own_task(self) -> str:
        trainee = self.cast.own["N"]
        return str(next(t for t in self.plan.tasks if t.owner_id == trainee.id).title)

    def _messages(self) -> None:
        make, own = self.make, self.cast.own
        outbox.enqueue(
            "people/invitation", own["I"].email, key="world", now=make.now, locale="en",
            zone="UTC", about=own["I"], name="x",
        )  # fmt: skip
        self.message = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.key == "world")
        ).one()
        self.message.state = "failed"
        outbox.notify(
            own["I"], "positions.sign", key="world", now=make.now, path="/", position="x"
        )
        self.notice = db.session.scalars(
            select(Notification).where(Notification.key == "world")
        ).one()

    def _two_roles(self) -> None:
        """Trainer and mentor of one trainee; recruiter and head; mentor and interviewer."""
        make, two = self.make, self.cast.two
        plan = make.plan()  # before there is a trainer who would be asked by itself
        two["TM"] = make.mentor(Role.TRAINER, capacity=3)
        two["RH"] = make.person(
            Role.RECRUITER, Role.HIRING_MANAGER, department=make.the_department
        )
        two["MI"] = make.mentor(Role.INTERVIEWER, capacity=3)
        make.mentoring(plan, two["TM"])
        paper = make.submitted(plan.trainee, interests=[(two["TM"], InterestKind.MENTOR)])
        self.paper_stake, self.task_stake = paper, make.task(paper)
        self.decision_rh = make.add(
            Decision(
                application=make.application(stage=Stage.INTERVIEWED), verdict=Verdict.HIRE,
                proposed_by=two["RH"], proposed_at=make.now, reason="Good.",
            )
        )  # fmt: skip
        self.witness_of = self.cast.own["I"]
        self.person_away = self.cast.others["I"]
        self.mentor_away = self.cast.others["M"]
        self.trainee = self.cast.own["N"]
        self.entry_away = make.entry(self.plan_away)
        self.stage_published = self.version.stages[0]
