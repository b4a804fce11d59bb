"""Nothing that took part in a vote or a check can be deleted: the database itself refuses."""

import pytest
from sqlalchemy.exc import IntegrityError

from workshop.diagnoses.models import Problem
from workshop.extensions import db

pytestmark = pytest.mark.usefixtures("clock")


@pytest.mark.parametrize("statement", ["DELETE FROM problem", "DELETE FROM contest"])
def test_what_was_voted_on_stays(app, closed, statement):
    with app.app_context(), pytest.raises(IntegrityError):
        db.session.execute(db.text(f"{statement} WHERE id = 1"))


def test_what_is_linked_stays(app, closed):
    with app.app_context():
        carried = db.session.scalar(db.select(Problem.id).filter_by(round=2))
        with pytest.raises(IntegrityError):
            db.session.execute(db.text(f"DELETE FROM problem WHERE id = {carried}"))
