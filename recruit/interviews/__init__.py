"""Interview sessions, invitations, the desk, scorecards, decisions."""
