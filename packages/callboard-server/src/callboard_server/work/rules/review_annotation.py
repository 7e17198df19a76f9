"""Annotations of review objects, and their pictures."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults
from callboard_server.work.rules.registry import When, on


@on(When.SAVED, "ReviewSessionObjectAnnotation")
def stamp_annotations(batch: Batch, annotations: Sequence[Change]) -> None:
    """Set the time when an annotation was drawn, and when it was changed. It belongs to an object."""
    for annotation in annotations:
        if annotation.values["review_session_object_id"] is None:
            raise ValidationError("ReviewSessionObjectAnnotation.review_session_object_id is required.")
        if annotation.is_new:
            set_defaults(annotation, created_at=batch.moment())
        elif "updated_at" not in annotation.changed():
            annotation.values["updated_at"] = batch.moment()


@on(When.CREATED, "ReviewSessionObjectAnnotationComponent")
def check_frames(batch: Batch, pictures: Sequence[Change]) -> None:
    """Require a whole number as the frame of a picture. It is stored as text."""
    del batch
    for picture in pictures:
        text = picture.values["frame_number"]
        if text is None:
            continue
        try:
            picture.values["frame_number"] = str(int(text))
        except ValueError:
            raise ValidationError(
                f"{picture.entity.name}.frame_number must be a whole number; got {text[:80]!r}."
            ) from None
