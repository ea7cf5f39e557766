"""What to do: actions as what-ifs, measured by assessing again, and the plan made of them."""
