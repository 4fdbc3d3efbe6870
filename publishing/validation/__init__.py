"""Files checked before they are published."""
