"""Gates: what has to be signed or done before anyone gets, or keeps, some access."""
