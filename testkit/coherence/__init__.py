"""Whether a result holds together: laws that no company, however drawn, may break; for tests and for counting."""
