"""Documented scenarios 95 to 99: review sessions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.production import Production


@pytest.fixture
def review(production: Production) -> Any:
    """A review session of the production."""
    made = production.session.create(
        "ReviewSession",
        {"name": production.name, "description": "Dailies of today", "project": production.project},
    )
    production.session.commit()
    return made


def invite(production: Production, review: Any, name: str) -> Any:
    """Create, without committing, an invitee of *review*."""
    return production.session.create(
        "ReviewSessionInvitee", {"name": name, "email": f"{name}@example.org", "review_session": review}
    )


def test_095_find_review_sessions(production: Production, review: Any) -> None:
    session = production.client.session()
    by_name = session.query(f'ReviewSession where name is "{production.name}"').one()
    project = session.get("Project", production.project["id"])
    assert by_name["id"] == review["id"]
    assert list(project["review_sessions"]) == [by_name]
    assert project["review_sessions"][0] is by_name


def test_096_create_a_review_session(production: Production, review: Any) -> None:
    stored = production.again(review)
    assert (stored["name"], stored["description"]) == (production.name, "Dailies of today")
    assert stored["project"]["id"] == production.project["id"]
    assert stored["created_by"]["username"] == production.session.api_user
    assert stored["created_at"] is not None


def test_097_add_an_object(production: Production, review: Any) -> None:
    version = production.version()
    made = production.session.create(
        "ReviewSessionObject",
        {
            "name": "Plate",
            "description": "Too dark",
            "version": "Version 1",
            "review_session": review,
            "asset_version": version,
        },
    )
    production.session.commit()
    (stored,) = production.again(review)["review_session_objects"]
    assert (stored["id"], stored["name"], stored["description"], stored["version"]) == (
        made["id"],
        "Plate",
        "Too dark",
        "Version 1",
    )
    assert stored["asset_version"]["id"] == stored["version_id"] == version["id"]


def test_098_invite(production: Production, review: Any) -> None:
    session = production.session
    invitees = [invite(production, review, f"{production.name}{number}") for number in range(3)]
    session.commit()
    assert {each["id"] for each in production.again(review)["review_session_invitees"]} == {
        each["id"] for each in invitees
    }
    with production.client.counted(session) as requests:
        session.send_review_session_invite(invitees[0])
        session.send_review_session_invites(invitees)
    assert len(requests) == 2
    uncommitted = invite(production, review, production.name)
    with pytest.raises(production.client.module("exception").ServerError):
        session.send_review_session_invite(uncommitted)
    session.rollback()


def test_099_remove_a_collaborator(production: Production, review: Any) -> None:
    session = production.session
    kept, removed = (invite(production, review, f"{production.name}{number}") for number in range(2))
    session.commit()
    session.delete(removed)
    session.commit()
    assert [each["id"] for each in production.again(review)["review_session_invitees"]] == [kept["id"]]
    assert production.again(removed) is None
