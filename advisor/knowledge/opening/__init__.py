"""What comes first: why people come, and what they call what is talked about."""
