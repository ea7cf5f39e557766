"""What a timeline is made of, drawn at random or as the shipped figures have it; and its simulation."""
