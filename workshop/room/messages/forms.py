"""What a message may say, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import to_user_timezone, to_utc
from wtforms import Field, IntegerField, StringField, TimeField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from workshop.forms import Form
from workshop.room.messages.models import LONGEST_MESSAGE

# An hour further ahead than this is one that has passed: of this morning, not of tomorrow.
FURTHEST = timedelta(hours=12)


class MessageForm(Form):
    text = StringField(
        _l("Message"),
        validators=[
            DataRequired(_l("Write the message first.")),
            Length(
                max=LONGEST_MESSAGE,
                message=_l("The text is too long: at most %(max)d characters, please."),
            ),
        ],
    )
    until = TimeField(_l("Until the hour"), validators=[Optional()])
    minutes = IntegerField(
        _l("For so many minutes"),
        validators=[
            Optional(),
            NumberRange(1, 240, _l("A message stands for 1 to 240 minutes.")),
        ],
    )

    def validate_minutes(self, field: Field) -> None:
        if field.data is not None and self.until.data is not None:
            raise ValidationError(_("Give either the hour or the minutes."))

    def ends_at(self, now: datetime) -> datetime | None:
        """The instant at which it is over; None when no end was given."""
        if self.minutes.data is not None:
            return now + timedelta(minutes=self.minutes.data)
        return next_at(self.until.data, now) if self.until.data is not None else None


def next_at(hour: time, now: datetime) -> datetime:
    """The coming instant at which the clocks of the place show this hour, if it is near."""
    today = to_user_timezone(now).date()
    at = to_utc(datetime.combine(today, hour)).replace(tzinfo=UTC)
    tomorrow = at + timedelta(days=1)
    return tomorrow if at <= now and tomorrow - now <= FURTHEST else at
