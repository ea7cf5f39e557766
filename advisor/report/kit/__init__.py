"""What a team needs to act on the result, as Markdown files."""
