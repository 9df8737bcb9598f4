"""What every feature stands on: database, clock, ids, permissions, audit, web."""
