"""Workers: on this machine or on others, and what travels to them."""
