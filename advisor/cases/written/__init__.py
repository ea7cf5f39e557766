"""What people write in a cell or say at a prompt, as plain data: amounts with units, words of several languages."""
