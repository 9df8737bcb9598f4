"""Pages of vacancies, their promotions, and the channels."""

from recruit.vacancies.views import promotions, vacancies
from recruit.vacancies.views.blueprint import bp

__all__ = ["bp", "promotions", "vacancies"]
