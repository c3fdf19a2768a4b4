"""One file is one screen; files live in sub-folders only, never here."""
