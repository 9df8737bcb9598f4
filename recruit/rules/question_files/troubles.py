"""What can be wrong with a question file, each in one sentence."""

from collections.abc import Mapping
from enum import StrEnum


class Trouble(StrEnum):
    # the file
    NOT_UTF8 = "not_utf8"
    BINARY = "binary"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    EMPTY = "empty"
    NOT_XML = "not_xml"
    ENTITIES = "entities"
    NOT_A_QUIZ = "not_a_quiz"
    TOO_DEEP = "too_deep"
    # a question
    NOT_CLOSED = "not_closed"
    NOT_OPENED = "not_opened"
    BRACE = "brace"
    NAME_OPEN = "name_open"
    NO_TEXT = "no_text"
    TOO_FEW = "too_few"
    TOO_MANY_ANSWERS = "too_many_answers"
    NO_RIGHT = "no_right"
    NO_FULL = "no_full"
    EMPTY_ANSWER = "empty_answer"
    WEIGHT = "weight"
    MOODLE_WEIGHT = "moodle_weight"
    NO_ARROW = "no_arrow"
    FEW_PAIRS = "few_pairs"
    NO_NUMBER = "no_number"
    NOT_A_NUMBER = "not_a_number"
    TOLERANCE = "tolerance"
    RANGE = "range"
    NOT_STARTED = "not_started"
    NOT_COMPLETE = "not_complete"
    NO_SUCH_CHOICE = "no_such_choice"
    NO_GAP = "no_gap"
    GAPS_DIFFER = "gaps_differ"
    UNSUPPORTED = "unsupported"
    POINTS = "points"
    COLUMN = "column"
    COLUMN_TWICE = "column_twice"
    CSV_BROKEN = "csv_broken"
    TYPE_UNKNOWN = "type_unknown"
    TRUE_OR_FALSE = "true_or_false"
    # odd, but no error
    SUM_NOT_WHOLE = "sum_not_whole"
    NOT_IMPORTED = "not_imported"
    HINTS = "hints"
    COMBINED_FEEDBACK = "combined_feedback"
    UNIT_PENALTY = "unit_penalty"
    GRADER_INFO = "grader_info"
    # what becomes of a question here
    IS_DESCRIPTION = "is_description"
    NO_POINTS = "no_points"
    FEEDBACK_CUT = "feedback_cut"
    ID_NUMBER = "id_number"
    STEM_TOO_LONG = "stem_too_long"
    SAME_TEXT = "same_text"
    SEVERAL_IN_GAP = "several_in_gap"
    ORDER_MARKED = "order_marked"
    FILE_LEFT_OUT = "file_left_out"
    # what a file format cannot say
    LOSES_POINTS = "loses_points"
    LOSES_RUBRIC = "loses_rubric"
    LOSES_MODEL_ANSWER = "loses_model_answer"
    LOSES_FILES = "loses_files"
    LOSES_UNITS = "loses_units"
    LOSES_CAPITALS = "loses_capitals"
    LOSES_GAP_RULES = "loses_gap_rules"
    LOSES_SHARING = "loses_sharing"
    CANNOT_TYPE = "cannot_type"


def _l(sentence: str) -> str:
    """Mark a sentence for the translators; whoever shows it translates it."""
    return sentence


