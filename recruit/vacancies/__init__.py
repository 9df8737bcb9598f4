"""Vacancies, channels and promotions."""
