"""Which beats are drawn by whom: pure planning."""
