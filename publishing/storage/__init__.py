"""What is kept: the store on disk, its snapshots, backups and dumps."""
