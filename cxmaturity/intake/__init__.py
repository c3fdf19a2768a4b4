"""People's files of ratings and weights: read, checked line by line, never half."""

from cxmaturity.intake.ratings_file import read_ratings
from cxmaturity.intake.weights_file import read_weights

__all__ = ["read_ratings", "read_weights"]
