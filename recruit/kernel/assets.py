"""Browser files by their plain names: `asset("app.css")`, `icon("check")`.

`scripts/build_assets.py` writes them to static/dist under names that carry a hash of the
content, so a browser may keep them forever. The manifest is read once, at the start.
"""

import json
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request, url_for
from markupsafe import Markup

BUILD = "build the browser files first: npm ci, then python scripts/build_assets.py"


MOST_DRAWN = 1000


class MissingAsset(RuntimeError):
    """A template names a browser file or an icon that was not built."""


class Manifest:
    """What scripts/build_assets.py built."""

    def __init__(self, folder: Path) -> None:
        path = folder / "dist" / "manifest.json"
        if not path.is_file():
            raise MissingAsset(f"{path} is missing: {BUILD}")
        built: dict[str, Any] = json.loads(path.read_text())
        self.files: dict[str, str] = built["files"]
        self.icons: frozenset[str] = frozenset(built["icons"])
        self._drawn: dict[tuple[str, str, str, str], Markup] = {}

    def asset(self, name: str) -> str:
        """Return the address of a browser file."""
        if name not in self.files:
            raise MissingAsset(f"there is no browser file {name!r}: {BUILD}")
        return url_for("static", filename=f"dist/{self.files[name]}")

    def icon(self, name: str, cls: str = "icon", label: str | None = None) -> Markup:
        """Return an icon of the sprite; without a `label` it is decoration.

        A page shows hundreds of them: each is drawn once for each root the application has.
        """
        key = (name, cls, label or "", request.script_root if has_request_context() else "")
        if key not in self._drawn:
            if len(self._drawn) > MOST_DRAWN:  # labels may name people
                self._drawn.clear()
            self._drawn[key] = self._draw(name, cls, label)
        return self._drawn[key]

    def _draw(self, name: str, cls: str, label: str | None) -> Markup:
        if name not in self.icons:
            raise MissingAsset(f"there is no icon {name!r}: {BUILD}")
        described = (
            Markup('role="img" aria-label="{}"').format(label)
            if label
            else Markup('aria-hidden="true"')
        )
        return Markup('<svg class="{}" {} focusable="false"><use href="{}#{}"/></svg>').format(
            cls, described, self.asset("icons.svg"), name
        )


def register(app: Flask) -> None:
    """Give templates `asset` and `icon`."""
    manifest = Manifest(Path(app.static_folder or ""))
    app.extensions["recruit.assets"] = manifest
    app.jinja_env.globals.update(asset=manifest.asset, icon=manifest.icon)
