"""The rubrics there are, and one read as people see it."""
