"""A closed file as what an archive takes: one PDF that tells all of it, its documents, and MDTO metadata with hashes (pure)."""
