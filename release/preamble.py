# Runs first in ses-tui.pyz, on whatever Python was called: one line and exit 3 where the file can't run.
# Kept to what every Python 3 reads. release/pyz.py puts the Pythons that are packed in the place of PYTHONS.
import os
import platform
import sys

PYTHONS = ((3, 11),)
names = ["python%d.%d" % version for version in PYTHONS]
places = os.environ.get("PATH", "").split(os.pathsep)
elsewhere = [name for name in names for place in places if os.access(os.path.join(place, name), os.X_OK)]
cache = os.environ.get("PEX_ROOT") or os.path.join(
    os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "ses-tui"
)
reason = ""
if not (sys.platform == "linux" and platform.machine() == "x86_64" and platform.libc_ver()[0] == "glibc"):
    reason = "runs on Linux x86_64 with glibc alone: here, pipx install ses-tui"
elif (sys.version_info[:2] not in PYTHONS or sys.implementation.name != "cpython") and not elsewhere:
    reason = "needs one of %s, and none of them is on PATH; this is Python %d.%d" % (
        ", ".join(names), sys.version_info[0], sys.version_info[1]
    )  # fmt: skip
else:
    try:
        os.makedirs(cache, exist_ok=True)
        if not os.access(cache, os.W_OK):
            reason = "it can't be written"
        elif os.statvfs(cache).f_flag & os.ST_NOEXEC:
            reason = "it is mounted noexec"
    except OSError as error:
        reason = str(error.strerror)
    if reason:
        reason = "unpacks itself into %s: %s; name another directory in PEX_ROOT" % (cache, reason)
if reason:
    sys.stderr.write("ses-tui: error: ses-tui.pyz " + reason + "\n")
    sys.exit(3)
os.environ["PEX_ROOT"] = cache
