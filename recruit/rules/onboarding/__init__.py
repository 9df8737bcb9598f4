"""The four stages: states, who may do what, and what a gate needs. Pure rules.

People are named by any stable key; nothing here knows a database.
"""
