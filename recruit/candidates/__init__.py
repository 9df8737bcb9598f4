"""Candidates, their applications, documents and offers."""
