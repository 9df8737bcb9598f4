"""Shapes of what people send; the rules check meaning."""

from recruit.assessments.forms.grading import (
    Appeal,
    Ask,
    Comment,
    Correction,
    Decide,
    Extend,
    Late,
    MarkForm,
    Reason,
)
from recruit.assessments.forms.questions import BankForm, FrameForm, QuestionForm
from recruit.assessments.forms.setting import (
    Assign,
    EndFact,
    FactForm,
    NewTest,
    ProductForm,
    ProfitForm,
    ReplaceFact,
    SectionForm,
    SettingsForm,
)

__all__ = [
    "Appeal",
    "Ask",
    "Assign",
    "BankForm",
    "Comment",
    "Correction",
    "Decide",
    "EndFact",
    "Extend",
    "FactForm",
    "FrameForm",
    "Late",
    "MarkForm",
    "NewTest",
    "ProductForm",
    "ProfitForm",
    "QuestionForm",
    "Reason",
    "ReplaceFact",
    "SectionForm",
    "SettingsForm",
]
