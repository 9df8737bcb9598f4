"""Changing the company's settings, places and calendars."""

from recruit.organization.operations.calendars import (
    add_calendar,
    add_holiday,
    edit_calendar,
    fill_year,
    remove_calendar,
    remove_holiday,
)
from recruit.organization.operations.company import Company, edit_company, the_company
from recruit.organization.operations.departments import (
    add_department,
    remove_department,
    rename_department,
)
from recruit.organization.operations.refusals import Refusal
from recruit.organization.operations.sites import (
    Place,
    add_room,
    add_site,
    edit_room,
    edit_site,
    remove_room,
)

__all__ = [
    "Company",
    "Place",
    "Refusal",
    "add_calendar",
    "add_department",
    "add_holiday",
    "add_room",
    "add_site",
    "edit_calendar",
    "edit_company",
    "edit_room",
    "edit_site",
    "fill_year",
    "remove_calendar",
    "remove_department",
    "remove_holiday",
    "remove_room",
    "rename_department",
    "the_company",
]
