"""The live workshop: what a room does, and who sees what."""
