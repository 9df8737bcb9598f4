"""Products and questions, tests, sittings, grades."""

from recruit.assessments.models.attempts import (
    AnswerRevision,
    Assignment,
    Attempt,
    AttemptItem,
    Excuse,
    Interest,
    InterestKind,
)
from recruit.assessments.models.grades import (
    Appeal,
    AppealState,
    Control,
    ControlState,
    GradeEntry,
    GradingTask,
    Release,
)
from recruit.assessments.models.products import FactKind, Product, ProductFact, ProfitSnapshot
from recruit.assessments.models.questions import (
    Question,
    QuestionState,
    QuestionVersion,
)
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
    "AnswerRevision",
    "Appeal",
    "AppealState",
    "Assignment",
    "Attempt",
    "AttemptItem",
    "Conductor",
    "Control",
    "ControlState",
    "Excuse",
    "FactKind",
    "GradeEntry",
    "GradingTask",
    "Interest",
    "InterestKind",
    "Product",
    "ProductFact",
    "ProfitSnapshot",
    "Question",
    "QuestionState",
    "QuestionVersion",
    "Release",
    "Test",
    "TestForm",
    "TestItem",
    "TestSection",
    "TestState",
    "TestVersion",
]
