"""The one blueprint of interviews; the modules beside it put their pages on it."""

from flask import Blueprint

bp = Blueprint("interviews", __name__)
