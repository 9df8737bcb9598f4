"""What machines read: sitemap, RSS, robots.txt."""

from email.utils import format_datetime

from flask import Response, current_app, render_template

from recruit.careers.views.blueprint import address_of, bp
from recruit.kernel import richtext
from recruit.kernel.permissions import public
from recruit.organization import queries as organization
from recruit.vacancies import queries

bp.add_app_template_filter(format_datetime, "rfc822")
bp.add_app_template_filter(richtext.plain, "plain_text")
MOST = 5000
"""Vacancies in a feed; a sitemap may hold 50,000 addresses."""


@bp.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """Every public page."""
    rows = queries.published(limit=MOST)[:MOST]
    links = [(address_of("careers.vacancy", pubid=row.pubid), row.published_at) for row in rows]
    page = render_template(
        "careers/sitemap.xml", index=address_of("careers.index"), links=links
    )
    return Response(page, content_type="application/xml; charset=utf-8")


@bp.get("/jobs/feed.xml")
@public
def feed() -> Response:
    """The newest vacancies as RSS 2.0."""
    page = render_template(
        "careers/feed.xml",
        rows=[
            (row, address_of("careers.vacancy", pubid=row.pubid))
            for row in queries.published(limit=100)[:100]
        ],
        company=organization.organization(),
        index=address_of("careers.index"),
        self_address=address_of("careers.feed"),
    )
    return Response(page, content_type="application/rss+xml; charset=utf-8")


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """The public site may be read; candidates' pages may not."""
    lines = (
        "User-agent: *",
        "Disallow: /my/",
        "Allow: /jobs",
        f"Sitemap: {current_app.config['BASE_URL']}/sitemap.xml",
        "",
    )
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")
