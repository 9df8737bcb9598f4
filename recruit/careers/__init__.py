"""The public site: vacancies, applying, a candidate's own page."""
