"""A person first seen on a platform is put on file, named by what the platform says."""

from dataclasses import replace
from zoneinfo import available_timezones

from bot.kernel.features import Readings
from bot.kernel.ids import PersonId, derive
from bot.kernel.names import keys_of
from bot.kernel.people import Person, Profile
from bot.ports.storage import Transaction
from bot.runtime.acting import Surroundings


def introduce(tx: Transaction, profile: Profile, around: Surroundings) -> None:
    """Create the person of a profile and link their account; harmless if that was done meanwhile."""
    if tx.directory.person_of(profile.user) is not None:
        return
    user = profile.user
    above = tx.directory.person_of(profile.manager) if profile.manager else None
    person = Person(
        id=PersonId(derive("person", user.platform, user.tenant, user.user)),
        name=profile.name or user.user,
        timezone=profile.timezone if profile.timezone in available_timezones() else around.timezone,
        locale=profile.locale or around.locale,
        department=profile.department,
        staff_no=profile.staff_no,
        manager=above,
    )
    enrol(tx, person, around.readings)
    tx.directory.link(user, person.id)


def refresh(tx: Transaction, profile: Profile, around: Surroundings) -> None:
    """What the platform now says of somebody we know; what it does not say stays."""
    known = tx.directory.person_of(profile.user)
    person = tx.records.get(Person, known) if known else None
    if person is None:
        return
    above = tx.directory.person_of(profile.manager) if profile.manager else None
    changed = replace(
        person,
        name=profile.name or person.name,
        department=profile.department or person.department,
        staff_no=profile.staff_no or person.staff_no,
        manager=above if above and above != person.id else person.manager,
    )
    if changed != person:
        enrol(tx, changed, around.readings)


def enrol(tx: Transaction, person: Person, readings: Readings) -> None:
    """Save a person together with the names they are found by."""
    tx.records.save([person])
    tx.records.save(keys_of(person, readings))
