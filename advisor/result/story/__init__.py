"""What the findings of one case have to do with each other, told as one story; and what an empty result has earned."""
