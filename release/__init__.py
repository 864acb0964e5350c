"""What a release is made of: ``python -m release`` builds and checks it, and uploads nothing."""
