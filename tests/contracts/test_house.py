"""The promises of docs/architecture.md that a linter cannot check."""

import re
import subprocess
import sys
from pathlib import Path

import recruit
from recruit.kernel import paths

PACKAGE = Path(recruit.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300


def lines_with(pattern: str, *, exempt: tuple[str, ...] = ()) -> list[str]:
    """Every line of our Python that matches, as file:line, outside the exempt files."""
    found = []
    for file in FILES:
        name = file.relative_to(PACKAGE).as_posix()
        if name in exempt:
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{name}:{number}: {line.strip()}")
    return found


def test_only_the_database_module_commits():
    assert lines_with(r"\.commit\(", exempt=("kernel/db.py",)) == []


def test_only_the_clock_reads_the_clock():
    pattern = r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\("
    assert lines_with(pattern, exempt=("kernel/clock.py",)) == []


def test_only_one_place_turns_a_persons_text_into_markup():
    allowed = ("kernel/richtext.py", "kernel/formats.py", "kernel/assets.py")
    assert lines_with(r"\bMarkup\((?!\")", exempt=allowed) == []


def test_nothing_dangerous_is_called():
    pattern = r"\b(eval|exec)\(|pickle\.|shell=True|text\(f[\"']|\.execute\(f[\"']"
    assert lines_with(pattern, exempt=("kernel/db.py", "kernel/singleton.py")) == []


def test_files_stay_readable():
    long = {
        file.relative_to(PACKAGE).as_posix(): count
        for file in FILES
        if (count := len(file.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_nothing_is_called_utils():
    bad = {"utils", "helpers", "common", "manager", "misc"}
    assert [file.name for file in FILES if file.stem in bad] == []


def test_rules_import_without_a_framework():
    modules = [
        "recruit.rules." + ".".join(f.relative_to(PACKAGE / "rules").with_suffix("").parts)
        for f in (PACKAGE / "rules").rglob("*.py")
        if f.name != "__init__.py"
    ]
    code = f"""
import importlib, sys
for name in {modules!r}:
    importlib.import_module(name)
print(sorted({{"flask", "sqlalchemy", "wtforms", "babel"}} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_rules_have_their_tests():
    """Every rule module is named by a unit test."""
    tests = "\n".join(f.read_text() for f in (paths.ROOT / "tests" / "unit").rglob("test_*.py"))
    missing = []
    for file in (PACKAGE / "rules").iterdir():
        name = file.stem
        if name.startswith("_") or (file.is_file() and file.suffix != ".py"):
            continue
        if not re.search(rf"recruit\.rules(\.{name}\b| import [^\n]*\b{name}\b)", tests):
            missing.append(name)
    assert missing == []


def test_every_setting_is_documented():
    config = paths.CONFIG.read_text()
    names = set(re.findall(r"_(?:text|number|flag|choice|secret)\(\s*\"([A-Z_]+)\"", config))
    documented = (paths.ROOT / "docs" / "settings.md").read_text()
    assert names
    assert sorted(name for name in names if f"RECRUIT_{name}" not in documented) == []
    written = set(re.findall(r"`RECRUIT_([A-Z_]+)`", documented))
    assert written - names - {"SECRET_KEY_FILE"} == set()


def test_no_address_of_a_registry_stands_in_the_tree():
    hosts = re.compile(
        "|".join(["registry" + r"\.npmjs", "pypi" + r"\.org", "files" + r"\.pythonhosted"])
    )
    listed = subprocess.run(
        ["git", "ls-files"], cwd=paths.ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    bad = []
    for name in listed:
        file = paths.ROOT / name
        readable = file.is_file() and file.suffix not in (".png", ".woff2", ".mo")
        if readable and hosts.search(file.read_text(errors="replace")):
            bad.append(name)
    assert bad == []
