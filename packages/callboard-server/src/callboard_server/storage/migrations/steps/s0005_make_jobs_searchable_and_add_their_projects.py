"""Make jobs searchable and add their projects."""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.model.job_data import named_identifiers, search_text
from callboard_server.storage.migrations.schema import Schema

PAGE = 500
PROJECT_COLUMNS = {
    "context": "project_id",
    "asset": "project_id",
    "asset_version": "project_id",
    "list": "project_id",
    "component": "_project_id",
}
OF_FILES = """
INSERT INTO job_project (job_id, project_id)
SELECT DISTINCT link.job_id, file._project_id FROM job_component AS link
JOIN component AS file ON file.id = link.component_id WHERE file._project_id IS NOT NULL
"""
OF_NAMED = """
INSERT INTO job_project (job_id, project_id)
SELECT DISTINCT named.job_id, entity.{column} FROM job_named AS named
JOIN {table} AS entity ON entity.id = named.identifier WHERE entity.{column} IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM job_project AS known
                WHERE known.job_id = named.job_id AND known.project_id = entity.{column})
"""
NAMED = sa.Table(
    "job_named", sa.MetaData(), sa.Column("job_id", sa.Text()), sa.Column("identifier", sa.Text())
)


def apply(schema: Schema) -> None:
    """Add the searchable text and the projects, and fill them for the jobs that exist."""
    schema.add_declared()
    schema.create_table(NAMED)
    last = ""
    while jobs := schema.fetch(
        f"SELECT id, data FROM job WHERE id > :last ORDER BY id LIMIT {PAGE}",
        last=last,
    ):
        for identifier, data in jobs:
            schema.run("UPDATE job SET _search = :text WHERE id = :id", text=search_text(data), id=identifier)
            for name in sorted(named_identifiers(data)):
                schema.run("INSERT INTO job_named VALUES (:job, :name)", job=identifier, name=name)
        last = jobs[-1][0]
    schema.run(OF_FILES)
    for table, column in PROJECT_COLUMNS.items():
        schema.run(OF_NAMED.format(table=table, column=column))
    schema.drop_table("job_named")
