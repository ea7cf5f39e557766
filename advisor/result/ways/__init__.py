"""Ways out as results show them: in words and as data."""
