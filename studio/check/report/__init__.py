"""What a check has found, and the table that says so."""
