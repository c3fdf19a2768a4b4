"""The quarterly loop: plan, execute, quantify, repeat. What a person can do in it, with rights checked."""
