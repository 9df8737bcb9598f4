"""Positions, their job descriptions and pay bands."""
