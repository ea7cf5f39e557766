"""Who answers an interview: a list of lines, the order of the interview itself, or a person at a terminal."""
