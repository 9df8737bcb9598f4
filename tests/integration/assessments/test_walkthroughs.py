"""Every table of `walkthroughs/` is played over HTTP, row by row, with a moved clock."""

from pathlib import Path

import pytest

from tests.integration.assessments.walkthrough import Walk

TABLES = sorted((Path(__file__).parent / "walkthroughs").glob("*.csv"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_walkthrough_goes_as_its_table_says(table, app, make, travel):
    assert Walk(app, make, travel).play(table) > 3
