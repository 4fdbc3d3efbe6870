"""The commands of the front door: each parses, calls one function, and prints."""
