"""Browser files have names that carry their content and may be kept forever."""

from pathlib import Path

import pytest
from flask import Flask

from recruit.kernel import paths
from recruit.kernel.assets import Manifest, MissingAsset


def test_a_file_is_served_forever(app: Flask) -> None:
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("app.css")
    answer = app.test_client().get(address, buffered=True)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_missing_file_is_said_clearly(app: Flask) -> None:
    manifest = app.extensions["recruit.assets"]
    with app.test_request_context():
        with pytest.raises(MissingAsset, match=r"no browser file 'nothing\.css'"):
            manifest.asset("nothing.css")
        with pytest.raises(MissingAsset, match="no icon 'nothing'"):
            manifest.icon("nothing")


def test_an_unbuilt_folder_says_how_to_build(tmp_path: Path) -> None:
    with pytest.raises(MissingAsset, match="build_assets"):
        Manifest(tmp_path)


def test_every_built_file_is_there_and_nothing_comes_from_outside(app: Flask) -> None:
    dist = paths.STATIC / "dist"
    for name, hashed in app.extensions["recruit.assets"].files.items():
        text = (dist / hashed).read_bytes()
        assert b"sourceMappingURL" not in text, name
        if name.endswith(".css"):
            assert b"url(http" not in text, name
            assert b"@import" not in text, name


def test_the_lock_file_names_no_registry() -> None:
    lock = paths.ROOT / "package-lock.json"
    assert "resolved" not in lock.read_text()
