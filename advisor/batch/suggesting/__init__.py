"""A first map of columns for a table of somebody's own, by its headers and by what stands below them."""
