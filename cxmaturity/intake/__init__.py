"""People's files of ratings and weights: read, checked line by line, never half."""

from cxmaturity.intake.header import columns
from cxmaturity.intake.ratings_file import read_ratings
from cxmaturity.intake.weights_file import read_weights

__all__ = ["columns", "read_ratings", "read_weights"]
