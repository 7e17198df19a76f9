"""Every operation that clients send is known, also where this server does not support it."""

from __future__ import annotations

import pytest

from callboard.errors import CallboardError, UnknownAction
from callboard_server.actions.batch import check
from tests.support.operations import Operation
from tests.support.world import ADMIN, World

KNOWN = (
    *("query_server_information", "query_schemas", "query", "search", "create", "update", "delete"),
    *("permissions", "get_upload_metadata", "complete_multipart_upload", "encode_media"),
    *("generate_signed_url", "get_widget_url", "send_user_invite", "send_review_session_invite"),
    *("reset_remote", "delayed_job", "add_user_security_role", "remove_user_security_role"),
    *("update_user_security_role", "grant_user_security_role_project", "revoke_user_security_role_project"),
    *("grant_api_key_security_role", "revoke_api_key_security_role", "configure_totp", "configure_otp"),
    *("convert_entity", "compute_rollups", "_track_usage"),
)


@pytest.mark.parametrize("name", KNOWN)
def test_an_operation_without_its_fields_is_answered_or_refused_with_a_reason(
    world: World, name: str
) -> None:
    operation = {"action": name}
    assert check([operation]) == [operation]
    assert outcome(world, operation) != "batch.unknown_action"


def outcome(world: World, operation: Operation) -> str:
    """Return "answered", or the code of the error."""
    try:
        world.perform(ADMIN, operation)
    except CallboardError as error:
        return error.code
    return "answered"


@pytest.mark.parametrize("name", ["make_coffee", "Query", "", "x" * 200])
def test_other_operations_are_refused_in_the_words_that_clients_look_for(name: str) -> None:
    with pytest.raises(UnknownAction) as caught:
        check([{"action": name}])
    assert caught.value.message == f"Invalid action u'{name[:80]}'"
