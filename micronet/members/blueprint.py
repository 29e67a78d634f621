"""The blueprint that the views of this room hang on."""

from flask import Blueprint

blueprint = Blueprint("members", __name__)
