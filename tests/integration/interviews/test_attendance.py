"""Past attendance: uploaded, explained, read in steps, reported, taken back, learned from."""

import io
import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from recruit.interviews import jobs
from recruit.interviews.models import AttendanceImport, AttendanceRecord, ImportState
from recruit.interviews.operations import attendance_import
from recruit.interviews.queries import rates
from recruit.kernel import files
from recruit.kernel.db import db, transaction
from recruit.kernel.permissions import Role
from recruit.rules.attendance import InvitationState, Reminder
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

DIRTY = Path(__file__).parents[2] / "data" / "attendance_dirty.csv"
REAL = os.environ.get("RECRUIT_ATTENDANCE_CSV", "")
SMALL = (
    "Day,Answer,Came,Name,Gender\n"
    "2025-01-10,yes,yes,Vera Lungu,F\n"
    "2025-01-10,no,no,Ion Rusu,M\n"
    "2025-01-11,yes,perhaps,Ana Ionescu,F\n"
    "2025-01-11,uncertain,yes,Petru Ciobanu,M\n"
)


@pytest.fixture
def recruiter(make, sign_in):
    return sign_in(make.recruiter())


def upload(client, data, name="past.csv"):
    raw = data if isinstance(data, bytes) else data.encode()
    return client.post(
        "/interviews/attendance",
        data={"file": (io.BytesIO(raw), name)},
        content_type="multipart/form-data",
    )


def the_import() -> AttendanceImport:
    return db.session.scalars(select(AttendanceImport)).one()


def chosen(job):
    """The mapping form as the page shows it."""
    return {f"column-{name}": header for name, header in job.mapping["columns"].items()}


def run_to_the_end():
    for _ in range(5):
        with transaction():
            jobs.read_attendance(NOW)


def records() -> int:
    return db.session.scalar(select(func.count()).select_from(AttendanceRecord)) or 0


def mapped(client, job, **extra):
    columns = {
        "column-scheduled_on": "Day",
        "column-reminder": "Answer",
        "column-showed": "Came",
    }
    return client.post(f"/interviews/attendance/{job.pubid}/mapping", data=columns | extra)


def test_a_small_file_from_upload_to_report(recruiter):
    assert upload(recruiter, SMALL).status_code == 303
    job = the_import()
    page = recruiter.get(f"/interviews/attendance/{job.pubid}").get_data(as_text=True)
    assert "never stored" in page
    assert "Vera Lungu" not in page  # not even in the preview
    stored = job.stored_name
    assert mapped(recruiter, job).status_code == 303
    assert mapped(recruiter, job, start="1").status_code == 303
    assert job.state is ImportState.RUNNING
    progress = recruiter.get(f"/interviews/attendance/{job.pubid}/progress")
    assert "HX-Refresh" not in progress.headers
    run_to_the_end()
    assert job.state is ImportState.DONE
    assert (job.rows_done, job.rows_total) == (3, 3)
    assert job.report["reasons"] == {"showed": 1}
    page = recruiter.get(f"/interviews/attendance/{job.pubid}").get_data(as_text=True)
    assert "Not clear whether they came" in page
    assert "perhaps" in page
    table = recruiter.get(f"/interviews/attendance/{job.pubid}/dropped.csv").get_data(
        as_text=True
    )
    assert table.splitlines() == ["line,reason,found", "4,showed,perhaps"]
    assert job.stored_name is None
    assert not files.path_of(stored).exists()
    assert recruiter.get(f"/interviews/attendance/{job.pubid}/progress").headers["HX-Refresh"]


def test_a_value_can_be_explained_by_hand(recruiter):
    upload(recruiter, SMALL)
    job = the_import()
    mapped(recruiter, job)
    mapped(
        recruiter,
        job,
        start="1",
        **{
            "raw-showed-0": "perhaps",
            "meaning-showed-0": "0",
            "raw-showed-1": "yes",
            "meaning-showed-1": "1",
        },
    )
    run_to_the_end()
    assert (job.rows_done, job.report["showed"]) == (4, 2)


