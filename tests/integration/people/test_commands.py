"""`recruit people ...` on the command line."""

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from recruit.kernel.permissions import Role
from recruit.people import commands, queries


@pytest.fixture
def run(app, database):
    def command(*arguments):
        info = ScriptInfo(create_app=lambda: app)
        return CliRunner().invoke(commands.people, arguments, obj=info)

    return command


def test_it_invites_and_prints_a_link_that_works(run, client, make):
    department = make.department(name="Sales")
    result = run(
        "invite", "Ion@Example.org", "--name", "Ion", "--role", "hiring_manager", "--role",
        "interviewer", "--department", "Sales", "--head", "--zone", "Europe/Chisinau",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    person = queries.by_email("ion@example.org")
    assert person.roles == {Role.HIRING_MANAGER, Role.INTERVIEWER}
    assert queries.head_of(department) is person
    link = result.output.split()[-1]
    assert link.startswith("http://127.0.0.1:8000/people/join/")
    page = client.get(link.removeprefix("http://127.0.0.1:8000"), follow_redirects=True)
    assert page.status_code == 200


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense", "--name", "A", "--role", "admin"),
        ("a@example.org", "--name", "A", "--role", "king"),
        ("a@example.org", "--name", "A"),
        ("a@example.org", "--name", "A", "--role", "admin", "--department", "None"),
        ("a@example.org", "--name", "A", "--role", "admin", "--zone", "Mars/Base"),
    ],
)
def test_it_says_what_is_wrong(run, arguments):
    result = run("invite", *arguments)
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    assert not queries.anybody()


def test_it_lists(run, make):
    make.person(Role.ADMIN, email="ana@example.org")
    assert run("list").output == "ana@example.org\tadmin\tinvited\n"
    assert run("invite", "ana@example.org", "--name", "A", "--role", "admin").exit_code == 1
