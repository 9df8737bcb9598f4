"""`recruit bench autosave`: a room full of trainees writes, web processes are killed, and every
acknowledged text must be there. On a database of its own beside the configured one.

Nothing is imported here: the crowd's own process starts in a moment without the application.
"""
