"""Who may come in, what is scored, what was done, and whether all is well."""
