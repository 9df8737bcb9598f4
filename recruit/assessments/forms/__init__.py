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
from recruit.assessments.forms.setting import (
    Assign,
    EndFact,
    FactForm,
    NewTest,
    ProductForm,
    ProfitForm,
    QuestionForm,
    SectionForm,
    SettingsForm,
)

__all__ = [
    "Appeal",
    "Ask",
    "Assign",
    "Comment",
    "Correction",
    "Decide",
    "EndFact",
    "Extend",
    "FactForm",
    "Late",
    "MarkForm",
    "NewTest",
    "ProductForm",
    "ProfitForm",
    "QuestionForm",
    "Reason",
    "SectionForm",
    "SettingsForm",
]
