"""Pages that somebody with a share link opens."""
