"""The vocabulary of a studio, which administrators maintain. See also `status` and `object_type`."""

from __future__ import annotations

from callboard_server.work.rules.permissions import administrators_only

administrators_only("Type", "Priority", "Scope", "ManagerType", "AssetType", "NoteLabel", "ListCategory")
