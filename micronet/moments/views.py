"""Stub."""

from flask import Blueprint

blueprint = Blueprint("moments", __name__)
