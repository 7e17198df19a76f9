"""The users of the demo: a small studio that makes the effects of one show and all of another."""

from __future__ import annotations

from collections.abc import Mapping

from callboard_server.actions.users import NewUser

HOUSE = "lanternfish.example"


def person(first_name: str, last_name: str) -> NewUser:
    """Return a user with a username and an address made from the name."""
    username = f"{first_name[0]}{last_name}".lower()
    return NewUser(username, first_name, last_name, f"{first_name}.{last_name}@{HOUSE}".lower())


PEOPLE = (
    person("Mira", "Okafor"),
    person("Johan", "Lindqvist"),
    person("Rin", "Tanaka"),
    person("Delphine", "Fontaine"),
    person("Arjun", "Sharma"),
    person("Lucia", "Marchetti"),
    person("Kwame", "Boateng"),
    person("Sanna", "Virtanen"),
    person("Tomas", "Novak"),
    person("Aiko", "Mori"),
    person("Esteban", "Rojas"),
    person("Freya", "Dahl"),
    person("Nadia", "Haddad"),
    person("Piotr", "Zielinski"),
    person("Grace", "Mensah"),
    person("Owen", "Byrne"),
)
(
    MIRA,
    JOHAN,
    RIN,
    DELPHINE,
    ARJUN,
    LUCIA,
    KWAME,
    SANNA,
    TOMAS,
    AIKO,
    ESTEBAN,
    FREYA,
    NADIA,
    PIOTR,
    GRACE,
    OWEN,
) = (each.username for each in PEOPLE)

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Production": (DELPHINE, GRACE),
    "Matchmove": (ARJUN, TOMAS),
    "Assets": (SANNA, OWEN, MIRA),
    "Animation": (MIRA, KWAME, FREYA, LUCIA),
    "Effects": (JOHAN, ESTEBAN),
    "Lighting": (RIN, NADIA, AIKO),
    "Compositing": (PIOTR, AIKO, TOMAS, LUCIA),
}
"""Departments and their members; some users are in two."""

DEPARTMENTS: Mapping[str, str] = {
    "Tracking": "Matchmove",
    "Rotoscoping": "Matchmove",
    "Modeling": "Assets",
    "Texture": "Assets",
    "Rigging": "Assets",
    "Lookdev": "Assets",
    "Layout": "Animation",
    "Animation": "Animation",
    "FX": "Effects",
    "Lighting": "Lighting",
    "Compositing": "Compositing",
}
"""The department that does each type of task."""

SUPERVISORS = (DELPHINE, RIN, MIRA)
"""The users who change statuses, taking turns."""
