"""Why a change to an account is refused."""

from enum import StrEnum


class Refusal(StrEnum):
    EMAIL_TAKEN = "email_taken"
    NO_ROLE = "no_role"
    HEAD_TAKEN = "head_taken"
    LAST_ADMIN = "last_admin"
    ALREADY_JOINED = "already_joined"
    NOT_THE_FIRST = "not_the_first"
    UNKNOWN_ZONE = "unknown_zone"
    TOO_MANY_TRIES = "too_many_tries"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 (a reason)
    LINK_IS_OVER = "link_is_over"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    ABOUT_YOU = "about_you"
