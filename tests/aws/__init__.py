"""Tests of the way in to AWS, over the wire through the real client."""
