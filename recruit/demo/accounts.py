"""The people of the demo who sign in; their password stands on the sign-in page."""

from dataclasses import dataclass

from recruit.kernel.permissions import Role

PASSWORD = "welcome to the demo"  # noqa: S105 (shown on the sign-in page of a demo)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the demo company. `shown`: offered on the sign-in page, under `label`."""

    key: str
    name: str
    roles: tuple[Role, ...]
    department: str = "Sales"
    head: bool = False
    site: str = "Moscow"
    label: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


ACCOUNTS = (
    Account("recruiter", "Rita Orlova", (Role.RECRUITER,), "People", label="Recruiter"),
    Account(
        "head",
        "Mikhail Stern",
        (Role.HIRING_MANAGER, Role.INTERVIEWER),
        head=True,
        label="Head of sales",
    ),
    Account("reception", "Lena Ilieva", (Role.RECEPTIONIST,), "People", label="Receptionist"),
    Account("interviewer", "Ion Cebotari", (Role.INTERVIEWER,), label="Interviewer"),
    Account("mentor", "Vera Popescu", (Role.MENTOR, Role.INTERVIEWER), label="Mentor"),
    Account("trainer", "Oleg Kravets", (Role.TRAINER,), "People", label="Trainer"),
    Account("director", "Galina Moraru", (Role.DIRECTOR,), "People", label="Director"),
    Account("admin", "Adrian Lupu", (Role.ADMIN,), "People", label="Administrator"),
    Account("recruiter2", "Nadia Petrova", (Role.RECRUITER,), "People"),
    Account("service.head", "Irina Volkova", (Role.HIRING_MANAGER,), "Service", head=True),
    Account("people.head", "Sergei Antonov", (Role.HIRING_MANAGER,), "People", head=True),
    Account("interviewer2", "Dan Rusu", (Role.INTERVIEWER,)),
    Account("interviewer3", "Katya Belova", (Role.INTERVIEWER,), "Service"),
    Account(
        "interviewer4", "Pavel Gromov", (Role.INTERVIEWER,), "Service", site="Saint Petersburg"
    ),
    Account("mentor2", "Stefan Munteanu", (Role.MENTOR,)),
    Account("mentor3", "Anna Sokolova", (Role.MENTOR,), "Service"),
    Account("mentor4", "Boris Levin", (Role.MENTOR,), site="Saint Petersburg"),
    Account("trainer2", "Elena Ursu", (Role.TRAINER,), "People"),
    Account(
        "reception.spb", "Yulia Frost", (Role.RECEPTIONIST,), "People", site="Saint Petersburg"
    ),
)
TRAINEE = Account("trainee", "Maria Cojocaru", (Role.TRAINEE,), label="Trainee")


def listed() -> list[dict[str, str]]:
    """Return what the sign-in page shows: one account for each role."""
    return [
        {"name": one.name, "role": one.label, "email": one.email, "password": PASSWORD}
        for one in (*ACCOUNTS, TRAINEE)
        if one.label
    ]
