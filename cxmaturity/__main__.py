"""``python -m cxmaturity``."""

import sys

from cxmaturity.cli.main import main

sys.exit(main())
