"""Times, as values of attributes.

An `Instant` is an aware `datetime` with the methods that existing scripts call. In the ftrack
client, times are `Arrow` objects of version 0.x: `humanize`, `shift`, `to`, `floor`, `format`
with tokens such as `YYYY-MM-DD`. Its text is ISO 8601, so it can be used in a query.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any, Final, SupportsIndex

from callboard.wire.values import decode_datetime

__all__ = ["Instant", "Timestamp"]

_TOKEN: Final = re.compile(
    r"\[(?:[^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DDDD|DDD|DD|Do|D|dddd|ddd|d|HH|H|hh|h|mm|m|ss|s|S+|X|ZZZ|ZZ|Z|a|A|W"
)
_FRAMES: Final = ("year", "month", "day", "hour", "minute", "second")
_LOWEST: Final = {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0}
_CLOCK: Final = (("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60))


class Timestamp(float):
    """Seconds since 1970: a number that can also be called, like `datetime.timestamp`."""

    __slots__ = ()

    def __call__(self) -> float:
        return float(self)


class Instant(datetime):
    """An aware time; times from the server are in UTC."""

    @classmethod
    def from_datetime(cls, moment: datetime) -> Instant:
        """Return *moment* as an instant; a naive one is in UTC."""
        return cls(
            moment.year,
            moment.month,
            moment.day,
            moment.hour,
            moment.minute,
            moment.second,
            moment.microsecond,
            moment.tzinfo or timezone.utc,
            fold=moment.fold,
        )

    @classmethod
    def from_wire(cls, value: dict[str, Any] | str) -> Instant:
        """Return the instant encoded as *value*.

        Raises: ValueError, when *value* is not a date.
        """
        return cls.from_datetime(decode_datetime(value))

    @classmethod
    def utcnow(cls) -> Instant:
        """Return the current time in UTC."""
        return cls.from_datetime(datetime.now(timezone.utc))

    def __str__(self) -> str:
        return self.isoformat()

    def __repr__(self) -> str:
        return f"<Instant [{self.isoformat()}]>"

    def __format__(self, template: str) -> str:
        if not template:
            return str(self)
        return self.strftime(template) if "%" in template else self.format(template)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return (Instant.from_datetime, (self.datetime,))

    @property
    def datetime(self) -> datetime:
        """This instant as a plain `datetime`."""
        return _plain(self)

    @property
    def naive(self) -> _Datetime:
        """This instant as a plain `datetime` without a time zone."""
        return _plain(self).replace(tzinfo=None)

    @property
    def timestamp(self) -> Timestamp:  # a property in arrow 0.x, callable as in 1.x
        """Seconds since 1970."""
        return Timestamp(_plain(self).timestamp())

    @property
    def float_timestamp(self) -> float:
        """Seconds since 1970, with their fraction."""
        return float(self.timestamp)

    @property
    def week(self) -> int:
        """The number of the ISO week."""
        return self.isocalendar()[1]

    @property
    def quarter(self) -> int:
        """The quarter of the year, from 1."""
        return (self.month - 1) // 3 + 1

    def for_json(self) -> str:
        """Return this instant as ISO 8601 text."""
        return self.isoformat()

    def shift(self, **amounts: float) -> Instant:
        """Return this instant moved by *amounts* of years, quarters, months, weeks, days, …

        A day that the resulting month does not have becomes the last day of that month.
        """
        months = 12 * amounts.pop("years", 0) + 3 * amounts.pop("quarters", 0) + amounts.pop("months", 0)
        moved = self + timedelta(**amounts) if amounts else self
        return Instant.from_datetime(_moved_by_months(moved, int(months)))

    def to(self, zone: str | tzinfo) -> Instant:
        """Return the same instant in *zone*: `utc`, `local`, `+02:00`, a tz database name or a tzinfo."""
        found = _zone(zone)
        return Instant.from_datetime(_plain(self).astimezone(found))

    def floor(self, frame: str) -> Instant:
        """Return the start of the *frame* (`year` … `second`, `week`, `quarter`) that contains it."""
        name = frame.removesuffix("s")
        if name == "week":
            return self.floor("day").shift(days=-self.weekday())
        if name == "quarter":
            return self.floor("month").shift(months=-((self.month - 1) % 3))
        if name not in _FRAMES:
            raise ValueError(f"The frame must be one of {', '.join(_FRAMES)}, week, quarter; got {frame!r}.")
        smaller = _FRAMES[_FRAMES.index(name) + 1 :]
        lowest: dict[str, Any] = {part: _LOWEST[part] for part in smaller}
        return self.replace(microsecond=0, **lowest)

    def ceil(self, frame: str) -> Instant:
        """Return the last microsecond of the *frame* that contains this instant."""
        plural = frame if frame.endswith("s") else f"{frame}s"
        return self.floor(frame).shift(**{plural: 1}).shift(microseconds=-1)

    def span(self, frame: str) -> tuple[Instant, Instant]:
        """Return the first and the last microsecond of the *frame* that contains this instant."""
        return self.floor(frame), self.ceil(frame)

    def format(self, template: str = "YYYY-MM-DD HH:mm:ssZZ") -> str:
        """Return this instant formatted by *template*: `YYYY MM DD HH mm ss ZZ` …; `[text]` is literal."""
        return _TOKEN.sub(lambda found: self._part(found.group()), template)

    def humanize(self, other: _Datetime | None = None) -> str:
        """Return the distance from *other* (default: now) in words, such as `2 hours ago`."""
        against = datetime.now(timezone.utc) if other is None else _aware(other)
        seconds = round((_plain(self) - against).total_seconds())
        words = _distance(abs(seconds), self, against)
        if words == "just now":
            return words
        return f"in {words}" if seconds > 0 else f"{words} ago"

    def _part(self, token: str) -> str:
        if token[0] == "[":
            return token[1:-1]
        if token[0] == "S":
            return f"{self.microsecond:06}"[: len(token)].ljust(len(token), "0")
        part = _PARTS.get(token)
        return token if part is None else part(self)


_Datetime = datetime


def _plain(moment: datetime) -> datetime:
    return datetime(
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        moment.microsecond,
        moment.tzinfo,
        fold=moment.fold,
    )


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment


def _zone(zone: str | tzinfo) -> tzinfo | None:
    """Return the time zone of that name; None is the local one."""
    if isinstance(zone, tzinfo):
        return zone
    if zone in ("utc", "UTC"):
        return timezone.utc
    if zone == "local":
        return None
    if re.fullmatch(r"[+-]\d{2}:?\d{2}", zone):
        size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        return timezone(-size if zone[0] == "-" else size)
    from zoneinfo import ZoneInfo

    return ZoneInfo(zone)


def _moved_by_months(moment: datetime, months: int) -> datetime:
    if not months:
        return moment
    year, month0 = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    following = date(year + (month0 == 11), (month0 + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return moment.replace(year=year, month=month0 + 1, day=min(moment.day, last))


def _distance(seconds: int, one: datetime, other: datetime) -> str:
    if seconds < 10:
        return "just now"
    if seconds < 45:
        return f"{seconds} seconds"
    months = abs((one.year - other.year) * 12 + one.month - other.month)
    if months and seconds >= 30 * 86400:
        return _counted(months // 12, "year") if months >= 12 else _counted(months, "month")
    for unit, size in _CLOCK:
        if seconds >= size:
            return _counted(seconds // size, unit)
    return "a minute"


def _counted(count: int, unit: str) -> str:
    if count > 1:
        return f"{count} {unit}s"
    return f"an {unit}" if unit == "hour" else f"a {unit}"


def _offset(moment: datetime, separator: str) -> str:
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}{separator}{rest:02}"


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _iso_week(moment: datetime) -> str:
    year, week, day = moment.isocalendar()
    return f"{year}-W{week:02}-{day}"


_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_PARTS: Final = {
    "YYYY": lambda moment: f"{moment.year:04}",
    "YY": lambda moment: f"{moment.year:04}"[2:],
    "MMMM": lambda moment: _MONTHS[moment.month - 1],
    "MMM": lambda moment: _MONTHS[moment.month - 1][:3],
    "MM": lambda moment: f"{moment.month:02}",
    "M": lambda moment: str(moment.month),
    "DDDD": lambda moment: f"{moment.timetuple().tm_yday:03}",
    "DDD": lambda moment: str(moment.timetuple().tm_yday),
    "DD": lambda moment: f"{moment.day:02}",
    "D": lambda moment: str(moment.day),
    "Do": lambda moment: _ordinal(moment.day),
    "dddd": lambda moment: _DAYS[moment.weekday()],
    "ddd": lambda moment: _DAYS[moment.weekday()][:3],
    "d": lambda moment: str(moment.isoweekday()),
    "HH": lambda moment: f"{moment.hour:02}",
    "H": lambda moment: str(moment.hour),
    "hh": lambda moment: f"{(moment.hour + 11) % 12 + 1:02}",
    "h": lambda moment: str((moment.hour + 11) % 12 + 1),
    "mm": lambda moment: f"{moment.minute:02}",
    "m": lambda moment: str(moment.minute),
    "ss": lambda moment: f"{moment.second:02}",
    "s": lambda moment: str(moment.second),
    "X": lambda moment: str(int(moment.timestamp)),
    "ZZZ": lambda moment: moment.tzname() or "",
    "ZZ": lambda moment: _offset(moment, ":"),
    "Z": lambda moment: _offset(moment, ""),
    "a": lambda moment: "am" if moment.hour < 12 else "pm",
    "A": lambda moment: "AM" if moment.hour < 12 else "PM",
    "W": _iso_week,
}
