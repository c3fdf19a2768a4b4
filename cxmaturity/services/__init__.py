"""What a person can do, one verb a function, with rights checked here and nowhere else."""
