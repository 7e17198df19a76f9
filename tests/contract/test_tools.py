"""Tools that use the official Python client, unmodified, with both its versions: ftrack-query, trackteroid.

Each runs in a separate process, because trackteroid opens a session while it is imported.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from callboard_server.testing import RunningServer
from tests.support.clients import INTERPRETERS, Interpreter, environment

OFFICIAL = [interpreter for interpreter in INTERPRETERS if interpreter.name != "callboard"]

PRODUCTION = """
import json, sys
name = sys.argv[1]

def make(session):
    schema = session.query('ProjectSchema where name is "VFX Scheme"').one()
    types = {kind['name']: kind for kind in session.query('select name from Type')}
    full_name = name + ' in full'
    project = session.create('Project', {'name': name, 'full_name': full_name, 'project_schema': schema})
    sequence = session.create('Sequence', {'name': name + '_sq010', 'parent': project})
    for number in (10, 20, 30):
        shot = session.create('Shot', {'name': '%s_sh%03d' % (name, number), 'parent': sequence})
        for kind in ('Animation', 'Compositing'):
            data = {'name': kind.lower(), 'parent': shot, 'type': types[kind], 'bid': number * 3600}
            session.create('Task', data)
    session.commit()
    return project
"""

FTRACK_QUERY = f"""
{PRODUCTION}
from ftrack_query import FTrackQuery, and_, attr, create, delete, not_, or_, select, update

session = FTrackQuery(page_size=2, plugin_paths=[])
project = make(session)
of_project = select('Task').where(project=project)
results = {{}}

def names(statement):
    tasks = session.execute(statement)
    return sorted('%s/%s' % (task['parent']['name'][-5:], task['name']) for task in tasks)

results['all'] = names(of_project)
long_animation = and_(attr('type.name') == 'Animation', attr('bid') > 40000)
results['nested'] = names(of_project.where(or_(long_animation, attr('parent.name').endswith('sh020'))))
in_shot = attr('parent.name').in_([name + '_sh010'])
results['not'] = names(of_project.where(~attr('name').contains('anim'), not_(in_shot)))
results['none'] = names(of_project.where(attr('status.state.name') == 'Done'))
results['unassigned'] = len(session.execute(of_project.where(~attr('assignments').any())).all())
results['shot'] = session.select('Shot').where(name=name + '_sh020').one()['name']
shots = select('Shot').where(attr('name').like('%_sh030'))
results['subquery'] = names(of_project.where(attr('parent_id').in_(shots.subquery())))
results['ordered'] = [
    row['bid'] for row in session.execute(
        of_project.where(name='animation').populate('bid', 'parent.name').order_by(attr('bid').desc())
    )
]
second = of_project.where(name='animation').order_by('bid').limit(1).offset(1)
results['limited'] = [row['bid'] for row in session.execute(second)]
active = select('Project').where(attr('full_name').startswith(name), status='active')
results['active'] = session.execute(active).one()['name']
first = session.select('Shot').where(name=name + '_sh010').one()
made = session.execute(create('Task').values(name='made', parent=first))
session.commit()
results['updated'] = session.execute(update('Task').where(name='made', project=project).values(bid=60))
session.commit()
results['bid'] = FTrackQuery(plugin_paths=[]).get('Task', made['id'])['bid']
results['deleted'] = session.execute(delete('Task').where(id=made['id']))
session.commit()
results['left'] = FTrackQuery(plugin_paths=[]).get('Task', made['id'])
with session.auto_populating(True):
    shots = session.select('Shot').where(project=project).all()
    session.populate(shots, [attr('status.name'), 'name'])
results['statuses'] = sorted(set(shot['status']['name'] for shot in shots))
print(json.dumps(results))
"""

RELATIONS = """
def RELATIONSHIPS_RESOLVER(api_version):
    return {
        "entities": {
            "Task": {"Shot": "parent[Shot]", "Sequence": "parent.parent[Sequence]"},
            "Shot": {"Sequence": "parent[Sequence]", "Task": "children[Task]"},
        }
    }
"""

TRACKTEROID = f"""
{PRODUCTION}
from trackteroid import SESSION, Project, Query, Sequence, Shot, Task

