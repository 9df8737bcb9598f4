"""Every grader role against every paper, as the permission table of the domain says.

A row is a person in a relation to a paper. Its columns, in this order: sees the queue's page,
finds the paper in it and opens it, takes it, marks, finishes. The paper is owed either final
marks alone, or two independent ones, or (after two that are apart) a third person's.
y yes, n no (refused), - never gets that far: the page is 404.
"""

import pytest

from recruit.assessments import operations
from recruit.assessments.operations import Mark
from recruit.assessments.queries import grading as queries
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, Role, may
from recruit.rules.grading import EntryKind as K
from tests.conftest import NOW

ROLE = {
    "T": Role.TRAINER,
    "R": Role.RECRUITER,
    "M": Role.MENTOR,
    "X": Role.DIRECTOR,
    "H": Role.HIRING_MANAGER,
    "A": Role.ADMIN,
    "N": Role.TRAINEE,
    "I": Role.INTERVIEWER,
    "D": Role.RECEPTIONIST,
}

TABLE = """
roles relation       first  second third  final
T     none           yyyyy  yyyyy  yyyyy  yyyyy
T     own            y----  y----  y----  y----
T     stake          y----  y----  y----  y----
T     asked          yyyyy  yyyyy  yyyyy  yyyyy
T     stake+asked    yyyyy  yynnn  yynnn  yynnn
T     other_asked    y----  y----  y----  y----
T     wrote_first    yyyyy  y----  y----  yyyyy
T     wrote_second   y----  yyyyy  y----  .....
TM    none           yyyyy  yyyyy  yyyyy  yyyyy
TM    stake          y----  y----  y----  y----
TM    stake+asked    yyyyy  yynnn  yynnn  yynnn
TX    none           yyyyy  yyyyy  yyyyy  yyyyy
TN    own            y----  y----  y----  y----
R     none           y----  y----  y----  y----
R     own            y----  y----  y----  y----
R     asked          yyyyy  yyyyy  yyyyy  yyyyy
R     stake+asked    yyyyy  yynnn  yynnn  yynnn
M     none           y----  y----  y----  y----
M     stake          y----  y----  y----  y----
M     asked          yyyyy  yynnn  yynnn  yynnn
M     stake+asked    yyyyy  yynnn  yynnn  yynnn
X     none           n----  n----  n----  n----
H     none           n----  n----  n----  n----
A     none           n----  n----  n----  n----
N     own            n----  n----  n----  n----
N     none           n----  n----  n----  n----
I     none           n----  n----  n----  n----
D     none           n----  n----  n----  n----
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]
KINDS = (K.FIRST, K.SECOND, K.THIRD, K.FINAL)


def give(task, item, person, points):
    operations.take(task, actor=person, now=NOW)
    operations.mark(task, item, Mark(points=points), actor=person, now=NOW)


def task_of(paper, kind):
    return next((task for task in queries.whole(paper).tasks if task.kind is kind), None)


def paper_for(make, relation, person, kind):
    """A paper that is owed marks of this kind, in this relation to the person."""
    policy = "none" if kind is K.FINAL else "all"
    version = make._once(
        policy,
        lambda: make.published_version([make.open_question()], second_mark=policy, attempts=9),
    )
    trainee = person if relation == "own" else make.person(ROLE["N"], site=make.the_site)
    interests = [(person, "mentor_bonus")] if "stake" in relation else []
    paper = make.submitted(trainee, version=version, interests=interests)
    item = paper.items[0]
    if relation == "wrote_first" and kind is not K.FINAL:
        give(task_of(paper, K.FIRST), item, person, 3.0)
        if kind is K.FIRST:
            operations.give_back(task_of(paper, K.FIRST), actor=person, now=NOW)
    elif relation == "wrote_second":
        give(task_of(paper, K.SECOND), item, person, 0.0)
        if kind is K.SECOND:
            operations.give_back(task_of(paper, K.SECOND), actor=person, now=NOW)
    if kind is K.THIRD:
        for other, points in ((K.FIRST, 3.0), (K.SECOND, 0.0)):
            task = task_of(paper, other)
            marked = [row for row in item.entries if row.kind is other]
            writer = marked[-1].grader if marked else make.person(ROLE["T"])
            if not marked:
                give(task, item, writer, points)
            operations.finish(task, actor=writer, now=NOW)
    if relation.endswith("asked"):
        # Written as the asking of somebody who was free then; the rules decide now.
        task = task_of(paper, kind)
        task.assignee = make.person(ROLE["T"]) if relation == "other_asked" else person
    return queries.whole(paper)


def refused(act):
    try:
        act()
    except Refused:
        return "n"
    return "y"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:2]))
def test_every_role_against_every_paper(make, row):
    roles, relation, *expected = row
    got = [
        "....." if "." in cells else cells_of(make, roles, relation, kind)
        for kind, cells in zip(KINDS, expected, strict=True)
    ]
    assert got == expected


def cells_of(make, roles, relation, kind):
    """What one person may do with one paper, in the letters of the table."""
    person = make.person(*(ROLE[letter] for letter in roles), site=make.the_site)
    paper = paper_for(make, relation, person, kind)
    task, item = task_of(paper, kind), paper.items[0]
    got = "y" if may(person, Permission.GRADE) else "n"
    found = got == "y" and queries.task_for(person, task.pubid) is task
    assert (task in queries.queue_for(person)) is found or got == "n"
    if not found:
        got += "----"
    else:
        got += "y" + refused(lambda: operations.take(task, actor=person, now=NOW))
        given = Mark(points=1.5)
        got += refused(lambda: operations.mark(task, item, given, actor=person, now=NOW))
        got += refused(lambda: operations.finish(task, actor=person, now=NOW))
    return got


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("roles", "relation"), [("X", "none"), ("M", "none"), ("N", "own")])
def test_who_finds_nothing_is_refused_by_the_operations_too(make, roles, relation, kind):
    """The loaders hide a paper, and the rules refuse it on their own."""
    person = make.person(*(ROLE[letter] for letter in roles), site=make.the_site)
    paper = paper_for(make, relation, person, kind)
    task, item = task_of(paper, kind), paper.items[0]
    given = Mark(points=1.0)
    acts = [
        lambda: operations.take(task, actor=person, now=NOW),
        lambda: operations.mark(task, item, given, actor=person, now=NOW),
        lambda: operations.finish(task, actor=person, now=NOW),
    ]
    assert [refused(act) for act in acts] == ["n", "n", "n"]
