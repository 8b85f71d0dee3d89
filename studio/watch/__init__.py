"""Drawing a lesson anew whenever it is saved."""
