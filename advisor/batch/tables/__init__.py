"""Files and tables read as cases ready to be judged: what a column means, what stands in a cell, where a row is bad."""
