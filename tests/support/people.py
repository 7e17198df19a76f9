"""People of a running server.

They are created as an operator creates them, with a known password and API key.
"""

from __future__ import annotations

import uuid

from attrs import frozen

from callboard.wire.values import instant_text
from callboard_server.access import keys, passwords
from callboard_server.actions.users import OPERATOR, NewUser, add_user
from callboard_server.records import credentials
from callboard_server.storage.transaction import Transaction
from callboard_server.testing import RunningServer

PASSWORD = "a-password-for-tests"


@frozen
class Person:
    """A user of a server, with credentials."""

    id: str
    username: str
    password: str
    api_key: str

    @property
    def headers(self) -> dict[str, str]:
        """The person's credentials, as API clients send them."""
        return {"ftrack-user": self.username, "ftrack-api-key": self.api_key}


def add_person(server: RunningServer, user: NewUser) -> Person:
    """Create *user* on *server*, which runs in a thread."""
    services = server.services
    assert services is not None, "the services of a separate server process are out of reach"
    hashed, now, text = passwords.hash_password(PASSWORD), services.clock(), f"cb_{uuid.uuid4().hex}"

    def add(tx: Transaction) -> str:
        user_id = add_user(services.call(tx, OPERATOR, services.links("")), user)
        credentials.set_password_hash(tx, user_id, hashed, instant_text(now))
        keys.create_key(tx, user_id, "Tests", key_id=services.new_id(), now=now, text=text)
        return user_id

    return Person(services.database.write(add), user.username, PASSWORD, text)
