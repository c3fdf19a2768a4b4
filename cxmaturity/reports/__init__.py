"""A result as something to hand on: one report model, and the formats it takes."""
