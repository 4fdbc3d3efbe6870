"""What the commands show while they work."""
