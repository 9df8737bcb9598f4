"""The commands on files: JSON out, one line and exit status 2 on bad input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from recruit.commands.bench_overbooking import OPTIMA, grid
from recruit.commands.overbook import evaluate_attendance, overbook
from recruit.rules.overbooking import evaluate

DAY = {
    "id": "a day",
    "capacity": [2, 1],
    "slots_p": [[0.5, 0.5, 0.9], [0.2]],
    "initial_backlog": 0,
    "cost_idle": 1,
    "cost_wait": 0.2,
    "cost_overtime": 1.5,
    "cost_turned_away": 3,
    "overtime_slots": None,
}
TABLE = "scheduled_on,channel,lead_days,reminder,showed\n" + "".join(
    f"2024-03-{1 + i % 20:02},board,{i % 9},{'confirmed' if i % 3 else 'declined'},"
    f"{int(i % 3 > 0)}\n"
    for i in range(120)
)


def call(folder: Path, content: object, *arguments: str) -> Result:
    file = folder / "in.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return CliRunner().invoke(overbook, [arguments[0], str(file), *arguments[1:]])


def test_it_evaluates_a_day(tmp_path: Path) -> None:
    answer = json.loads(call(tmp_path, DAY, "evaluate").stdout)
    assert set(answer) >= {
        "idle",
        "wait",
        "overtime",
        "turned_away",
        "cost",
        "p_overflow",
        "p_overtime",
        "arrivals",
    }
    assert answer["turned_away"] == 0
    assert set(answer["arrivals"][0]) == {"mean", "low", "high"}
    assert answer["cost"] == pytest.approx(
        answer["idle"] + 0.2 * answer["wait"] + 1.5 * answer["overtime"]
    )


def test_it_plans_counts(tmp_path: Path) -> None:
    answer = json.loads(
        call(tmp_path, {"capacity": [2, 1], "p": 0.5}, "plan", "--mode", "counts").stdout
    )
    assert answer["certificate"] == {
        "proved": "optimal",
        "neighbourhood": "full",
        "neighbours": 6,
    }
    assert answer["naive"]["counts"] == [4, 2]
    assert answer["report"]["cost"] <= answer["naive"]["report"]["cost"]
    assert "assignment" not in answer


def test_a_plan_keeps_those_who_are_invited_already(tmp_path: Path) -> None:
    free = {"capacity": [1, 1], "p": 0.5}
    held = free | {"slots_p": [[1.0], []]}
    empty, kept = (
        json.loads(call(tmp_path, day, "plan", "--mode", "counts").stdout)
        for day in (free, held)
    )
    assert kept["counts"][0] < empty["counts"][0]
    result = call(tmp_path, free | {"slots_p": [[0.5]]}, "plan", "--mode", "counts")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_a_wrong_option_is_refused_in_one_line(tmp_path: Path) -> None:
    result = call(tmp_path, {"capacity": [1], "p": 0.5}, "plan", "--mode", "guess")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "guess" in result.stderr


@pytest.mark.parametrize("mode", ["in-order", "everyone"])
@pytest.mark.parametrize("fair", ["--fair", "--no-fair"])
def test_it_plans_lists(tmp_path: Path, mode: str, fair: str) -> None:
    answer = json.loads(
        call(
            tmp_path, {"capacity": [2, 2], "p": [0.3, 0.6] * 6}, "plan", "--mode", mode, fair
        ).stdout
    )
    assert len(answer["assignment"]) == 12
    if answer["fairness"]:
        assert answer["fairness"]["applied"] is (fair == "--fair")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "3",
        '{"capacity": [1e999], "slots_p": [[]]}',
        DAY | {"capacity": [1]},
        DAY | {"slots_p": [[2], []]},
        "[" * 100_000,
        {"slots_p": [[]]},
    ],
)
def test_bad_days_end_with_one_line_and_status_two(tmp_path: Path, content: object) -> None:
    result = call(tmp_path, content, "evaluate")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_ends_the_same_way() -> None:
    result = CliRunner().invoke(overbook, ["evaluate", "/nowhere/at/all.json"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_it_scores_attendance(tmp_path: Path) -> None:
    table, mapping = tmp_path / "in.csv", tmp_path / "MAPPING.toml"
    table.write_text(TABLE, "utf-8")
    mapping.write_text("[columns]\nscheduled_on = 'scheduled_on'\nshowed = 'showed'\n", "utf-8")
    plain = json.loads(CliRunner().invoke(evaluate_attendance, [str(table)]).stdout)
    assert plain["n"] == 120
    assert set(plain["model"]) == {"log_loss", "brier", "ece"}
    assert plain["model"]["log_loss"] < plain["constant"]["log_loss"]
    blind = json.loads(
        CliRunner().invoke(evaluate_attendance, [str(table), "--mapping", str(mapping)]).stdout
    )
    assert blind["model"]["log_loss"] > plain["model"]["log_loss"]
    trained = json.loads(
        CliRunner().invoke(evaluate_attendance, [str(table), "--train", str(table)]).stdout
    )
    unfolded = json.loads(
        CliRunner().invoke(evaluate_attendance, [str(table), "--folds", "none"]).stdout
    )
    assert trained["model"] == unfolded["model"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("2024-03-01,board,1,perhaps,1", "reminder: 'perhaps'"),
        ("2024-03-01,board,1,confirmed,7", "showed: '7'"),
        ("2024-03-01,board,soon,confirmed,1", "lead_days: 'soon'"),
        ("yesterday,board,1,confirmed,1", "scheduled_on: 'yesterday'"),
    ],
)
def test_a_wrong_value_in_a_canonical_table_is_named(
    tmp_path: Path, line: str, named: str
) -> None:
    table = tmp_path / "in.csv"
    table.write_text(f"{TABLE}{line}\n", "utf-8")
    result = CliRunner().invoke(evaluate_attendance, [str(table)])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert f"line 122: {named}" in result.stderr


def test_a_mapping_says_what_the_values_of_any_column_mean(tmp_path: Path) -> None:
    table, mapping = tmp_path / "in.csv", tmp_path / "MAPPING.toml"
    table.write_text(
        "day;how;ahead;said;came\nfirst;Web;today;sure;Y\nfirst;web;a week;perhaps;N\n"
        "2024-03-02;Fair;;sure;Y\n",
        "utf-8",
    )
    mapping.write_text(
        "[columns]\nscheduled_on = 'day'\nchannel = 'how'\nlead_days = 'ahead'\n"
        "reminder = 'said'\nshowed = 'came'\n"
        "[values.scheduled_on]\nfirst = '2024-03-01'\n"
        "[values.lead_days]\ntoday = 0\n'a week' = '7'\n"
        "[values.reminder]\nsure = 'confirmed'\nperhaps = 'unsure'\n"
        "[values.showed]\nY = '1'\nN = '0'\n",
        "utf-8",
    )
    result = CliRunner().invoke(
        evaluate_attendance, [str(table), "--mapping", str(mapping), "--folds", "none"]
    )
    answer = json.loads(result.stdout)
    assert (answer["n"], answer["days"], answer["dropped"]) == (3, 2, [])


def test_a_table_without_its_columns_is_refused_by_name(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text("a,b\n1,2\n", "utf-8")
    result = CliRunner().invoke(evaluate_attendance, [str(table)])
    assert result.exit_code == 2
    assert "missing column: scheduled_on, showed; the file has: a, b" in result.stderr


def test_the_kept_optima_belong_to_the_grid() -> None:
    optima = json.loads(OPTIMA.read_text("utf-8"))
    days = list(grid())
    assert len(optima) == len(days) == 600
    for (day, p), best in list(zip(days, optima, strict=True))[::37]:
        cost = evaluate(day.with_people((p,) * n for n in best["counts"])).cost
        assert cost == pytest.approx(best["cost"], rel=1e-9)


def test_the_engine_starts_without_the_application() -> None:
    script = (
        "import sys; sys.argv = ['recruit', 'overbook', 'evaluate', '/nowhere.json']\n"
        "from recruit import start\n"
        "try: start.main()\n"
        "except SystemExit as end: print(end.code, 'recruit.app' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.split() == ["2", "False"]
