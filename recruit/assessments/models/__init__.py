"""Products and questions, tests, sittings, grades."""

from recruit.assessments.models.attachments import Attachment, StemFile
from recruit.assessments.models.attempts import (
    AnswerRevision,
    Assignment,
    Attempt,
    AttemptItem,
    Excuse,
    Interest,
    InterestKind,
)
from recruit.assessments.models.banks import QuestionBank, QuestionTag
from recruit.assessments.models.frames import FrameQuestion
from recruit.assessments.models.grades import (
    Appeal,
    AppealState,
    Control,
    ControlState,
    GradeEntry,
    GradingTask,
    Release,
    ReleaseWhy,
)
from recruit.assessments.models.importing import QuestionImport
from recruit.assessments.models.marking import (
    AnswerGroup,
    AnswerGroupMember,
    CommentSnippet,
    QuestionLease,
)
from recruit.assessments.models.pools import PoolMember, QuestionPool
from recruit.assessments.models.products import FactKind, Product, ProductFact, ProfitSnapshot
from recruit.assessments.models.questions import (
    Question,
    QuestionState,
    QuestionVersion,
)
from recruit.assessments.models.results import (
    Certificate,
    GradingPause,
    Regrade,
    RegradeLine,
    WithdrawnWhy,
)
from recruit.assessments.models.sitting import (
    Accommodation,
    AttemptPause,
    PresenceEvent,
    PresenceKind,
    TimeChange,
    TimeChangeKind,
)
from recruit.assessments.models.studying import StudyProduct
from recruit.assessments.models.tests import (
    Conductor,
    Test,
    TestForm,
    TestItem,
    TestSection,
    TestState,
    TestVersion,
)

__all__ = [
    "Accommodation",
    "AnswerGroup",
    "AnswerGroupMember",
    "AnswerRevision",
    "Appeal",
    "AppealState",
    "Assignment",
    "Attachment",
    "Attempt",
    "AttemptItem",
    "AttemptPause",
    "Certificate",
    "CommentSnippet",
    "Conductor",
    "Control",
    "ControlState",
    "Excuse",
    "FactKind",
    "FrameQuestion",
    "GradeEntry",
    "GradingPause",
    "GradingTask",
    "Interest",
    "InterestKind",
    "PoolMember",
    "PresenceEvent",
    "PresenceKind",
    "Product",
    "ProductFact",
    "ProfitSnapshot",
    "Question",
    "QuestionBank",
    "QuestionImport",
    "QuestionLease",
    "QuestionPool",
    "QuestionState",
    "QuestionTag",
    "QuestionVersion",
    "Regrade",
    "RegradeLine",
    "Release",
    "ReleaseWhy",
    "StemFile",
    "StudyProduct",
    "Test",
    "TestForm",
    "TestItem",
    "TestSection",
    "TestState",
    "TestVersion",
    "TimeChange",
    "TimeChangeKind",
    "WithdrawnWhy",
]
