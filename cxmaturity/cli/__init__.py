"""The command line: ``cxmaturity …`` or ``python -m cxmaturity …``."""
