"""Ways out where no option likely delivers by the date."""
