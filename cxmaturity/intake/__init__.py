"""People's files of ratings, weights and KPI figures: read, checked line by line, never half."""

from cxmaturity.intake.header import columns
from cxmaturity.intake.kpi_file import Measured, read_kpi_readings
from cxmaturity.intake.ratings_file import read_ratings
from cxmaturity.intake.weights_file import read_weights

__all__ = ["Measured", "columns", "read_kpi_readings", "read_ratings", "read_weights"]
