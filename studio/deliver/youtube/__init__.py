"""An upload: film with intro and end, Short, thumbnail, description."""
