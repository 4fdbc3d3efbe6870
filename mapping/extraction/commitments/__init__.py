"""Who is bound to what, towards whom, how firmly."""
