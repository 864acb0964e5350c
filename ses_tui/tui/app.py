"""The application: wiring between the mailbox, the state and the screens. No drawing, no AWS."""

import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen

from ses_tui.core.clock import Clock
from ses_tui.core.condition import Condition
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.themes import AUTO_THEME, Depth
from ses_tui.tui import framediff, memory
from ses_tui.tui.driver import TerminalAnswer, can_ask, driver_class, stall_of
from ses_tui.tui.environment import THEME
from ses_tui.tui.guard import GuardedApp
from ses_tui.tui.keygroups import with_right_of_way
from ses_tui.tui.keys import APP_KEYS
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import Look
from ses_tui.tui.mailbox import MailArrived, Mailbox
from ses_tui.tui.modal import ModalApp
from ses_tui.tui.modes import ALL_MODES
from ses_tui.tui.past import PastActions
from ses_tui.tui.shell import Monitor
from ses_tui.tui.stall import stall_line
from ses_tui.tui.uicontext import NOTHING_KNOWN
from ses_tui.tui.view import Chosen, Opened, View
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from ses_tui.core.messages import Message
    from ses_tui.tui.news import News

TICK = 5.0
"""Seconds between two ticks."""

ASKED = 30.0
"""Seconds after which a requested read is no longer shown as under way."""

MESSAGES_REMEMBERED = 100

StartMonitor = Callable[[Mailbox], Monitor]
"""Starts the engine's thread and returns at once; heavy imports happen in that thread."""


