"""What the timeline takes answers to be while nobody has given them, and what leans on that."""
