"""Products, questions, written tests, grading."""
