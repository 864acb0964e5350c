"""Events that SES publishes: read, masked, and put into a class that says what to do about them."""
