"""What other programs are given: short results, explanations and questions as plain data, each with a schema."""
