"""The rules of the business as plain functions: no clock, no database, no framework."""
