"""A stand-in for PagerDuty: it keeps incidents as the service does, by the keys of their events."""

import json
from dataclasses import dataclass, field

from aiohttp import web

from tests.notify.servers import Server

KEY = "R0UT1NGKEYthatNobodyMaySee000000"


@dataclass
class Kept:
    """One incident. ``severities``: what it was told, one after the other."""

    key: str
    summary: str
    severities: list[str] = field(default_factory=list)
    open: bool = True


@dataclass
class Service:
    """``incidents``: all that there ever were, the oldest first."""

    incidents: list[Kept] = field(default_factory=list)
    events: list[dict[str, object]] = field(default_factory=list)

    def take(self, event: dict[str, object]) -> None:
        """An event with the key of an open incident is about that one; a resolve of none does nothing."""
        self.events.append(event)
        key = str(event["dedup_key"])
        found = next((one for one in self.incidents if one.open and one.key == key), None)
        if event["event_action"] == "resolve":
            if found is not None:
                found.open = False
            return
        payload = event["payload"]
        assert isinstance(payload, dict)
        if found is None:
            found = Kept(key, payload["summary"])
            self.incidents.append(found)
        if found.severities[-1:] != [payload["severity"]]:
            found.severities.append(payload["severity"])

    @property
    def open(self) -> list[Kept]:
        """Those that wait for somebody."""
        return [one for one in self.incidents if one.open]

    def serve(self, server: Server) -> None:
        """Take the events that ``server`` is sent, as https://events.pagerduty.com/v2/enqueue would."""

        async def answer(request: web.Request) -> web.Response:
            event = json.loads(await request.read())
            if event.pop("routing_key", None) != KEY:
                return web.json_response({"status": "invalid event", "message": "routing key"}, status=400)
            self.take(event)
            return web.json_response({"status": "success", "dedup_key": event["dedup_key"]}, status=202)

        server.answer = answer
