"""What is checked of a film and of the files beside it."""