SENTENCES: dict[Trouble, str] = {
    Trouble.NOT_UTF8: _l("The file is not UTF-8: save it as UTF-8 text."),
    Trouble.BINARY: _l("The file is not text."),
    Trouble.TOO_LARGE: _l("The file is larger than %(most)s MB."),
    Trouble.TOO_MANY: _l("The file holds more than %(most)s questions: cut it in parts."),
    Trouble.EMPTY: _l("There is nothing in the file."),
    Trouble.NOT_XML: _l("The XML is broken here: %(why)s."),
    Trouble.ENTITIES: _l("The XML declares entities: such files are refused."),
    Trouble.NOT_A_QUIZ: _l("This is XML, but no <quiz> of Moodle."),
    Trouble.TOO_DEEP: _l("The XML is nested too deeply."),
    Trouble.NOT_CLOSED: _l(
        "An answer begins with { and no } follows before the next blank line."
    ),
    Trouble.NOT_OPENED: _l("A } ends an answer that no { began."),
    Trouble.BRACE: _l("There is one more { or } here: write \\{ and \\} inside of texts."),
    Trouble.NAME_OPEN: _l("A name begins with :: and no second :: follows."),
    Trouble.NO_TEXT: _l("The question has no text."),
    Trouble.TOO_FEW: _l("A choice needs at least two answers."),
    Trouble.TOO_MANY_ANSWERS: _l("More than %(most)s answers are too many."),
    Trouble.NO_RIGHT: _l("No answer is right."),
    Trouble.NO_FULL: _l("No answer earns 100 %%."),
    Trouble.EMPTY_ANSWER: _l("An answer is empty."),
    Trouble.WEIGHT: _l("The weight “%(weight)s” is not between -100 and 100."),
    Trouble.MOODLE_WEIGHT: _l("%(weight)s %% is no weight that Moodle knows."),
    Trouble.NO_ARROW: _l("A pair of a matching question needs -> between its sides."),
    Trouble.FEW_PAIRS: _l("A matching question needs at least two pairs."),
    Trouble.NO_NUMBER: _l("A number question needs a right number."),
    Trouble.NOT_A_NUMBER: _l("“%(text)s” is no number."),
    Trouble.TOLERANCE: _l("“%(text)s” is no tolerance."),
    Trouble.RANGE: _l("The range “%(text)s” ends before it begins."),
    Trouble.NOT_STARTED: _l("An answer stands here and no question before it."),
    Trouble.NOT_COMPLETE: _l("The question before has no ANSWER line."),
    Trouble.NO_SUCH_CHOICE: _l("There is no answer %(letter)s."),
    Trouble.NO_GAP: _l("The text has no gap."),
    Trouble.GAPS_DIFFER: _l("The gaps of the text and the answers for them do not fit."),
    Trouble.UNSUPPORTED: _l("Questions of the type “%(type)s” are not supported."),
    Trouble.POINTS: _l("“%(text)s” are no points."),
    Trouble.COLUMN: _l("The column “%(column)s” is missing."),
    Trouble.COLUMN_TWICE: _l("The column “%(column)s” is there twice."),
    Trouble.CSV_BROKEN: _l("The table cannot be read here."),
    Trouble.TYPE_UNKNOWN: _l("“%(type)s” is no type of question."),
    Trouble.TRUE_OR_FALSE: _l("Write true or false."),
    Trouble.SUM_NOT_WHOLE: _l("The weights of the right answers add up to %(sum)s %%."),
    Trouble.NOT_IMPORTED: _l("Questions of the type “%(type)s” are read, but not imported."),
    Trouble.HINTS: _l("Hints are left out."),
    Trouble.COMBINED_FEEDBACK: _l("Feedback for right, partly right and wrong is left out."),
    Trouble.UNIT_PENALTY: _l("A wrong or missing unit costs nothing here."),
    Trouble.GRADER_INFO: _l("The notes for graders become the model answer."),
    Trouble.IS_DESCRIPTION: _l("A description asks nothing: it is left out."),
    Trouble.NO_POINTS: _l("It was worth no points and gets one point."),
    Trouble.FEEDBACK_CUT: _l("The feedback is too long and is cut."),
    Trouble.ID_NUMBER: _l("Its id number is left out."),
    Trouble.STEM_TOO_LONG: _l("The text is longer than %(most)s characters."),
    Trouble.SAME_TEXT: _l("The same text stands there twice."),
    Trouble.SEVERAL_IN_GAP: _l("A gap with several right answers cannot be asked here."),
    Trouble.ORDER_MARKED: _l("Points are given for neighbours in the right order."),
    Trouble.FILE_LEFT_OUT: _l(
        "A file that is damaged, no picture or PDF, or too large is left out."
    ),
    Trouble.LOSES_POINTS: _l("points other than 1"),
    Trouble.LOSES_RUBRIC: _l("the rubric"),
    Trouble.LOSES_MODEL_ANSWER: _l("the model answer"),
    Trouble.LOSES_FILES: _l("pictures and files"),
    Trouble.LOSES_UNITS: _l("units"),
    Trouble.LOSES_CAPITALS: _l("that capitals matter"),
    Trouble.LOSES_GAP_RULES: _l("weights, feedback and choices of gaps"),
    Trouble.LOSES_SHARING: _l("that a wrong choice takes back a right one"),
    Trouble.CANNOT_TYPE: _l("the whole question: there is no such type"),
}


def in_english(trouble: Trouble, facts: Mapping[str, object]) -> str:
    """Return a trouble in one English sentence."""
    return SENTENCES[trouble] % facts
