"""What a pack is: its files, its models, its loading, and the problems found on the way."""
