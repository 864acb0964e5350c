"""A store as a monitor leaves it, with some alerts open."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind, Target
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Alert, AlertEvent, Posted, Snapshot, SourceStatus, TargetSnapshot
from ses_tui.core.target_id import provisional_id
from ses_tui.store.store import Store

BOUNCE = Key("default", ACCOUNT, Metric.BOUNCE_RATE)
HOTMAIL = Key("default", Subject(SubjectKind.ISP, "Hotmail"), Metric.BOUNCE_RATE)
NEWS = Key("default", Subject(SubjectKind.IDENTITY, "news.example.org"), Metric.COMPLAINT_RATE)


def alert(key: Key, condition: Condition, value: float, line: float, ago: float) -> Alert:
    since = time.time() - ago
    return Alert(
        str(key), "FIRING", condition, key, value, line, since, "in short", "who it is", playbook="isp-block"
    )


def left_behind(
    home: Path, *, ago: float = 20.0, name: str = "default", environ: Mapping[str, str] = os.environ
) -> str:
    """Write it under ``home``; gives back the target's name in the store."""
    stored = provisional_id(Target(name), environ)
    now = time.time()
    target = TargetSnapshot(
        name,
        "eu-west-1",
        "123456789012",
        Condition.REVIEW,
        alerts=(
            alert(replace(BOUNCE, target=name), Condition.REVIEW, 0.0531, 0.05, 3600),
            alert(replace(HOTMAIL, target=name), Condition.REVIEW, 0.0831, 0.05, 1800),
            alert(replace(NEWS, target=name), Condition.WARN, 0.00081, 0.0008, 600),
        ),
        sources=(SourceStatus("account", Health.FRESH, 60.0),),
    )
    store = Store.open(home / ".local/state/ses-tui")
    key = replace(BOUNCE, target=name)
    target_store = store.for_target(stored, name)
    store.save_snapshot(Snapshot(now - ago, (target,)))
    target_store.save_event(
        AlertEvent(now - 3600, "FIRING", Condition.REVIEW, key, "13:20 REVIEW account bounce", str(key))
    )
    target_store.save_posted(Posted(str(key), "FIRING", Condition.REVIEW, "desktop", now - 3590))
    store.close()
    assert not store.problem
    return stored


def opened(home: Path) -> Store:
    return Store.open(home / ".local/state/ses-tui")
