"""Settings: flag > environment > config.toml > default, each validated where it enters."""
