"""A platform that does not work is told of when that lasts, and when it is over."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.ports.host import Host
from bot.runtime.desk import Desk
from bot.runtime.watching import LASTS, Watch
from tests.support.toy import NOW, PLATFORM, ToyPlatform


@dataclass
class Sick(ToyPlatform):
    says: str = ""

    def health(self) -> str:
        return self.says


class Bell(Desk):
    """Keeps what the administrators would be told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []

    async def trouble(self, subject: str, zh: str, en: str, over: bool = False) -> None:
        self.told.append((en, over))


@dataclass
class Site:
    sick: Sick = field(default_factory=Sick)
    bell: Bell = field(default_factory=Bell)
    broken: dict[str, str] = field(default_factory=dict)

    def watch(self) -> Watch:
        hosts: dict[str, Host] = {PLATFORM: self.bell, "misspelt": self.bell}
        return Watch([self.sick], self.broken, hosts)


async def test_a_short_interruption_is_nobodys_business() -> None:
    site = Site()
    watch = site.watch()
    site.sick.says = "no connection"
    await watch.look(NOW)
    await watch.look(NOW + LASTS - timedelta(seconds=1))
    site.sick.says = ""
    await watch.look(NOW + LASTS)
    assert [over for _, over in site.bell.told] == [True], "that all is well is told only after a trouble: see Desk"


async def test_one_that_lasts_is_told() -> None:
    site = Site()
    watch = site.watch()
    site.sick.says = "no connection; look at the proxy"
    await watch.look(NOW)
    await watch.look(NOW + LASTS)
    assert site.bell.told == [("toy neither sends nor receives: no connection; look at the proxy", False)]


async def test_the_clock_of_a_trouble_starts_anew_after_a_recovery() -> None:
    site = Site()
    watch = site.watch()
    for minutes, says in ((0, "x"), (3, ""), (4, "x"), (8, "x")):
        site.sick.says = says
        await watch.look(NOW + timedelta(minutes=minutes))
    assert [over for _, over in site.bell.told] == [True]


async def test_one_that_could_not_be_built_is_told_at_once() -> None:
    site = Site(broken={"misspelt": "app_id is missing"})
    await site.watch().look(NOW)
    assert ("misspelt neither sends nor receives: app_id is missing", False) in site.bell.told


def test_the_states_name_each_platform() -> None:
    site = Site(broken={"misspelt": "app_id is missing"})
    watch = site.watch()
    assert watch.states() == {"toy": "", "misspelt": "app_id is missing"}
    watch.failed(PLATFORM, "the secret is wrong")
    assert watch.states()["toy"] == "the secret is wrong"
    watch.failed(PLATFORM, "")
    site.sick.says = "silent for a minute"
    assert watch.states()["toy"] == "silent for a minute"
