"""Pages across features."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from recruit.kernel.permissions import public

bp = Blueprint("workspace", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Staff go to their day, everybody else to the open vacancies."""
    if current_user.is_authenticated:
        return redirect(url_for("workspace.today"), 303)
    return redirect(url_for("careers.vacancies"), 303)
