"""Programs in the words of one company."""
