"""Documents: who may add, take and read them, and how their words get here."""

import pytest
from sqlalchemy import func, select

from recruit.candidates import jobs, operations
from recruit.candidates.models import Document, ExtractionState
from recruit.kernel import files as kernel_files
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.documents import UploadRefusal
from recruit.kernel.errors import Refused
from recruit.rules.pipeline import Refusal, Stage
from tests.conftest import NOW
from tests.factories import files


def attach(application, data=None, filename="cv.pdf", actor=None) -> Document:
    return operations.attach(
        application, filename=filename, data=data or files.pdf(), actor=actor, now=NOW
    )


def test_a_file_gets_a_name_of_ours_and_lies_under_another(make) -> None:
    application = make.application(candidate=make.candidate(name="Ana <b>../Popescu"))
    document = attach(application, filename="../../evil\u202e.pdf")
    assert document.filename == "Ana b Popescu CV.pdf"
    assert document.media_type == "application/pdf"
    assert kernel_files.path_of(document.stored_name).read_bytes() == files.pdf()
    assert document.text.state is ExtractionState.PENDING
    event = db.session.scalars(select(AuditEvent)).one()
    assert event.actor.startswith("candidate:")


def test_the_same_file_twice_is_one_document(make) -> None:
    application = make.application()
    assert attach(application) is attach(application)
    assert db.session.scalars(select(func.count()).select_from(Document)).one() == 1


def test_a_refused_file_leaves_nothing(make, app) -> None:
    before = list((kernel_files.path_of("0" * 40)).parent.parent.glob("??/*"))
    with pytest.raises(Refused) as refused:
        attach(make.application(), data=files.docm(), filename="cv.docx")
    assert refused.value.reason is UploadRefusal.MACROS
    assert list((kernel_files.path_of("0" * 40)).parent.parent.glob("??/*")) == before


def test_there_is_a_quota_of_files(make) -> None:
    application = make.application()
    for number in range(10):
        attach(application, data=files.pdf(f"CV {number}"))
    other = make.application(candidate=application.candidate, vacancy=make.vacancy())
    with pytest.raises(Refused) as refused:
        attach(other, data=files.pdf("one more"))
    assert refused.value.reason is UploadRefusal.TOO_MANY


def test_there_is_a_quota_of_size(make, app, monkeypatch) -> None:
    monkeypatch.setattr("recruit.candidates.operations.documents.quota_bytes", lambda: 1000)
    application = make.application()
    attach(application)
    with pytest.raises(Refused) as refused:
        attach(application, data=files.pdf("another"))
    assert refused.value.reason is UploadRefusal.QUOTA


def test_a_closed_application_takes_files_from_us_only(make) -> None:
    application = make.application(stage=Stage.REJECTED, closed_at=NOW)
    with pytest.raises(Refused) as refused:
        attach(application)
    assert refused.value.reason is Refusal.CLOSED
    attach(application, actor=make.recruiter())


def test_the_job_reads_the_words(make) -> None:
    application = make.application()
    good = attach(application, data=files.docx("Продавец\nsince 2019"), filename="cv.docx")
    scan = attach(application, data=files.pdf(""))
    jobs.read_documents(NOW)
    db.session.refresh(good.text)
    db.session.refresh(scan.text)
    assert good.text.words == "Продавец\nsince 2019"
    assert (scan.text.state, scan.text.words) == (ExtractionState.DONE, "")


def test_a_document_is_tried_three_times(make) -> None:
    document = make.document(data=b"%PDF-1.4 broken")
    for attempts in (1, 2, 3):
        assert document.text.state is ExtractionState.PENDING
        jobs.read_documents(NOW)
        db.session.refresh(document.text)
        assert document.text.attempts == attempts
    assert document.text.state is ExtractionState.FAILED
    jobs.read_documents(NOW)
    assert document.text.attempts == 3


def test_a_download_is_an_attachment_and_written_down(make, sign_in) -> None:
    recruiter = make.recruiter()
    document = make.document(filename="Ștefan Popa CV.pdf")
    answer = sign_in(recruiter).post(f"/candidates/documents/{document.pubid}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=UTF-8''%C8%98tefan%20Popa%20CV.pdf" in disposition
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    answer.close()
    event = db.session.scalars(select(AuditEvent)).one()
    assert event.action == "candidates.document.downloaded"
    assert event.actor == f"person:{recruiter.pubid}"


def test_a_get_downloads_nothing(make, sign_in) -> None:
    document = make.document()
    assert (
        sign_in(make.recruiter()).get(f"/candidates/documents/{document.pubid}").status_code
        == 405
    )


def test_a_file_lost_from_the_disk_is_not_found(make, sign_in) -> None:
    document = make.document()
    kernel_files.remove(document.stored_name)
    answer = sign_in(make.recruiter()).post(f"/candidates/documents/{document.pubid}")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "cv.pdf", "empty"),
        (files.docx_xxe(), "cv.docx", "scripts or embedded"),
        (files.docx_bomb(8), "cv.docx", "unpacks to far more"),
        (files.pdf()[:200], "cv.pdf", "damaged or incomplete"),
        (b"MZ\x90\0program", "cv.pdf", "PDF, DOCX, ODT or TXT"),
        (b"x" * 10_600_000, "cv.txt", "too large"),
    ],
)
def test_the_page_says_what_is_wrong_with_a_file(make, sign_in, data, name, words) -> None:
    application = make.application()
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    page = sign_in(make.recruiter()).post(
        f"/candidates/{application.pubid}/documents",
        data=head.encode() + data + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",  # the client would leave a file open
    )
    assert page.status_code == 422
    assert words in page.text
    assert db.session.scalars(select(func.count()).select_from(Document)).one() == 0


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(make, sign_in) -> None:
    application = make.application()
    page = sign_in(make.recruiter()).post(
        f"/candidates/{application.pubid}/documents",
        data=b"x" * 40_000_000,
        content_type="multipart/form-data; boundary=x",
    )
    assert page.status_code == 413


def test_the_page_asks_for_a_file(make, sign_in) -> None:
    application = make.application()
    page = sign_in(make.recruiter()).post(f"/candidates/{application.pubid}/documents", data={})
    assert page.status_code == 422
    assert "Choose a file." in page.text


def test_the_page_shows_words_beside_and_says_when_there_are_none(make, sign_in) -> None:
    client = sign_in(make.recruiter())
    shown = {}
    for words in (None, "", "Sold <b>cars</b> for years"):
        document = make.document(words=words)
        db.session.commit()
        shown[words] = client.get(f"/candidates/{document.application.pubid}").text
    assert "is being read" in shown[None]
    assert "There is no text in this CV" in shown[""]
    assert "Sold &lt;b&gt;cars&lt;/b&gt; for years" in shown["Sold <b>cars</b> for years"]
