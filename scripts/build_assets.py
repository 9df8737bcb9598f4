"""Copy the browser files the pages load to static/dist, named after their content.

No bundler: the packages already ship minified browser builds. Our own files join them:
static/css/*.css become one app.css and static/js/app/*.js one app.js, in the order of their
names, and every other static/js/*.js stays a file of its own. Because a name changes with its
content, everything may be cached forever. Also writes manifest.json, which `asset()` reads,
and one SVG sprite with the icons that templates and code name.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "static"
DIST = STATIC / "dist"

PACKAGED = {
    "tabler.css": "@tabler/core/dist/css/tabler.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "sortable.js": "sortablejs/Sortable.min.js",
}
FONTS = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,"
    "U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,"
    "U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    "cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
    "cyrillic-ext": "U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F",
}
# Icons that code picks at run time. A name written in a template as icon("..."), or as
# icon_name="..." in a macro call or in Python, is found by itself.
ICONS = """
activity adjustments-horizontal alarm alert-circle alert-triangle archive arrow-back-up
arrow-down arrow-left arrow-right arrow-up arrows-exchange arrows-sort award ban bell book
books briefcase building clock-plus building-store bulb calculator calendar calendar-check
calendar-event calendar-off calendar-plus calendar-time certificate chart-bar chart-dots
chart-funnel
chart-histogram chart-line check checkbox checks checklist chevron-down chevron-left
chevron-right chevron-up circle-check circle-dashed circle-x clipboard-check clipboard-list
clipboard-text clock clock-pause clock-play cloud-check cloud-off coin coins copy database
device-floppy device-mobile dots dots-vertical door download edit external-link eye eye-off
file file-certificate file-download file-import file-spreadsheet file-text file-upload filter
flag flag-filled folder gavel gift grip-vertical hand-stop headset heart-handshake help-circle
history home hourglass id-badge-2 inbox info-circle key language layout-dashboard
layout-kanban layout-list link list list-check list-details list-numbers lock lock-open login
logout mail mail-check mail-forward mail-off map-pin medal menu-2 message message-2 messages
minus moon mood-empty note notes package palette paperclip pencil percentage phone phone-call
phone-incoming phone-off photo player-pause player-play player-skip-forward player-stop plus point
presentation printer progress puzzle qrcode question-mark receipt refresh report
report-analytics rocket rotate route scale school search send send-off settings shield
shield-check shield-lock sitemap sort-ascending speakerphone star star-filled sun
switch-horizontal table tag tags target template ticket timeline tool transfer trash
trending-down trending-up trophy upload user user-bolt user-check user-circle user-exclamation
user-heart user-minus user-off user-pause user-plus user-question user-search user-star user-x
users users-group users-plus wifi-off world writing writing-sign x zoom-check
"""
NAMED = re.compile(r"""(?<![\w-])icon(?:_name)?\s*[=(]\s*["']([a-z0-9-]*[a-z0-9])["']""")


class Dist:
    """The folder being filled, and the manifest of what is in it."""

    def __init__(self) -> None:
        shutil.rmtree(DIST, ignore_errors=True)
        DIST.mkdir(parents=True)
        self.names: dict[str, str] = {}

    def put(self, name: str, data: bytes) -> None:
        """Write `data` under a hashed name; two files of one name are a mistake."""
        if name in self.names:
            sys.exit(f"two assets are called {name}: rename ours")
        stem, _, ending = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}"
        (DIST / hashed).write_bytes(data)
        self.names[name] = hashed


def build() -> None:
    """Fill static/dist."""
    if not MODULES.is_dir():
        sys.exit("node_modules is missing: run 'npm ci' first")
    dist = Dist()
    for name, source in PACKAGED.items():
        data = (MODULES / source).read_bytes()
        # Source maps are not shipped, so nothing may point at them.
        dist.put(name, re.sub(rb"\n?(//|/\*)# sourceMappingURL=[^\n]*", b"", data))
    _fonts(dist)
    icons, unknown = _icons(dist)
    dist.put("favicon.svg", (STATIC / "favicon.svg").read_bytes())
    dist.put("app.css", _joined(STATIC / "css", "*.css"))
    dist.put("app.js", _joined(STATIC / "js" / "app", "*.js"))
    for script in sorted((STATIC / "js").glob("*.js")):
        dist.put(script.name, script.read_bytes())
    manifest = {"files": dist.names, "icons": icons}
    (DIST / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))
    size = sum(file.stat().st_size for file in DIST.iterdir()) // 1024
    print(f"{len(dist.names)} files, {len(icons)} icons, {size} KB in {DIST.relative_to(ROOT)}")
    if unknown:
        sys.exit(f"there are no Tabler icons called {', '.join(unknown)}")


def _joined(folder: Path, pattern: str) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.glob(pattern)))


def _fonts(dist: Dist) -> None:
    faces = []
    for subset, span in FONTS.items():
        file = f"inter-{subset}.woff2"
        source = f"@fontsource-variable/inter/files/inter-{subset}-wght-normal.woff2"
        dist.put(file, (MODULES / source).read_bytes())
        faces.append(
            '@font-face{font-family:"Inter";font-weight:100 900;font-display:swap;'
            f'src:url({dist.names[file]}) format("woff2");unicode-range:{span}}}'
        )
    dist.put("fonts.css", "".join(faces).encode())


def _icons(dist: Dist) -> tuple[list[str], list[str]]:
    """Write the sprite; return the icons in it and the names that Tabler does not know."""
    names = set(ICONS.split())
    for folder, pattern in (("templates", "*.html"), ("recruit", "*.py")):
        for path in (ROOT / folder).rglob(pattern):
            names.update(NAMED.findall(path.read_text(encoding="utf-8")))
    symbols, unknown = [], []
    for name in sorted(names):
        filled = name.endswith("-filled")
        kind, file = ("filled", name.removesuffix("-filled")) if filled else ("outline", name)
        path = MODULES / "@tabler/icons/icons" / kind / f"{file}.svg"
        if not path.is_file():
            unknown.append(name)
            continue
        match = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.DOTALL)
        drawing = match[1] if match else ""
        lines = (line.strip() for line in drawing.splitlines())
        body = "".join(line for line in lines if 'd="M0 0h24v24H0z"' not in line)
        paint = (
            'fill="currentColor"'
            if filled
            else 'fill="none" stroke="currentColor" stroke-width="1.75" '
            'stroke-linecap="round" stroke-linejoin="round"'
        )
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{body}</symbol>')
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'
    dist.put("icons.svg", sprite.encode())
    return sorted(names.difference(unknown)), unknown


if __name__ == "__main__":
    build()
