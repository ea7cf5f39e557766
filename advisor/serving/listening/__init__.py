"""What listens: the address and who may come, the guard before every request, the processes."""
