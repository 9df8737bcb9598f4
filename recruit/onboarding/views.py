"""Pages of onboarding."""

from flask import Blueprint

bp = Blueprint("onboarding", __name__)
