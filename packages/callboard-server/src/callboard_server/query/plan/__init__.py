"""From a bound query to a plan that is independent of the database.

Equal plans ask the same question with different values: the values are kept in a list beside the plan, so
storage compiles one statement per plan. One statement reads the selected rows. Each projected collection
costs one more, however many rows there are.

Reading order: `nodes` (sources, predicates, selects), `outputs` (how entities are built from rows), `sources`
(a statement under construction), `relations` (joins and subqueries), `criteria` and `variables` (criteria to
predicates), `projections` (projections to outputs), `planner` (the whole plan).
"""
