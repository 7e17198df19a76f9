"""Expressions that published clients send."""

from __future__ import annotations

EVERYTHING = (
    'select id from User where username is "john.doe" offset 0 limit 500',
    "select component_id, resource_identifier from ComponentLocation where location_id is "
    "ce9b348f-8809-11e3-821c-20c9d081909b "
    "and component_id in (702b7e69-f6ef-4d13-8193-dcbb480f57f5) offset 0 limit 500",
    (
        "ComponentLocation where component_id is 702b7e69-f6ef-4d13-8193-dcbb480f57f5 and location_id is "
        "3a372bde-05bc-11e4-8908-20c9d081909b"
    ),
    'select id, user_id, status, created_at, data from Job where status in ("queued", "running")',
    'select status from Job where status is running and created_at < "2024-01-31 10:15:00"',
    "User where username in ('john','jane')",
    "User where not timelogs any ()",
    "User where metadata any (key=some_key and value=some_value)",
    (
        'Metadata where key is "foo" and parent_id is "8b0cabd6-2b93-4a6e-9aff-e163bea8844e" '
        'and parent_type is "User"'
    ),
    "User order by first_name limit 5",
    'Location where name is "ftrack.server"',
    (
        'select url from JobComponent where component.name is "main"and job_id is '
        '"5d3b0f0e-8bde-4a8c-8b52-9cfe2f3f0d11"'
    ),
    (
        "select id, status, job_components.component.name,\n\tjob_components.component.size  from  Job\n"
        " where user.username is ann  limit 500"
    ),
    "User where timelogs any (start > '2024-01-01' and duration >= 10)",
    (
        'select id from Metadata where key is "foo" and parent_id is "8b0cabd6-2b93-4a6e-9aff-e163bea8844e" '
        'and parent_type is "User"'
    ),
    (
        'select context_type, id, name from Task where (id is "170f02a4-6656-4f15-a5cb-c4dd77ce0540") '
        "offset 0 limit 500"
    ),
    (
        "select name from Task where id in "
        "(170f02a4-6656-4f15-a5cb-c4dd77ce0540,00a574b0-1c44-11e2-a9da-f23c91df25eb) offset 0 limit 500"
    ),
    "select value from ContextCustomAttributeValue where (configuration_id is "
    '"1d995c42-c8b8-4879-88ce-996c4c991727"'
    'and entity_id is "00a574b0-1c44-11e2-a9da-f23c91df25eb") offset 0 limit 500',
    "select task_status from SchemaStatus where schema_id is 62641400-40cd-11ed-a028-8e70b81a65da",
    "select _overrides.type_id, _overrides.workflow_schema.statuses.name from ProjectSchema "
    "where id is 05dece3c-40cd-11ed-a028-8e70b81a65da",
    'select value from Setting where name is "storage_scenario" and group is "STORAGE" limit 2',
    "select status.state.short from Task where status.state.short is NOT_STARTED limit 2",
    "select version, asset.versions.version from AssetVersion where asset_id is_not None limit 1",
    "select id, content, author.first_name, replies.content from Note where parent_id in (a1,b2) "
    "and not in_reply_to has () order by thread_activity desc offset 0 limit 10",
    'Task where timelogs.start >= "2024-01-31T00:00:00+00:00"',
    'Project where status is active and (name like "%thrones" or full_name like "%thrones")',
    "Project where metadata any (key=some_key and value=some_value)",
    'Task where assignments any (resource.username = "john")',
    'Task where scopes.name is "London"',
    (
        'TypedContext where name is "sh010" '
        'and parent[TypedContext] has (name is "sq01" and project.name is "demo")'
    ),
    'select link from TypedContext where project_id is "95f5c536-4e65-11e1-afaa-f23c91df25eb" '
    'and id in ("00a574b0-1c44-11e2-a9da-f23c91df25eb")',
    'Timer where user_id = "8b0cabd6-2b93-4a6e-9aff-e163bea8844e" limit 2',
    'select from_id, to_id from TypedContextLink where from_id in ("00a574b0-1c44-11e2-a9da-f23c91df25eb")',
    "select from, to from TypedContextLink where from.id is a1",
    "select count(id) from Task group by project_id, status_id",
    "select project_schema._task_type_schema.types.name from Project",
    "select children[Task].status.name from Shot",
    'TypedContext where ancestors.id is "a1" and ancestors any (id in (b2))',
    "Note where id in (select note.in_reply_to_id from NoteComponent where component.name is 'x')",
    'Task where custom_attributes any (key is "fps" and value is "24")',
    (
        "select version, asset.parent.name, asset.parent.status.name from AssetVersion where "
        'asset.parent.project.id is "95f5c536-4e65-11e1-afaa-f23c91df25eb" '
        "order by asset.parent.name, version descending limit 50"
    ),
    'Component where version.asset.parent.ancestors.id in ("00a574b0-1c44-11e2-a9da-f23c91df25eb")',
    (
        "ReviewSessionObject where asset_version.asset.parent.project.id is "
        '"95f5c536-4e65-11e1-afaa-f23c91df25eb"'
    ),
    "select asset.parent.status.name, asset.parent.name from AssetVersion",
    'select name, parent.children from Shot where parent.name is "SQ10"',
    (
        'select version from AssetVersion where version is "7" and asset_id is '
        '"01cfdcaa-c5ea-11e1-adec-f23c91df25eb"'
    ),
    (
        "select id, content, frame_number, category_id from Note where "
        'parent_id is "01ac528a-c5ea-11e1-a6c6-f23c91df25eb" order by date ascending'
    ),
    (
        "select id, name, object_type.is_prioritizable, priority.name, thumbnail_url from TypedContext "
        'where project_id is "95f5c536-4e65-11e1-afaa-f23c91df25eb"'
    ),
    ('ReviewSessionFolder where name is "Dailies" and project_id is "95f5c536-4e65-11e1-afaa-f23c91df25eb"'),
)
