"""Says which figures moved, since the last publication, by what few hidden donors gave; or has the build wait.

Figures are the books' at every moment, so what came in between two publications is their difference. A site that waits
(`small_cells_wait`) publishes when enough has come in, or when so many days have passed. It never waits where somebody
is to be shown less than before: who withdraws a consent or is erased is taken out at once.
"""

from __future__ import annotations

from generator.issues import Issue, Source
from generator.privacy.since import GIVER, Covered, Shown, moved
from generator.settings import Settings
from generator.write.brakes import DEGREES, Publication
from generator.write.swap import WaitError

#: Tables named in one message.
_SHOWN = 6


def look(last: Publication | None, new: Publication, covered: Covered, settings: Settings) -> tuple[Issue, ...]:
    """A warning where figures tell, beside those of the `last` publication, of fewer hidden donors than they may.

    WaitError where the site is to wait for more.
    """
    if last is None or last.told == new.told:
        return ()
    if last.told is None or last.day is None:
        return (
            _warning(settings, "could not be compared with those published last, which do not say what they cover"),
        )
    shown = Shown(_shown(last), _shown(new), last.day)
    tables = moved(last.told, covered, settings.small_cells, shown)
    if not tables:
        return ()
    more = f" and {len(tables) - _SHOWN} more" if len(tables) > _SHOWN else ""
    what = (
        f"({', '.join(tables[:_SHOWN])}{more}) moved since {last.day} by what fewer than {settings.small_cells} donors "
        "gave who are not named, or mostly one of them"
    )
    passed = (new.day - last.day).days if new.day else 0
    if 0 <= passed < settings.wait and not settings.accept and not _withdrawn(last, new):
        raise WaitError(
            f"figures {what}; the site of that day goes on standing until more has come in, or for "
            f"{settings.wait - passed} days more (small_cells_wait); to publish now, build with --accept"
        )
    return (_warning(settings, f"{what}; who kept that site can tell; publish less often, or set small_cells_wait"),)


def _warning(settings: Settings, what: str) -> Issue:
    message = f"figures {what} (README, What figures tell of donors who are not named)"
    return Issue(Source(settings.config_file.name), "plugins.nianlun.small_cells", message, "warning")


def _shown(publication: Publication) -> frozenset[bytes]:
    """The marks of donors who have an archive that everybody may read."""
    seen = (mark for mark, degree in publication.donors.items() if degree in ("public", "pseudonymous"))
    return frozenset(bytes.fromhex(mark[: 2 * GIVER]) for mark in seen)


def _withdrawn(last: Publication, new: Publication) -> bool:
    """Whether somebody is less visible than before, or gone."""
    return any(
        mark not in new.donors or DEGREES.index(new.donors[mark]) > DEGREES.index(degree)
        for mark, degree in last.donors.items()
    )
