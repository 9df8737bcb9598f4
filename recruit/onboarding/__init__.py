"""Programs, plans, gates, mentors: from the first day to independent work."""
