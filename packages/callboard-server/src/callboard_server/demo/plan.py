"""The plan of the two demo productions: shots and tasks, their artists, dates and statuses.

The plan is independent of the database. The same seed and the same day always give the same plan. Earlier
sequences have made more progress.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from attrs import evolve, frozen

from callboard_server.demo.people import DEPARTMENTS, GROUPS

SEED = 20
SHOTS, TASKS = 800, 4_000
WORKDAY = timedelta(hours=8)
WEEKS_BEFORE, WEEKS_AFTER = 14, 16
DAYS_OF_WORK = (WEEKS_BEFORE + WEEKS_AFTER) * 7 - 40
FIRST_FRAME, HANDLES = 1001, 8

Statuses = tuple[tuple[datetime, str], ...]
"""The statuses of an entity with the moments when they begin. Before the first, it is not started."""


@frozen
class Show:
    """A show: its number of sequences, its asset builds, and the steps of a shot in order."""

    name: str
    full_name: str
    color: str
    schema: str
    sequences: int
    steps: tuple[str, ...]
    extra: tuple[str, ...]
    builds: Mapping[str, tuple[str, ...]]


SHOWS = (
    Show(
        "lanternfish",
        "Lanternfish",
        "#2E86AB",
        "VFX Scheme",
        24,
        ("Tracking", "Animation", "Lighting", "Compositing"),
        ("FX", "Rotoscoping"),
        {
            "Character": ("ferryman", "lanternfish", "harbour_crowd"),
            "Vehicle": ("ferry", "steam_launch", "customs_cutter"),
            "Environment": ("harbour", "breakwater", "lighthouse_rock"),
            "Prop": ("brass_lantern", "fishing_net", "signal_flags"),
        },
    ),
    Show(
        "paper_moon",
        "Pip and the Paper Moon",
        "#F2A541",
        "Animation Scheme",
        16,
        ("Layout", "Animation", "Lighting", "Compositing"),
        ("FX",),
        {
            "Character": ("pip", "grandmother", "moth_king", "tin_soldier", "night_watch", "cat"),
            "Environment": ("attic", "rooftops", "clock_tower", "paper_sea", "garden"),
            "Prop": ("kite", "music_box", "scissors", "ladder", "candle"),
            "Vehicle": ("paper_boat", "night_tram", "balloon"),
            "Furniture": ("bunk_bed",),
        },
    ),
)
BUILD_STEPS = ("Modeling", "Texture", "Rigging", "Lookdev")
BUILDS = sum(len(names) for show in SHOWS for names in show.builds.values())
EXTRA_TASKS = TASKS - SHOTS * 4 - BUILDS * len(BUILD_STEPS)
"""Number of shots with a fifth task."""


@frozen
class Task:
    """A task; `bid` is in seconds."""

    id: str
    step: str
    parent_id: str
    start: datetime
    end: datetime
    bid: float
    priority: str
    artist: str
    statuses: Statuses

    @property
    def name(self) -> str:
        return self.step.lower()


@frozen
class Shot:
    id: str
    name: str
    parent_id: str
    description: str
    first_frame: int
    last_frame: int
    build_id: str
    statuses: Statuses
    tasks: tuple[Task, ...]


@frozen
class Build:
    id: str
    name: str
    kind: str
    statuses: Statuses
    tasks: tuple[Task, ...]


@frozen
class Sequence:
    id: str
    name: str
    description: str
    shots: tuple[Shot, ...]


@frozen
class Production:
    """A show with identifiers; `assets_id` is the folder of its asset builds."""

    id: str
    assets_id: str
    show: Show
    start: datetime
    end: datetime
    sequences: tuple[Sequence, ...]
    builds: tuple[Build, ...]

    @property
    def shots(self) -> tuple[Shot, ...]:
        return tuple(shot for sequence in self.sequences for shot in sequence.shots)

    @property
    def tasks(self) -> tuple[Task, ...]:
        parents: tuple[Shot | Build, ...] = (*self.shots, *self.builds)
        return tuple(task for each in parents for task in each.tasks)


PLACES = (
    "harbour",
    "night market",
    "customs house",
    "lighthouse",
    "open sea",
    "attic",
    "rooftops",
    "tram depot",
    "back yard",
    "fog bank",
)
BEATS = (
    "arrival",
    "chase",
    "quarrel",
    "quiet talk",
    "storm",
    "escape",
    "discovery",
    "farewell",
    "wake",
    "return",
)
VIEWS = (
    "Wide",
    "Medium two-shot",
    "Close on hands",
    "Over the shoulder",
    "Crane up",
    "Tracking left",
    "Insert",
    "Point of view",
    "Aerial",
)
PRIORITIES = ("None",) * 6 + ("Low", "Medium", "Medium", "High", "Urgent")
BIDS = {
    "Tracking": (0.5, 1, 1.5),
    "Rotoscoping": (1, 2, 3),
    "Layout": (0.5, 1, 2),
    "FX": (3, 5, 8),
    "Compositing": (2, 3, 4),
}
USUAL_BIDS = (1.5, 2, 3, 5)


@frozen
class Planner:
    """What planning needs: a seeded random generator, new identifiers, and the current time."""

    chance: random.Random
    new_id: Callable[[], str]
    now: datetime

    def weekday(self, moment: datetime) -> datetime:
        """Return *moment*, or the Monday after when that is a weekend."""
        return moment + timedelta(days=max(0, 7 - moment.weekday())) if moment.weekday() > 4 else moment


def plan(new_id: Callable[[], str], now: datetime) -> tuple[Production, ...]:
    """Return both productions as of *now*."""
    planner = Planner(random.Random(SEED), new_id, now)
    count = sum(show.sequences for show in SHOWS)
    sizes = [planner.chance.randrange(13, 28) for _ in range(count)]
    while difference := SHOTS - sum(sizes):
        sizes[planner.chance.randrange(count)] += 1 if difference > 0 else -1
    extras = set(planner.chance.sample(range(SHOTS), EXTRA_TASKS))
    productions = []
    for show in SHOWS:
        own, sizes = sizes[: show.sequences], sizes[show.sequences :]
        before = SHOTS - sum(own) - sum(sizes)
        productions.append(plan_show(planner, show, own, {number - before for number in extras}))
    return tuple(productions)


def plan_show(planner: Planner, show: Show, sizes: list[int], extras: set[int]) -> Production:
    """Return the production of *show*, whose sequences have *sizes* shots.

    The shots with a number in *extras* have one more task.
    """
    day = planner.now.replace(hour=9, minute=0, second=0, microsecond=0)
    start = planner.weekday(day - timedelta(weeks=WEEKS_BEFORE))
    end = planner.weekday(day + timedelta(weeks=WEEKS_AFTER))
    builds = tuple(
        plan_build(planner, kind, name, start) for kind, names in show.builds.items() for name in names
    )
    sequences: list[Sequence] = []
    for index, size in enumerate(sizes):
        begin = start + timedelta(days=7 + DAYS_OF_WORK * index / len(sizes))
        first = sum(sizes[:index])
        sequences.append(
            plan_sequence(
                planner,
                show,
                f"SQ{(index + 1) * 10:02}",
                begin,
                builds,
                [first + n in extras for n in range(size)],
            )
        )
    return Production(planner.new_id(), planner.new_id(), show, start, end, tuple(sequences), builds)


def plan_sequence(
    planner: Planner, show: Show, name: str, begin: datetime, builds: tuple[Build, ...], has_extra: list[bool]
) -> Sequence:
    identifier = planner.new_id()
    description = f"{planner.chance.choice(PLACES).capitalize()}: {planner.chance.choice(BEATS)}"
    shots = []
    for index, more in enumerate(has_extra):
        steps = list(show.steps)
        if more:
            steps.insert(2, planner.chance.choice(show.extra))
        shot_begin = begin + timedelta(days=planner.chance.randrange(0, 9))
        shots.append(
            plan_shot(
                planner,
                f"{name}_{(index + 1) * 10:04}",
                identifier,
                shot_begin,
                steps,
                planner.chance.choice(builds).id,
            )
        )
    return Sequence(identifier, name, description, tuple(shots))


def plan_shot(
    planner: Planner, name: str, parent_id: str, begin: datetime, steps: list[str], build_id: str
) -> Shot:
    identifier = planner.new_id()
    tasks = plan_tasks(planner, identifier, begin, steps)
    roll = planner.chance.random()
    if roll < 0.015:
        tasks = tuple(evolve(task, statuses=((begin, "Omitted"),)) for task in tasks)
    last = FIRST_FRAME + planner.chance.randrange(36, 190)
    return Shot(
        id=identifier,
        name=name,
        parent_id=parent_id,
        description=f"{planner.chance.choice(VIEWS)}, {planner.chance.choice(BEATS)}.",
        first_frame=FIRST_FRAME,
        last_frame=last,
        build_id=build_id,
        statuses=((begin, "Omitted"),) if roll < 0.015 else parent_status_history(tasks, "Client approved"),
        tasks=tasks,
    )


def plan_build(planner: Planner, kind: str, name: str, begin: datetime) -> Build:
    identifier = planner.new_id()
    tasks = plan_tasks(
        planner, identifier, begin + timedelta(days=planner.chance.randrange(0, 30)), list(BUILD_STEPS)
    )
    return Build(identifier, name, kind, parent_status_history(tasks, "Approved"), tasks)


def plan_tasks(planner: Planner, parent_id: str, begin: datetime, steps: list[str]) -> tuple[Task, ...]:
    """Return a task for each of *steps*, in sequence."""
    chance, tasks = planner.chance, []
    for step in steps:
        start = planner.weekday(begin)
        days = chance.choice(BIDS.get(step, USUAL_BIDS))
        end = planner.weekday(start + timedelta(days=max(1, round(days * 1.4))))
        artist = chance.choice(GROUPS[DEPARTMENTS[step]])
        bid = days * WORKDAY.total_seconds()
        task_statuses = task_status_history(chance, start, end)
        tasks.append(
            Task(
                planner.new_id(),
                step,
                parent_id,
                start,
                end,
                bid,
                chance.choice(PRIORITIES),
                artist,
                task_statuses,
            )
        )
        begin = end + timedelta(days=chance.randrange(0, 3))
    return tuple(tasks)


def task_status_history(chance: random.Random, start: datetime, end: datetime) -> Statuses:
    """Return the statuses of a task that is planned from *start* to *end*.

    Some tasks are late, some are revised, and a few are put on hold.
    """
    late = timedelta(days=chance.choice((-1, 0, 0, 0, 1, 2, 5)))
    submitted = max(start + timedelta(hours=6), end + late)
    steps = [
        (start - timedelta(days=4), "Ready to start"),
        (start + timedelta(hours=1), "In progress"),
        (submitted, "Pending Review"),
    ]
    if chance.random() < 0.03:
        return (*steps[:2], (start + timedelta(days=1), "On Hold"))
    if chance.random() < 0.4:
        steps += [
            (submitted + timedelta(days=1), "Revise"),
            (submitted + timedelta(days=3), "Pending Review"),
        ]
    steps.append((steps[-1][0] + timedelta(days=2), "Approved"))
    if chance.random() < 0.6:
        steps.append((steps[-1][0] + timedelta(days=9), "Completed"))
    return tuple(steps)


def parent_status_history(tasks: tuple[Task, ...], finished: str) -> Statuses:
    """Return the statuses of the parent of *tasks*."""
    begun = min(task.statuses[1][0] for task in tasks)
    submitted = max(
        next((moment for moment, status in task.statuses if status == "Pending Review"), task.end)
        for task in tasks
    )
    done = [
        next((moment for moment, status in task.statuses if status == "Approved"), None) for task in tasks
    ]
    approved = max((moment for moment in done if moment), default=submitted)
    if None in done:
        return ((begun, "In progress"), (submitted, "On Hold"))
    return ((begun, "In progress"), (submitted, "Pending Review"), (approved + timedelta(days=2), finished))


def status_at(statuses: Statuses, moment: datetime) -> str:
    """Return the status at *moment*."""
    reached = [status for begun, status in statuses if begun <= moment]
    return reached[-1] if reached else "Not started"
