"""``python -m ses_tui``."""

import sys

from ses_tui.cli.main import main

sys.exit(main())
