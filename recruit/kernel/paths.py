"""Where the files that are not Python live.

In a checkout they sit at the repository root; in a wheel they sit inside the package.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
MIGRATIONS = ROOT / "migrations"
CONFIG = ROOT / "config.py"
TRANSLATIONS = PACKAGE / "translations"
