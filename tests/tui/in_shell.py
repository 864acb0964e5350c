"""A shell with job control in the place of the program: ``Terminal(module="tests.tui.in_shell")``."""

import os

os.environ.update(PS1="shell> ", HISTFILE="")
os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
