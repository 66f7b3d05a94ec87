"""The outbox under any sequence of puts, changes, crashes and restarts: nothing twice, nothing lost, in order."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from hypothesis import event, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.kernel.ids import DeliveryKey
from bot.ports import storage as port
from bot.ports.adapter import Receipt
from bot.ports.outbox import Claimed
from tests.contracts.storage.letters import DESK, NOON, asking, push, texts_of
from tests.storage.places import in_memory

T = TypeVar("T")

OUTCOMES = st.sampled_from(["ok", "ok", "ok", "lost before", "lost after", "too many", "cut off", "refused"])
FINAL = {"sent", "buried", "withdrawn"}


class Shop(RuleBasedStateMachine):
    """Two chats, one sender, and a platform that can be asked what it has."""

    def __init__(self) -> None:
        super().__init__()
        self.place = in_memory({})
        self.now: datetime = NOON
        self.term = 1
        self.versions: dict[str, int] = {}
        """Every key ever put, and its text as it should be shown."""
        self.into: dict[str, str] = {}
        """A merged key, and the key of the row it went into."""
        self.lanes: dict[str, list[str]] = {"ann": [], "bo": []}
        self.gone: set[str] = set()
        """Keys that were buried or withdrawn."""
        self.shown: dict[str, list[str]] = {}
        """What the platform shows, by the key it was first sent under."""
        self.not_before: dict[str, datetime] = {}
        self.states: dict[str, str] = {}
        self.ghosts: list[Claimed] = []
        """Claims whose sender died before it could settle them."""

    @initialize(lanes=st.lists(st.sampled_from(["ann", "bo"]), min_size=1, max_size=5))
    def some_messages(self, lanes: list[str]) -> None:
        for lane in lanes:
            self.put(lane)

    def do(self, work: Callable[[port.Transaction], T]) -> T:
        return self.place.transact(work)

    @rule(lane=st.sampled_from(["ann", "bo"]))
    def put_another(self, lane: str) -> None:
        self.put(lane)

    def put(self, lane: str) -> None:
        key = f"k{len(self.versions)}"
        self.versions[key] = 0
        self.lanes[lane].append(key)
        message = push(key, lane, (self.now - NOON) / timedelta(minutes=1))
        self.do(lambda tx: tx.outbox.put([message, message]))

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """Join a message to one that waits; if it no longer does, it is put on its own."""
        into = data.draw(st.sampled_from(sorted(self.versions)))
        row = self.into.get(into, into)
        lane = next(lane for lane, keys in self.lanes.items() if row in keys)
        key = f"k{len(self.versions)}"
        self.versions[key] = 0
        message = push(key, lane, (self.now - NOON) / timedelta(minutes=1))
        if self.do(lambda tx: tx.outbox.merge(DeliveryKey(into), message)):
            assert self.states.get(row) == "waiting"
            self.into[key] = row
            event("merged")
        else:
            self.lanes[lane].append(key)
            self.do(lambda tx: tx.outbox.put([message]))

    @rule(data=st.data())
    def revise(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.versions)))
        version = self.versions[key] + 1
        card = asking(f"text of {key} version {version}")
        revision = DeliveryKey(f"{key} revised {version}")
        if self.do(lambda tx: tx.outbox.revise(DeliveryKey(key), card, self.now, revision)):
            self.versions[key] = version
        else:
            assert key in self.gone

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.versions)))
        before = self.do(lambda tx: tx.outbox.standing_by_key(DeliveryKey(key)))
        self.do(lambda tx: tx.outbox.withdraw(DeliveryKey(key)))
        after = self.do(lambda tx: tx.outbox.standing_by_key(DeliveryKey(key)))
        if before != after:
            assert self.states[self.into.get(key, key)] == "waiting"
            self.gone.add(key)

    @rule(minutes=st.integers(1, 6))
    def advance(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(plan=st.lists(OUTCOMES, min_size=1, max_size=4))
    def drain(self, plan: list[str]) -> None:
        note(f"plan {plan}")
        for outcome in plan:
            for claimed in self.do(lambda tx: tx.outbox.claim(DESK, self.now, 2, term=self.term)):
                assert self.now >= self.not_before.get(claimed.key, self.now), "sent before its pause was over"
                self.send(claimed, outcome)

    @rule()
    def restart(self) -> None:
        self.term += 1

    @rule(data=st.data())
    def a_dead_sender_speaks_up(self, data: st.DataObject) -> None:
        """Whoever held a row before its last claim can end nothing any more."""
        if not self.ghosts:
            return
        ghost = data.draw(st.sampled_from(self.ghosts))
        before = self.row(ghost.seq)
        if before[1] > ghost.token:
            event("a dead sender spoke up")
            self.do(lambda tx: tx.outbox.settle([(ghost, Receipt({}))], self.now))
            self.do(lambda tx: tx.outbox.postpone(ghost, self.now + timedelta(hours=9), "late"))
            self.do(lambda tx: tx.outbox.bury(ghost, "late"))
            assert self.row(ghost.seq) == before

    def send(self, claimed: Claimed, outcome: str) -> None:
        event(outcome)
        if claimed.uncertain and (known := self.look_back(claimed)):
            event("found by looking back")
            assert self.do(lambda tx: tx.outbox.settle([(claimed, known)], self.now)) == 1
            return
        if outcome in ("ok", "lost after", "cut off"):
            self.arrive(claimed)
        match outcome:
            case "ok":
                receipt = Receipt({"id": claimed.revises.native["id"] if claimed.revises else claimed.key})
                assert self.do(lambda tx: tx.outbox.settle([(claimed, receipt)], self.now)) == 1
            case "too many" | "cut off":
                until = self.now + timedelta(minutes=5)
                self.not_before[claimed.key] = until
                doubt = outcome == "cut off"
                self.do(lambda tx: tx.outbox.postpone(claimed, until, outcome, uncertain=doubt))
            case "refused":
                self.do(lambda tx: tx.outbox.bury(claimed, outcome))
                if claimed.revises is None:
                    self.gone |= {claimed.key, *(key for key, row in self.into.items() if row == claimed.key)}
                else:
                    # The message stands as it was; what it should have become is not shown.
                    self.gone |= self.keys_of(claimed.revises.native["id"])
            case _:
                self.ghosts.append(claimed)

    def arrive(self, claimed: Claimed) -> None:
        texts = texts_of(claimed.cards)
        if claimed.revises:
            self.shown[claimed.revises.native["id"]] = texts
            return
        assert claimed.key not in self.shown, f"{claimed.key} was sent twice"
        lane, states = next(keys for keys in self.lanes.values() if claimed.key in keys), self.states_now()
        for earlier in lane[: lane.index(claimed.key)]:
            assert earlier in self.shown or states[earlier] in FINAL, f"{claimed.key} overtook {earlier}"
        self.shown[claimed.key] = texts

    def look_back(self, claimed: Claimed) -> Receipt | None:
        """A change may be made twice, so nobody looks back for one."""
        return Receipt({"id": claimed.key}) if claimed.revises is None and claimed.key in self.shown else None

    def states_now(self) -> dict[str, str]:
        return dict(self.do(lambda tx: tx._session.rows("SELECT key, state FROM outbox")))  # type: ignore[attr-defined]

    def row(self, seq: int) -> tuple[str, int]:
        statement = "SELECT state, token FROM outbox WHERE seq = :seq"
        found: tuple[str, int] = self.do(lambda tx: tx._session.row(statement, seq=seq))  # type: ignore[attr-defined]
        return found

    def keys_of(self, row: str) -> set[str]:
        return {row, *(key for key, into in self.into.items() if into == row)}

    @invariant()
    def no_row_leaves_a_final_state(self) -> None:
        found = self.states_now()
        for key, before in self.states.items():
            assert before not in FINAL or found[key] == before, f"{key} went from {before} to {found[key]}"
        for key in self.shown:
            assert found[key] in ("sending", "sent", "waiting")
        self.states = found

    def teardown(self) -> None:
        try:
            self.come_to_rest()
        finally:
            self.place.close()

    def come_to_rest(self) -> None:
        """Faults over: everything that is due comes through, as it should be."""
        self.now += timedelta(hours=1)
        self.restart()
        while claimed := self.do(lambda tx: tx.outbox.claim(DESK, self.now, 50, term=self.term)):
            for each in claimed:
                self.send(each, "ok")
        assert self.do(lambda tx: tx.outbox.next_due()) is None
        for keys in self.lanes.values():
            for row in keys:
                expected = [
                    f"text of {key}" + (f" version {self.versions[key]}" if self.versions[key] else "")
                    for key in [row, *(key for key, into in self.into.items() if into == row)]
                ]
                if not self.keys_of(row) & self.gone:
                    assert self.shown[row] == expected


Shop.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None, derandomize=True)
test_the_outbox = Shop.TestCase
