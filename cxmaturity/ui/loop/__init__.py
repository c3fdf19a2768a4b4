"""The pages of the quarterly loop, piece by piece."""
