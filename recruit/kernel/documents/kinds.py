"""The kinds of documents we take."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of document; its value is the file name's extension."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TXT = "txt"


MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.TXT: "text/plain",
}


class UploadRefusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    UNKNOWN_TYPE = "file_type_unknown"
    WRONG_EXTENSION = "file_extension_differs"
    BAD_NAME = "file_name_bad"
    DAMAGED = "file_damaged"
    TWO_IN_ONE = "file_two_in_one"
    MACROS = "file_macros"
    ACTIVE = "file_active_content"
    PROTECTED = "file_protected"
    EXTERNAL = "file_external_content"
    BOMB = "file_unpacks_too_large"
    TOO_MANY = "too_many_files"
    QUOTA = "file_quota"
