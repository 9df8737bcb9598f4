"""Accounts: who signs in, with which roles, in which departments."""
