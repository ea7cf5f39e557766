"""What is due before papers are signed, and which law a result reads."""
