"""Who meets whom, where and when: one record for one event."""
