"""The heart: rubric model, scoring, agreement and robustness. Standard library and numpy only."""