def test_the_dirty_file_is_read_to_its_end_and_says_what_it_left_out(recruiter):
    upload(recruiter, DIRTY.read_bytes(), "attendance_dirty.csv")
    job = the_import()
    answer = recruiter.post(
        f"/interviews/attendance/{job.pubid}/mapping", data=chosen(job) | {"start": "1"}
    )
    assert answer.status_code == 303
    run_to_the_end()
    assert job.state is ImportState.DONE
    assert job.rows_done == records() > 100
    lines = len(job.report["dropped"])
    assert lines == sum(job.report["reasons"].values()) > 0
    assert {"Gender", "Marital Status"} <= set(job.report["refused_columns"])
    assert recruiter.get(f"/interviews/attendance/{job.pubid}").status_code == 200
    assert recruiter.get(f"/interviews/attendance/{job.pubid}?from=99999").status_code == 200


def test_a_cp1251_file_with_a_missing_column_is_explained_and_kept(recruiter):
    text = "Дата собеседования;Ответ;Имя\n10.01.2025;да;Вера\n11.01.2025;нет;Пётр\n"
    answer = upload(recruiter, text.encode("cp1251"), "история.csv")
    assert answer.status_code == 303
    job = the_import()
    assert job.mapping["encoding"] == "cp1251"
    page = recruiter.get(f"/interviews/attendance/{job.pubid}").get_data(as_text=True)
    assert "A column is missing: Did they come?" in page
    assert "Дата собеседования" in page
    answer = recruiter.post(
        f"/interviews/attendance/{job.pubid}/mapping", data=chosen(job) | {"start": "1"}
    )
    assert answer.status_code == 422
    assert "Say which column tells whether somebody came" in answer.get_data(as_text=True)
    assert job.state is ImportState.UPLOADED
    assert files.path_of(job.stored_name).exists()


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02PK\x03\x04" * 50, b"   \n\n"])
def test_no_table_is_explained(recruiter, data):
    answer = upload(recruiter, data)
    assert answer.status_code == 422
    assert db.session.scalars(select(AttendanceImport)).all() == []


def test_no_file_is_explained(recruiter):
    assert recruiter.post("/interviews/attendance", data={}).status_code == 422


def test_the_same_file_is_not_read_twice(recruiter):
    upload(recruiter, SMALL)
    assert (
        upload(recruiter, SMALL, "copy.csv").status_code == 303
    )  # the same upload, not read yet
    job = the_import()
    mapped(recruiter, job)
    mapped(recruiter, job, start="1")
    run_to_the_end()
    again = upload(recruiter, SMALL, "copy.csv")
    assert again.status_code == 422
    assert "read before" in again.get_data(as_text=True)
    assert mapped(recruiter, job, start="1").status_code == 422
    assert records() == 3


def test_an_import_is_taken_back_with_its_records_and_can_be_read_again(recruiter):
    upload(recruiter, SMALL)
    job = the_import()
    mapped(recruiter, job)
    mapped(recruiter, job, start="1")
    assert recruiter.post(f"/interviews/attendance/{job.pubid}/remove").status_code == 422
    run_to_the_end()
    assert recruiter.post(f"/interviews/attendance/{job.pubid}/remove").status_code == 303
    assert records() == 0
    assert upload(recruiter, SMALL).status_code == 303


def test_it_goes_on_where_it_stopped(recruiter, monkeypatch):
    monkeypatch.setattr(attendance_import, "CHUNK", 2)
    upload(recruiter, SMALL)
    job = the_import()
    mapped(recruiter, job)
    mapped(recruiter, job, start="1")
    jobs.read_attendance(NOW)
    assert (job.state, job.rows_done, job.rows_total) == (ImportState.RUNNING, 2, 3)
    jobs.read_attendance(NOW)
    assert (job.state, job.rows_done) == (ImportState.DONE, 3)
    db.session.flush()
    assert records() == 3


def test_a_protected_column_cannot_be_chosen(recruiter):
    upload(recruiter, SMALL)
    job = the_import()
    answer = mapped(recruiter, job, **{"column-channel": "Gender"})
    assert answer.status_code == 422
    assert mapped(recruiter, job, **{"column-channel": "Nowhere"}).status_code == 422
    assert mapped(recruiter, job, **{"column-channel": "Came"}).status_code == 422


def test_a_lost_file_fails_in_words(recruiter):
    upload(recruiter, SMALL)
    job = the_import()
    mapped(recruiter, job)
    mapped(recruiter, job, start="1")
    files.remove(job.stored_name)
    jobs.read_attendance(NOW)
    assert job.state is ImportState.FAILED
    page = recruiter.get(f"/interviews/attendance/{job.pubid}").get_data(as_text=True)
    assert "upload it again" in page


