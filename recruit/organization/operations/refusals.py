"""Why a change to the company's structure is refused."""

from enum import StrEnum


class Refusal(StrEnum):
    NAME_TAKEN = "name_taken"
    IN_USE = "in_use"
    HOLIDAY_TAKEN = "holiday_taken"
    NO_WORKDAY = "no_workday"
    UNKNOWN_ZONE = "unknown_zone"
    UNKNOWN_COUNTRY = "unknown_country"
    LAST_SITE = "last_site"
