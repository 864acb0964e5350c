"""The command line. Every option may also come from the environment; usage errors exit with 3."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from ses_tui import __version__
from ses_tui.cli.parser import Command, Parser, address, between, from_environment, listed, with_times
from ses_tui.core.check_parts import ENGAGEMENT, PARTS
from ses_tui.core.clock import parse_duration
from ses_tui.core.text import safe
from ses_tui.core.themes import THEME_NAMES
from ses_tui.settings.light import FLAGS
from ses_tui.simulator.scenarios import NAMES

DEFAULT_PORT = 8577

CONFIG_HELP = "default $XDG_CONFIG_HOME/ses-tui/config.toml"

Made = TypeVar("Made", bound=argparse.ArgumentParser)

LEVELS = ("debug", "info", "warning", "error")


def build_parser() -> Parser:
    """The whole grammar; the options of a command are added when it is called."""
    parser, commands = _before_commands(Command)  # type: ignore[type-var]  # it needs no more than parsing
    for name, (help, fill) in COMMANDS.items():
        commands.add_parser(name, help=help).fill = fill
    return parser


def build_whole_parser() -> Parser:
    """The same with the options of every command, for what describes them."""
    parser, commands = _before_commands(Parser)
    for name, (help, fill) in COMMANDS.items():
        fill(commands.add_parser(name, help=help, description=help))
    return parser


def _before_commands(kind: type[Made]) -> "tuple[Parser, argparse._SubParsersAction[Made]]":
    parser = Parser(
        prog="ses-tui",
        description="A live monitor for the sending reputation of Amazon SES. No command: the live screen.",
        epilog="Every option may also come from the environment: SES_TUI_REGION, SES_TUI_CONFIG, …",
    )
    parser.add_argument("--version", action="version", version=f"ses-tui {__version__}")
    _aws(parser)
    _screen(parser)
    return parser, parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=kind)


def _aws(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """``default`` SUPPRESS in a command: what stands before the command must not be undone."""
    group = parser.add_argument_group("AWS")
    for option, metavar, help in (
        ("--config", "FILE", CONFIG_HELP),
        ("--store", "WHERE", "a directory, a file that holds a URL, or postgresql://user@host/database"),
        ("--target", "NAME", "only this target of the configuration"),
        ("--profile", "NAME", "profile of the AWS configuration"),
        ("--region", "REGION", "AWS Region"),
        ("--endpoint-url", "URL", "where AWS is, if elsewhere"),
    ):
        kind = Path if option == "--config" else str
        group.add_argument(option, metavar=metavar, help=help, type=kind, default=default)


def _screen(parser: argparse.ArgumentParser, default: str | bool = False) -> None:
    group = parser.add_argument_group("screen")
    for option, help in (
        ("--ascii", "signs for terminals without Unicode"),
        ("--no-mouse", "the default over SSH and in GNU screen"),
        ("--wall", "for a screen across the room: big digits, pages that turn by themselves"),
    ):
        group.add_argument(option, action="store_true", help=help, default=default)
    themes = f"colours: {', '.join(THEME_NAMES)}"
    group.add_argument("--theme", choices=THEME_NAMES, metavar="NAME", help=themes, default=default or None)
    first = "the first to be shown: overview, isps, identities, …"
    group.add_argument("--mode", metavar="NAME", help=first, default=default or None)


def _format(
    parser: argparse.ArgumentParser, *others: str, help: str = "what is printed; default %(default)s"
) -> None:
    parser.add_argument("--format", choices=("text", "json", *others), default="text", help=help)


def _scenario(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scenario", choices=NAMES, default="healthy", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument(
        "--speed", type=between(1, 3600), default=1.0, metavar="N", help="how many times as fast as the clock"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same mail")


def _check(parser: Parser) -> None:
    _aws(parser, argparse.SUPPRESS)
    _format(
        parser,
        "nagios",
        "tmux",
        help="tmux: a segment of its status line, from the store of a running monitor alone; default text",
    )
    parser.add_argument(
        "-t",
        "--timeout",
        type=between(1, 3600),
        default=10.0,
        metavar="SECONDS",
        help="answer within this time, with what was read until then; default 10",
    )
    head = "what the line of --format nagios begins with; default %(default)s"
    parser.add_argument("--service", metavar="NAME", default="SES", help=head)
    parser.add_argument("--all", action="store_true", help="read every identity, however long that takes")
    parser.add_argument("--read", action="store_true", help="read AWS, also where a monitor just has")
    parser.add_argument(
        "--with",
        dest="parts",
        type=listed((*PARTS, ENGAGEMENT)),
        default=(),
        metavar="PARTS",
        help=f"in --format json also: {','.join((*PARTS, ENGAGEMENT))}",
    )


def _watch(parser: Parser) -> None:
    _aws(parser, argparse.SUPPRESS)
    parser.add_argument(
        "--on",
        type=_occasion,
        default="change",
        metavar="WHEN",
        help="write at each change (default), alert (also of a condition or health), or every=60s",
    )
    parser.add_argument("--format", choices=("json", "text"), default="json", help="default %(default)s")
    _log_level(parser)
    where = "serve Prometheus metrics there as well, such as 127.0.0.1:9839"
    parser.add_argument("--listen", type=address, metavar="ADDRESS:PORT", help=where)
    parser.set_defaults(textfile=None)


def _log_level(parser: Parser) -> None:
    level = f"of this program itself, to the log and standard error: {', '.join(LEVELS)}; default %(default)s"
    parser.add_argument("--log-level", choices=LEVELS, default="info", metavar="LEVEL", help=level)


def _occasion(text: str) -> str:
    word, _, pace = text.partition("=")
    try:
        if text in ("change", "alert") or (word == "every" and parse_duration(pace) >= 1):
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{safe(text, 40)!r} is none of change, alert, every=60s")


def _export(parser: Parser) -> None:
    _aws(parser, argparse.SUPPRESS)
    where = "serve /metrics there; default 127.0.0.1:9839"
    parser.add_argument("--listen", type=address, metavar="ADDRESS:PORT", help=where)
    file = "keep this file instead, for node_exporter's textfile collector"
    parser.add_argument("--textfile", type=Path, metavar="FILE", help=file)
    _log_level(parser)
    parser.set_defaults(on="", format="json")  # no lines


def _drill(parser: Parser) -> None:
    _config_file(parser)
    _format(parser)


def _demo(parser: Parser) -> None:
    _scenario(parser)
    _screen(parser, argparse.SUPPRESS)


def _simulate(parser: Parser) -> None:
    _scenario(parser)
    free = "default %(default)s; 0: a free one"
    parser.add_argument("--port", type=between(0, 65535, int), default=DEFAULT_PORT, metavar="P", help=free)
    plans = ("none", "essentials", "pro", "enterprise")
    parser.add_argument("--plan", choices=plans, default="pro", help="the account's pricing plan")
    listed = "the account's suppression list; overridden: by a set"
    parser.add_argument("--suppression", choices=("on", "off", "overridden"), default="on", help=listed)
    by = "a managed pool's shares"
    parser.add_argument("--managed-by", choices=("isp", "pool", "nobody"), default="isp", help=by)
    parser.add_argument("--no-auto-warmup", action="store_true", help="AWS does not warm standard IPs")
    asked = "what AssumeRole must bring; without it anything goes"
    parser.add_argument("--external-id", metavar="ID", default="", help=asked)
    used = "where SES is in use, with commas between them; without it everywhere"
    parser.add_argument("--regions", metavar="REGIONS", default="", help=used)


def _config(parser: Parser) -> None:
    parser.add_argument("action", choices=("init", "show", "validate", "schema"), help="what to do")
    parser.add_argument(
        "--of", choices=("config", "check"), default="config", help="what the schema is of: %(default)s"
    )
    _config_file(parser)
    first = parser.add_argument_group("init", "What the file is to say. Without any it asks, in a terminal.")
    for option, metavar, help in (
        ("--profile", "NAMES", "a target for each of these profiles"),
        ("--regions", "REGIONS", "in each of these Regions; auto: where SES is in use"),
        ("--desktop", "WHEN", "desktop notifications: auto, on, off"),
        ("--webhook-file", "FILE", "a file that holds the URL of a webhook"),
        ("--max-monthly-usd", "USD", "most dollars a month for all targets"),
        ("--wall-seconds", "TIME", "how long the wall shows a page: 30s"),
    ):
        first.add_argument(option, metavar=metavar, default="", help=help)
    first.add_argument("--yes", action="store_true", help="ask nothing: the defaults")


def _completion(parser: Parser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish")


def _playbook(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="a page; none: the list of them")


def _test(parser: Parser) -> None:
    parser.add_argument("scenario", nargs="*", type=Path, metavar="SCENARIO", help="a YAML file, or a folder")
    parser.add_argument("--shipped", action="store_true", help="the scenarios that come with the program")
    parser.add_argument("--diff", action="store_true", help="every message, expected and sent")
    parser.add_argument("--trace", action="store_true", help="every change of a condition and of the health")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the results as JUnit XML")
    parser.add_argument("-q", "--quiet", action="store_true", help="only what failed")


def _alerts(parser: Parser) -> None:
    _aws(parser, argparse.SUPPRESS)
    _format(parser)
    parser.add_argument("--all", action="store_true", help="what was told before, too")


def _ack(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", help="such as account/bounce_rate or isp:Hotmail/bounce_rate")
    _overlay(parser, "4h", "24h")
    parser.add_argument("--end", action="store_true", help="end the acknowledgement of KEY")


def _silence(parser: Parser) -> None:
    parser.add_argument(
        "matcher", metavar="MATCHER", nargs="?", help="a key, with * and ?: 'isp:*/bounce_rate'"
    )
    _overlay(parser, "1h", "7d")
    parser.add_argument(
        "--also",
        choices=("pause", "blind"),
        action="append",
        default=[],
        help="hold this back too; may be given twice",
    )
    parser.add_argument("--list", action="store_true", help="the silences in force, with their ids")
    parser.add_argument("--end", metavar="ID", help="end this one")


def _overlay(parser: Parser, usual: str, most: str) -> None:
    _aws(parser, argparse.SUPPRESS)
    parser.add_argument(
        "--for", dest="lasting", default=usual, metavar="TIME", help=f"default {usual}, {most} at most"
    )
    parser.add_argument("--why", default="", metavar="TEXT", help="for the others who look at it")


def _replay(parser: Parser) -> None:
    _aws(parser, argparse.SUPPRESS)
    when = "-30d, now, or 2026-11-01T00:00:00Z; default %(default)s"
    parser.add_argument("--from", dest="start", metavar="TIME", default="-30d", help=when)
    parser.add_argument("--to", dest="end", metavar="TIME", default="now", help=when)
    parser.add_argument(
        "--source", choices=("auto", "store", "aws"), default="auto", help="auto: the store, if it has any"
    )
    parser.add_argument("--diff", type=Path, metavar="OTHER.toml", help="compare with another configuration")
    parser.add_argument(
        "--verify", action="store_true", help="compare with what was sent; exit 1 if it differs"
    )
    _format(parser)


def _events(parser: Parser) -> None:
    _aws(parser, argparse.SUPPRESS)
    parser.add_argument(
        "--queue", metavar="URL", help="an SQS queue of your own: what is read is deleted there"
    )
    parser.add_argument(
        "--file", type=Path, metavar="FILE", help="JSON lines, SNS envelopes, a Firehose dump; -"
    )
    _format(parser)
    parser.add_argument("--reveal", action="store_true", help="show the recipients' addresses")
    parser.add_argument("--until-empty", action="store_true", help="end when the queue holds no message")


def _alarms(parser: Parser) -> None:
    _aws(parser, argparse.SUPPRESS)
    _format(parser, "cli", "cloudformation", "terraform")
    parser.add_argument("--topic", metavar="ARN", default="", help="the SNS topic that tells somebody")
    wishes = ("sets", "tenants", "quota", "no-sends")
    more = f"alarms on these too: {', '.join(wishes)}; may be repeated"
    parser.add_argument("--also", choices=wishes, action="append", default=[], metavar="WHAT", help=more)


def _message(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="mail.messageId of an event, as SES gave it")
    _aws(parser, argparse.SUPPRESS)
    _format(parser)
    parser.add_argument("--reveal", action="store_true", help="addresses whole, and the subject")


def _iam_policy(parser: Parser) -> None:
    parser.add_argument(
        "--without",
        metavar="FEATURE",
        action="append",
        default=[],
        help="core, vdm, sets, tenants, ips, advisor, alarms, message, events, …; may be repeated",
    )
    parser.add_argument(
        "--queue", metavar="URL", default="", help="the SQS queue of `ses-tui events`, or its ARN"
    )
    parser.add_argument(
        "--base", action="store_true", help="for the credentials that assume role_arn, not for the roles"
    )
    _config_file(parser)


def _store(parser: Parser) -> None:
    _config_file(parser)
    parser.add_argument("action", choices=("copy", "grants"), help="what to do")
    where = "copy FROM TO: each a directory, a file that holds a URL, or postgresql://user@host/database"
    parser.add_argument("places", nargs="*", metavar="WHERE", help=where)


def _doctor(parser: Parser) -> None:
    _aws(parser, argparse.SUPPRESS)
    _format(parser)


def _advise(parser: Parser) -> None:
    _aws(parser, argparse.SUPPRESS)
    _format(parser)
    parser.add_argument("--volume", type=int, metavar="N", help="cost at so many messages a month, too")
    parser.add_argument(
        "--price",
        action="append",
        default=[],
        metavar="NAME=USD",
        help="another price; see the list in the answer",
    )


def _config_file(parser: Parser) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE", help=CONFIG_HELP, default=argparse.SUPPRESS)


COMMANDS: Mapping[str, tuple[str, Callable[[Parser], None]]] = {
    "check": ("read once, print, exit 0 ok, 1 warn, 2 review or pause, 3 blind", _check),
    "watch": ("the monitor with no screen: notifications, JSON lines on standard output", _watch),
    "export": ("Prometheus metrics, over HTTP or as a file; notifies as watch does", _export),
    "store": ("move the store between SQLite and PostgreSQL; the least rights of its roles", _store),
    "drill": ("send a test message through every channel, and say which accepted it", _drill),
    "demo": ("the live screen on a simulated account; needs no AWS and no network", _demo),
    "simulate": ("only the simulated account, for aws --endpoint-url or boto3", _simulate),
    "events": ("bounces, complaints and delays as they come, from your SQS queue or a file", _events),
    "config": (
        "init: write a commented file; show, validate: what is in force; schema: JSON Schema",
        _config,
    ),
    "test": ("scenario files on the alert rules, with fake time; exit 0 passed, 1 failed, 2 bad file", _test),
    "alerts": ("what is open and who was told, as the monitor last saw it; reads no AWS", _alerts),
    "ack": ("acknowledge an open alert: it is not repeated for a while, unless it gets worse", _ack),
    "silence": ("no messages about what matches for a while; --list, --end", _silence),
    "replay": ("the alert rules on history: what would have been sent, and how early", _replay),
    "doctor": (
        "is everything there, and the command that mends what is not; exit 0, 1 warn, 2 fail",
        _doctor,
    ),
    "alarms": ("CloudWatch alarms on SES, and as text the ones that are missing", _alarms),
    "advise": ("which kind of IP fits: shared, dedicated, managed; with cost", _advise),
    "message": ("one message's life, from VDM's message insights; read only on request", _message),
    "iam-policy": ("the least policy for reading, as JSON", _iam_policy),
    "completion": ("what bash, zsh or fish need to complete this command line", _completion),
    "playbook": ("what to do about an alert; no NAME: the list of pages", _playbook),
}
"""Name -> its line in ``--help``, and the function that adds its options."""


def parse(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> argparse.Namespace:
    """A flag wins over the environment, that over the default. Exits with 3 on a usage error."""
    parser = build_parser()
    return parser.parse_args(from_environment(parser, with_times(arguments), environ, FLAGS))


def overrides(options: argparse.Namespace) -> dict[str, str]:
    """What the command line sets for every target, over the configuration."""
    return {
        name: value for name in ("profile", "region", "endpoint_url") if (value := getattr(options, name))
    }
