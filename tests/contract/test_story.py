"""The main use case: a script creates a job, reports progress, attaches a file, and the file is downloaded.

The Python clients run the same script; only the line that imports the client differs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.testing import RunningServer
from tests.support.clients import INTERPRETERS, Interpreter, environment
from tests.support.node import run_node

SCRIPT = """
import json, sys

session = ftrack_api.Session()
user = session.query('User where username is "{}"'.format(session.api_user)).one()
job = session.create('Job', {
    'user': user,
    'status': 'running',
    'data': json.dumps({'description': 'My custom job description.'})
})
session.commit()

reported = []
for number in (3, 104, 200):
    job['data'] = json.dumps({'description': 'Transfer components ({} of 200)'.format(number)})
    session.commit()
    reported.append(ftrack_api.Session().get('Job', job['id'])['data'])

server_location = session.query('Location where name is "ftrack.server"').one()
component = session.create_component(sys.argv[1], data={'name': 'My file'}, location=server_location)
session.create('JobComponent', {'component_id': component['id'], 'job_id': job['id']})
session.commit()
unfinished = ftrack_api.Session().get('Job', job['id'])['finished_at']

job['status'] = 'done'
session.commit()

print(json.dumps({
    'job': job['id'],
    'reported': reported,
    'unfinished': unfinished,
    'status': job['status'],
    'finished_at': job['finished_at'].isoformat(),
    'created_at': job['created_at'].isoformat(),
    'urls': [server_location.get_url(job_component['component']) for job_component in job['job_components']],
    'own_urls': [job_component['url']['url'] for job_component in job['job_components']],
    'files': [
        [job_component['component'][name] for name in ('name', 'file_type', 'size')]
        for job_component in job['job_components']
    ],
}))
session.close()
"""
CONTENT = b"All 200 components have been transferred.\n" * 512


@pytest.mark.parametrize("interpreter", INTERPRETERS, ids=lambda interpreter: interpreter.name)
def test_python_client(
    interpreter: Interpreter, server: RunningServer, http: httpx.Client, tmp_path: Path
) -> None:
    path = tmp_path / "my_file.txt"
    path.write_bytes(CONTENT)
    done = subprocess.run(
        [*interpreter.command(SCRIPT), str(path)],
        env=environment(server, tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    output = json.loads(done.stdout)
    check_story(output, http, server)


def test_javascript_client(server: RunningServer, http: httpx.Client, tmp_path: Path) -> None:
    path = tmp_path / "My file.txt"
    path.write_bytes(CONTENT)
    check_story(run_node("story.mjs", server, str(path)), http, server)


def check_story(output: dict[str, Any], http: httpx.Client, server: RunningServer) -> None:
    """Check the output of a client, and that the server returns the same."""
    assert [json.loads(data)["description"] for data in output["reported"]] == [
        f"Transfer components ({number} of 200)" for number in (3, 104, 200)
    ]
    assert output["unfinished"] is None
    assert output["status"] == "done"
    assert output["files"] == [["My file", ".txt", len(CONTENT)]]
    began, ended = (datetime.fromisoformat(output[name]) for name in ("created_at", "finished_at"))
    assert timedelta(0) <= ended - began < timedelta(minutes=1)
    assert abs(datetime.now(UTC) - ended) < timedelta(minutes=1)
    assert len(output["urls"]) == 1
    for url in output["urls"] + output["own_urls"]:
        check_download(http.get(url))
    check_stored(output["job"], http, server)


def check_download(answer: httpx.Response) -> None:
    digest = hashlib.md5(CONTENT)
    assert answer.status_code == 200
    assert answer.content == CONTENT
    assert answer.headers["content-disposition"] == 'attachment; filename="My file.txt"'
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["etag"] == f'"{digest.hexdigest()}"'
    assert answer.headers["content-md5"] == base64.b64encode(digest.digest()).decode()


def check_stored(job_id: str, http: httpx.Client, server: RunningServer) -> None:
    expression = (
        "select status, finished_at, user.username, job_components.component.name, "
        f'job_components.component.component_locations.location_id from Job where id is "{job_id}"'
    )
    batch = [{"action": "query", "expression": expression}]
    (job,) = http.post("/api", json=batch, headers=server.headers).json()[0]["data"]
    assert job["status"] == "done"
    assert job["finished_at"]["__type__"] == "datetime"
    assert job["user"]["username"] == server.username
    (attached,) = job["job_components"]
    assert [registered["location_id"] for registered in attached["component"]["component_locations"]] == [
        SERVER_LOCATION_ID
    ]
