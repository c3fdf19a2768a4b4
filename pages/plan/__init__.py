"""Screens of the plan: next steps, goals, targets, actions."""
