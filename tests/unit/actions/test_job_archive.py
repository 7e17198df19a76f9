"""The archive of a job."""

from __future__ import annotations

import pytest

from callboard_server.actions.job_archive import archive_title


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('{"description": "Dailies"}', "Dailies"),
        ('{"description": " two\\nlines "}', "two lines"),
        ('{"description": 5}', "Job files"),
        ('{"description": ""}', "Job files"),
        ("[]", "Job files"),
        ("no JSON", "Job files"),
        (None, "Job files"),
        ('{"description": "' + "x" * 500 + '"}', "x" * 120),
    ],
)
def test_an_archive_has_the_title_of_its_job(data: str | None, expected: str) -> None:
    assert archive_title(data) == expected
