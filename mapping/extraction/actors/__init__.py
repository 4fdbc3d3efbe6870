"""Who is who: names, offices, people, and whom a phrase means."""
