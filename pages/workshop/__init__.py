"""The live workshop: set-up, phone, console, projector, result."""
