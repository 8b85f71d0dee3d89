"""Every prop in every state, for its page, its tests and its documentation."""
