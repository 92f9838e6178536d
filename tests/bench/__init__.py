"""Speed and memory as ratios taken in one run: `make bench`. Nothing in here is a test; nothing passes or fails."""