class SesApp(GuardedApp, ModalApp, PastActions):
    """One per run. ``start`` is called after the first paint. ``mode``: the name of the first mode."""

    CSS_PATH = Path(__file__).with_name("ses_tui.tcss")
    TITLE = "ses-tui"
    DEFAULT_MODE = ALL_MODES[0].name
    ENABLE_COMMAND_PALETTE = False  # the binding below names it; the palette itself is asked for by key
    BINDINGS: ClassVar[list[BindingType]] = APP_KEYS

    theme = Reactive(THEME)

    def __init__(
        self,
        look: Look,
        clock: Clock,
        initial: Snapshot | None,
        start: StartMonitor,
        *,
        demo: bool = False,
        mode: str = "",
    ) -> None:
        super().__init__()
        self.paints = look.filters()
        self.ui_context = NOTHING_KNOWN
        self.said_title = ""
        self.use_command_palette = True
        self._first_mode = mode or self.DEFAULT_MODE
        self.state = ViewState(initial, look, clock, demo=demo)
        self.live = clock
        self.mailbox = Mailbox(self._wake)
        self.failure = ""
        self.monitor: Monitor | None = None
        self._start_monitor = start
        self._newest = initial
        self._heard: dict[str, None] = {}
        self._asked_at: float | None = None
        self._ground_until = 0.0
        self._strip: LineWidget | None = None
        self._looking = False
        self._ticked_at = time.monotonic()
        self._tick_seconds = 1.0 if demo else TICK

    def _wake(self) -> None:
        # Called from the engine's thread; a screen that is closing needs no mail.
        with contextlib.suppress(RuntimeError):
            self.post_message(MailArrived())

    def leave(self) -> None:
        """End the screen, from any thread."""
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self.exit)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Of the theme; Textual's own where it needs none."""
        return self.paints or super().get_line_filters()

    def get_driver_class(self) -> type[Driver]:
        """The one that lets only input through."""
        return driver_class(super().get_driver_class())

    def get_default_screen(self) -> View:
        """The first mode's: were it in MODES, Textual would parse every style twice at the start."""
        screen = ALL_MODES[0].load()
        self._load_screen_css(screen)
        return screen

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        # A new screen has the newest styles; Textual would parse and apply all of them anew, twice.
        super()._load_screen_css(screen)
        screen._css_update_count = self._css_update_count

    def on_mount(self) -> None:
        for mode in ALL_MODES:
            self.add_mode(mode.name, mode.load)
        framediff.install(self)
        if self.ui_context.keys:
            self.set_keymap(with_right_of_way(self.ui_context.keys))
        self.app_suspend_signal.subscribe(self, self._give_title_back, immediate=True)
        self.app_resume_signal.subscribe(self, self._entitle_again)
        self.mode_change_signal.subscribe(self, self._look)
        self.mode_change_signal.subscribe(self, self._remember_mode)
        if self._first_mode != self.DEFAULT_MODE:
            self.switch_mode(self._first_mode)
        self.set_interval(self._tick_seconds, self._tick)

    def on_ready(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        memory.bound()
        self.monitor = self._start_monitor(self.mailbox)
        self.standing = True
        self._entitle(self._newest)
        self._ask_ground()
        self._welcome()

    def _ask_ground(self) -> None:
        """Ask for the terminal's ground where the theme goes by it; nothing waits for the answer."""
        look = self.state.look
        if look.theme == AUTO_THEME and look.depth is Depth.ALL and can_ask(self._driver):
            from ses_tui.tui.ground import QUERY, SECONDS

            self._ground_until = time.monotonic() + SECONDS
            self._write(QUERY)

    def on_terminal_answer(self, answer: TerminalAnswer) -> None:
        """The ground, or that its answer will hardly come."""
        from ses_tui.tui.ground import FENCED_SECONDS, ground_of

        now, ground = time.monotonic(), ground_of(answer.text)
        if now < self._ground_until and ground:
            self._use(self.state.look.on_ground(ground))
        self._ground_until = 0.0 if ground else min(self._ground_until, now + FENCED_SECONDS)

    def _welcome(self) -> None:
        """Show what the first look at an account found; in a demo, one line of hints."""
        if self.state.demo:
            self.tell("a simulated account: 2 ISPs, enter detail, r what to do, ? keys")
        elif self.ui_context.first:
            from ses_tui.tui.firstrun import FirstStrip

            self._strip = FirstStrip()
            self._strip.show(self.state)
            self.screen.mount(self._strip)

    async def on_event(self, event: events.Event) -> None:
        """The first key takes the strip of the first run away, and does what it does."""
        if self._strip is not None and isinstance(event, events.Key | events.MouseDown):
            strip, self._strip = self._strip, None
            await strip.remove()
        await super().on_event(event)

    def _remember_mode(self, mode: str) -> None:
        if self.ui_context.choices is not None:
            self.ui_context.choices.mode(mode)

    def _look(self, mode: str) -> None:
        """Have sources that cost money read only while one of their modes is shown.

        Not before the engine's first snapshot: until then nobody listens.
        """
        looking = any(each.paid for each in ALL_MODES if each.name == mode)
        hears = self._newest is not None and not self._newest.restored
        if self.monitor is not None and hears and looking != self._looking:
            self._looking = looking
            self.monitor.look(looking)

    @on(MailArrived)
    def _open_mail(self) -> None:
        mail = self.mailbox.empty()
        if mail.failure is not None:
            self.failure, code = mail.failure
            self.exit(return_code=code)
            return
        for data in mail.writes:
            self._write(data)
        heard = self._hear(mail.messages)
        if mail.snapshot is not None:
            self._take(mail.snapshot)
        elif heard:
            self._show(self.state)
        self._answered(mail.answers)

    def _write(self, data: bytes) -> None:
        """To the terminal, between two frames."""
        if self._driver is not None:
            self._driver.write(data.decode("utf-8", "replace"))

    def _entitle(self, snapshot: Snapshot | None) -> None:
        """Show the worst condition in the terminal's title, if it has changed."""
        if not self.ui_context.title:
            return
        from ses_tui.tui import titlebar

        title = titlebar.title_of(snapshot, self.state.look)
        if title != self.said_title:
            self._write((b"" if self.said_title else titlebar.SAVE) + titlebar.sequence(title))
            self.said_title = title

    def _give_title_back(self, _app: object) -> None:
        """Give the title back to the shell while the screen is suspended."""
        if self.said_title:
            from ses_tui.tui.titlebar import RESTORE

            self._write(RESTORE)
            self.said_title = ""

    def _entitle_again(self, _app: object) -> None:
        self._entitle(self._newest)

    def _take(self, snapshot: Snapshot) -> None:
        self._newest, self._asked_at = snapshot, None
        self._entitle(snapshot)
        self._look(self.current_mode)
        hold = self.state.hold
        if hold is None:
            self._show(self.state._replace(snapshot=snapshot, reading=False))
        else:
            self._hold(self.state._replace(hold=self._count_reads(hold, snapshot), reading=False))

    def _show(self, state: ViewState) -> None:
        self.state = state
        view = self._view()
        if view is not None and view.is_whole:
            view.refresh_from(state)

    def _hold(self, state: ViewState) -> None:
        """Update the line above a screen that is held."""
        self.state = state
        view = self._view()
        if view is not None and view.is_whole:
            view.show_hold(state)

    def _view(self) -> View | None:
        """Our topmost screen; a dialogue may cover it."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, View)), None)

    def _tick(self) -> None:
        late = time.monotonic() - self._ticked_at - self._tick_seconds
        self._ticked_at = time.monotonic()
        self.leave_if_unseen()
        writing, stopped = stall_of(self._driver)
        if stalled := stall_line(late, writing, stopped=stopped):
            self.tell(stalled, first=True)  # all that happened meanwhile is told at the same moment
        if self._asked_at is not None and time.monotonic() - self._asked_at > ASKED:
            self._asked_at = None
            self._show(self.state._replace(reading=False))
        view = self._view()
        if view is not None and view.is_mounted:
            view.tick(self.state)
            if self.state.hold:
                view.show_hold(self.state)
        if self.ui_context.choices is not None and self.ui_context.choices.changed:
            self.run_worker(self.ui_context.choices.flush, thread=True)

    def _hear(self, messages: "Iterable[Message]") -> bool:
        """Add new messages to the news; returns whether there were any."""
        fresh: list[Message] = []
        for message in messages:
            name = f"{message.id} {message.kind}"
            if name not in self._heard:
                self._heard[name] = None
                fresh.append(message)
            if len(self._heard) > MESSAGES_REMEMBERED:
                del self._heard[next(iter(self._heard))]
        if fresh:
            from ses_tui.tui.news import NEWS_SECONDS, news_of

            until = time.monotonic() + NEWS_SECONDS
            alone = self._newest is None or len(self._newest.targets) < 2
            self._add_news([news_of(message, until, alone=alone) for message in fresh])
            self._count_alerts(fresh)
        return bool(fresh)

    def tell(self, text: str, *, first: bool = False) -> None:
        """Say something about the screen itself; ``first``: before all news, for half their time."""
        from ses_tui.tui.news import NEWS_SECONDS, News

        until = time.monotonic() + (NEWS_SECONDS / 2 if first else NEWS_SECONDS)
        self._add_news([News(text, "", Condition.OK, False, until, first=first)])
        self._show(self.state)

    def _add_news(self, news: "list[News]") -> None:
        from ses_tui.tui.news import joined

        self.state = self.state._replace(news=joined(self.state.news, news))
        for seconds in {each.until for each in news}:
            self.set_timer(max(0.0, seconds - time.monotonic()) + 0.1, self._forget_news)

    def _forget_news(self) -> None:
        now = time.monotonic()
        kept = tuple(each for each in self.state.news if each.until > now)
        if kept != self.state.news:
            self._show(self.state._replace(news=kept))

    @on(Opened)
    def _open(self, event: Opened) -> None:
        from ses_tui.tui.detail.screen import Detail

        if event.target:
            self.state = self.state._replace(chosen=event.target)
        self.push_screen(Detail(event.subject, event.metric))

    @on(Chosen)
    def _choose(self, event: Chosen) -> None:
        self.choose_target(event.name)
        self.switch_mode(self.DEFAULT_MODE)

    def choose_target(self, name: str) -> None:
        """Show the target of that name."""
        if self.ui_context.choices is not None:
            self.ui_context.choices.target(name)
        self._show(self.state._replace(chosen=name, whole_fleet=False))

    def action_target(self, by: int) -> None:
        """Show the next or the previous target."""
        self.choose_target(self.state.beside(by).chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """With a single target there is no other to go to."""
        if action == "target" and len(self.state.names) < 2:
            return False
        return super().check_action(action, parameters)

    def action_read_now(self) -> None:
        """Read everything now."""
        if self.monitor is not None:
            self._asked_at = time.monotonic()
            self._show(self.state._replace(reading=True))
            self.monitor.refresh()

    def action_redraw(self) -> None:
        """Send the whole screen again, in case another program wrote on the terminal."""
        framediff.redraw(self)

    def action_theme(self, name: str) -> None:
        """Use another theme until the program ends."""
        self._use(self.state.look.themed(name))

    def _use(self, look: Look) -> None:
        self.paints = look.filters()
        self._show(self.state._replace(look=look))
        framediff.redraw(self)

    def _fatal_error(self) -> None:
        # As Textual does it, but without the values of local variables: they may hold secrets.
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        if self._exit_renderables:
            return
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()
