"""The public site: vacancies, applying, and the page of each candidate."""

from recruit.careers.views import answers, applying, feeds, jobs, mine
from recruit.careers.views.blueprint import bp

__all__ = ["answers", "applying", "bp", "feeds", "jobs", "mine"]
