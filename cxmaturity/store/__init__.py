"""The only place that knows SQL and the database drivers.

One module per aggregate, each a set of functions that take a `Reader` or a `Transaction`. Every SQL text is
written for both DuckDB and PostgreSQL with values as ``$1``, ``$2`` …; long ones lie in ``queries/``.
"""
