"""The screen: reads snapshots, draws, nothing else."""