make(SESSION)
results = {{}}
shots = Query(Shot).by_name(Project, name).get_all(projections=['name', Task, Task.name])
results['shots'] = sorted(shots.name)
results['tasks'] = sorted(shots.Task.name)
results['of_shot'] = sorted(Query(Task).by_name(Shot, name + '_sh020').get_all(projections=['name']).name)
results['of_sequence'] = Query(Task).by_name(Sequence, name + '_sq010').get_all().count(lambda task: True)
results['wildcard'] = sorted(Query(Shot).by_name(name + '%').not_by_name(name + '_sh010').get_all().name)
typed = Query(Task).by_type('Animation').by_name(Project, name)
results['typed'] = sorted(typed.get_all(projections=['name']).name)
results['by_state'] = len(Query(Task).by_state('Done').by_name(Project, name).get_all())
compositing = Query(Task).by_name('compositing').by_name(Project, name)
tasks = compositing.get_all(projections=['name', 'bid', Shot.name, 'parent', 'type'])
grouped = tasks.group_and_map(lambda task: task.Shot.name[0], lambda task: task.name)
results['grouped'] = {{key: value[0] for key, value in grouped.items()}}
results['sum'] = tasks.fold(0, lambda current, task: current + task.bid[0])
results['longest'] = tasks.max(lambda task: task.bid).Shot.name
tasks.apply(lambda task: task.name[0] + '_renamed', 'name')
tasks.commit()
renamed = Query(Task).by_name('compositing_renamed').by_name(Project, name)
results['renamed'] = sorted(renamed.get_all(projections=['name']).name)
made = tasks.filter(lambda task: task.Shot.name[0].endswith('sh010')).create(name='made', type='Compositing')
SESSION.commit()
again = Query(Task).by_id(*made.id).get_all(projections=['name', Shot.name, 'type.name'])
results['made'] = [again.name, again.Shot.name]
again.delete().commit()
results['left'] = len(Query(Task).by_id(*made.id).get_all())
print(json.dumps(results))
"""


def run(
    interpreter: Interpreter, script: str, server: RunningServer, folder: Path, name: str, **variables: str
) -> Any:
    """Return the JSON that *script* prints; its project is called *name*."""
    done = subprocess.run(
        [*interpreter.command(script), name],
        env={**environment(server, folder), **variables},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("interpreter", OFFICIAL, ids=lambda interpreter: interpreter.name)
def test_ftrack_query(interpreter: Interpreter, server: RunningServer, tmp_path: Path, unique: str) -> None:
    results = run(interpreter, FTRACK_QUERY, server, tmp_path, unique)
    kinds = ("animation", "compositing")
    assert results == {
        "all": [f"sh0{number}/{kind}" for number in (10, 20, 30) for kind in kinds],
        "nested": ["sh020/animation", "sh020/compositing", "sh030/animation"],
        "not": ["sh020/compositing", "sh030/compositing"],
        "none": [],
        "unassigned": 6,
        "shot": f"{unique}_sh020",
        "subquery": ["sh030/animation", "sh030/compositing"],
        "ordered": [108000, 72000, 36000],
        "limited": [72000],
        "active": unique,
        "updated": 1,
        "bid": 60,
        "deleted": 1,
        "left": None,
        "statuses": ["Not started"],
    }


@pytest.mark.parametrize("interpreter", OFFICIAL, ids=lambda interpreter: interpreter.name)
def test_trackteroid(interpreter: Interpreter, server: RunningServer, tmp_path: Path, unique: str) -> None:
    (tmp_path / "relations.py").write_text(RELATIONS)
    results = run(
        interpreter,
        TRACKTEROID,
        server,
        tmp_path,
        unique,
        TRACKTEROID_CONFIGURATION=str(tmp_path / "relations.py"),
    )
    shots = [f"{unique}_sh0{number}" for number in (10, 20, 30)]
    assert results == {
        "shots": shots,
        "tasks": ["animation"] * 3 + ["compositing"] * 3,
        "of_shot": ["animation", "compositing"],
        "of_sequence": 6,
        "wildcard": shots[1:],
        "typed": ["animation"] * 3,
        "by_state": 0,
        "grouped": dict.fromkeys(shots, "compositing"),
        "sum": 216000,
        "longest": [shots[2]],
        "renamed": ["compositing_renamed"] * 3,
        "made": [["made"], [shots[0]]],
        "left": 0,
    }
