"""What runs inside a worker: drawing a job's beats."""
