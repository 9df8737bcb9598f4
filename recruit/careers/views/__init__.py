"""The public site: vacancies, applying, and the page of each candidate."""

from recruit.careers.views import answers, applying, arriving, booking, feeds, jobs, mine
from recruit.careers.views.blueprint import bp

__all__ = ["answers", "applying", "arriving", "booking", "bp", "feeds", "jobs", "mine"]
