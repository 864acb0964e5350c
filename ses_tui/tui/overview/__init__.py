"""Mode 1: are we about to be reviewed, how long have we got, who is to blame, can I trust this screen."""
