"""The steps of the whole path, by the part of the house they walk through."""
