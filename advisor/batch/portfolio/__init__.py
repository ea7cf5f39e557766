"""What the results of a batch say as a whole, and how that is shown."""
