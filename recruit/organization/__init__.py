"""Departments, sites, rooms, work calendars."""
