"""Results in, pictures out: every chart with its finding, its alt text and the table behind it."""