def test_only_recruiters_bring_history_in(make, sign_in, recruiter):
    upload(recruiter, SMALL)
    job = the_import()
    for role in Role:
        if role is Role.RECRUITER:
            continue
        client = sign_in(make.person(role))
        assert client.get("/interviews/attendance").status_code == 404
        assert client.get(f"/interviews/attendance/{job.pubid}").status_code == 404
        assert client.post(f"/interviews/attendance/{job.pubid}/remove").status_code == 404
        seen = client.get("/interviews/rates").status_code
        assert (seen == 200) == (role in (Role.HIRING_MANAGER, Role.DIRECTOR))


def test_own_sessions_and_files_make_one_table(make, recruiter):
    upload(recruiter, SMALL)
    job = the_import()
    mapped(recruiter, job)
    mapped(recruiter, job, start="1")
    run_to_the_end()
    promotion = make.promotion()
    slot = make.slot(limit=9)
    for state in (InvitationState.ARRIVED, InvitationState.NO_SHOW, InvitationState.DECLINED):
        make.invitation(
            slot=slot,
            state=state,
            reminder=Reminder.CONFIRMED,
            application=make.application(stage=Stage.INTERVIEWED, promotion=promotion),
        )
    learned, sources = rates.learned()
    assert (sources.own, sources.imported) == (0, 3)  # an open session counts nothing yet
    slot.pool.session.state = "closed"
    db.session.flush()
    learned, sources = rates.learned()
    assert (sources.own, sources.imported) == (2, 3)
    by_channel = {row.key: (row.shows, row.n) for row in learned.by_channel()}
    assert by_channel[promotion.channel.name] == (1, 2)
    assert {row.key: row.n for row in learned.by_lead_time()} == {"1-2": 2}
    confirmed = next(row for row in learned.by_reminder() if row.key == "confirmed")
    assert (confirmed.shows, confirmed.n) == (2, 3)
    page = recruiter.get("/interviews/rates").get_data(as_text=True)
    assert "<b>60%</b>" in page
    assert "3 of 5, 80% interval" in page
    assert "2 of 3" in page  # fewer than five people: no percentage
    assert "67%" not in page


def test_the_rates_take_one_statement_however_long_the_history(make, count_queries):
    slot = make.slot(limit=99)
    slot.pool.session.state = "closed"
    for _ in range(20):
        make.invitation(
            slot=slot,
            state=InvitationState.ARRIVED,
            application=make.application(stage=Stage.INTERVIEWED),
        )
    db.session.commit()
    with count_queries() as statements:
        learned = rates.show_rates()
    assert len(statements) == 1
    assert learned.overall().n == 20


def test_without_history_the_recruiters_guess_is_used(recruiter):
    assert rates.planning_rate(rates.show_rates()) == 0.5
    assert recruiter.post("/interviews/rates", data={"of_ten": "11"}).status_code == 422
    assert recruiter.post("/interviews/rates", data={"of_ten": "3"}).status_code == 303
    assert rates.planning_rate(rates.show_rates()) == pytest.approx(0.3)
    assert 'value="3"' in recruiter.get("/interviews/rates").get_data(as_text=True)


@pytest.mark.skipif(not REAL, reason="RECRUIT_ATTENDANCE_CSV is not set")
def test_the_real_file_gives_the_known_figures(recruiter):
    upload(recruiter, Path(REAL).read_bytes(), "interview_attendance.csv")
    job = the_import()
    assert job.mapping["columns"]["reminder"] == "Expected Attendance"
    recruiter.post(
        f"/interviews/attendance/{job.pubid}/mapping", data=chosen(job) | {"start": "1"}
    )
    run_to_the_end()
    assert (job.rows_done, job.report["showed"]) == (1233, 783)
    learned = rates.show_rates()
    by_reminder = {
        row.key: (round(100 * row.shows / row.n) if row.n else 0, row.n)
        for row in learned.by_reminder()
    }
    assert by_reminder["declined"] == (1, 93)
    assert by_reminder["unsure"] == (50, 250)
    assert by_reminder["confirmed"] == (74, 885)
