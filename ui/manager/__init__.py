"""The manager's window: bundles in, numbers out."""
