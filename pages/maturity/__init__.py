"""Screens of a programme: where it stands, confirming, people, evidence, KPIs, closing."""
