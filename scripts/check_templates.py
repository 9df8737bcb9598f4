"""Templates compile, break no rule of the content security policy, and speak through gettext."""

import re
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
FORBIDDEN = {
    r"\sstyle\s*=": "style attribute: use a class or an SVG attribute",
    r"\|\s*safe\b": "|safe: build Markup in Python",
    r"\son[a-z]+\s*=\s*[\"']": "inline handler: use static/js",
    r"hx-on|hx-vals=[\"']js:": "needs eval: use static/js",
    r"<script(?![^>]*(\ssrc=|application/ld\+json))[^>]*>": "inline script",
    r"<style\b": "inline style sheet",
}
WORDS = re.compile(r">\s*([A-Z][a-z]+(?: [a-z]+)+[^<{}]*)<")


def problems(path: Path, environment: Environment) -> list[str]:
    source = path.read_text()
    found = []
    try:
        environment.parse(source)
    except TemplateSyntaxError as error:
        return [f"{path}:{error.lineno}: {error.message}"]
    mail = "emails" in path.parts
    for number, line in enumerate(source.splitlines(), 1):
        for pattern, why in FORBIDDEN.items():
            if mail and "style" in why:
                continue  # a mail has no style sheet of ours to name classes from
            if re.search(pattern, line):
                found.append(f"{path}:{number}: {why}")
        if match := WORDS.search(line):
            found.append(f"{path}:{number}: not through gettext: {match[1][:60]!r}")
    return found


def main() -> int:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        autoescape=True,
    )
    files = sorted(p for p in TEMPLATES.rglob("*") if p.suffix in (".html", ".txt", ".xml"))
    found = [problem for path in files for problem in problems(path, environment)]
    print("\n".join(found) or f"{len(files)} templates are in order.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
