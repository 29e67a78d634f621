"""Micronet: a small closed place for the few people who matter.

What takes long to load is imported where it is used: the processes around the application need none of it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from micronet import config

if TYPE_CHECKING:
    from flask import Flask

    from micronet.base.secrets import Secrets
    from micronet.base.storage import Storage

MOST_BYTES = 12 * 1024 * 1024
"""The largest request a page may send; a room that takes more says so on its own route."""


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application for these settings (by default those of the environment). Raises BadSetting."""
    with lasting():
        app = foundation(settings or config.load(os.environ))
        _furnish(app)
    return app


def foundation(settings: config.Settings) -> Flask:
    """The application without anything that answers: settings, secrets, files, database. It is all that jobs need."""
    from flask import Flask

    from micronet.base import secrets
    from micronet.rooms import ROOMS
    from micronet.web.moulds import Moulds
    from micronet.web.rules import LazyRule

    class House(Flask):
        url_rule_class = LazyRule

    app = House(__name__, static_folder=None)
    app.jinja_environment = Moulds
    app.config.update(_flask_settings(settings, secrets.load_or_make(settings.instance / "secrets.json")))
    app.extensions.update(storage=_storage(settings), rooms=ROOMS)
    _open_database(app)
    return app


@contextmanager
def lasting() -> Iterator[None]:
    """What is made in this block stays for good: looking for garbage in between would take a tenth of a start."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _storage(settings: config.Settings) -> Storage:
    """Where files are kept: in the instance folder, or in the object store that the host named."""
    if settings.s3_bucket:
        from micronet.base.storage_s3 import S3Storage

        return S3Storage(settings)
    from micronet.base.storage import LocalStorage

    return LocalStorage(settings.instance / "files")


def _flask_settings(settings: config.Settings, held: Secrets) -> dict[str, Any]:
    from micronet.base.db import connect_options

    return {
        "SETTINGS": settings,
        "SECRETS": held,
        "SECRET_KEY": held.session_key,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_BINDS": {"read": {"url": settings.database, **connect_options(settings.database, reading=True)}},
        "SQLALCHEMY_ENGINE_OPTIONS": connect_options(settings.database, reading=False),
        "MAX_CONTENT_LENGTH": MOST_BYTES,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 200,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "SESSION_COOKIE_NAME": "__Host-page" if settings.secure else "page",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "TEMPLATES_AUTO_RELOAD": settings.development,
    }


def _open_database(app: Flask) -> None:
    from micronet.base import walls
    from micronet.base.db import db, engine, tune

    db.init_app(app)
    with app.app_context():
        tune(engine(writing=True), reading=False)
        tune(engine(writing=False), reading=True)
        walls.build(reading=engine(writing=False), writing=engine(writing=True))


def _furnish(app: Flask) -> None:
    """Everything that answers, floor by floor."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    from micronet import cli
    from micronet.activity.live import Hub
    from micronet.activity.views import blueprint as live
    from micronet.circles import alike
    from micronet.home import frame, swift
    from micronet.people import guards
    from micronet.web import addresses, assets, errors, headers, i18n, pwa, ui
    from micronet.web.kept import Kept
    from micronet.web.room import IdConverter
    from micronet.web.squeeze import Squeeze

    if count := app.config["SETTINGS"].proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.url_map.converters["id"] = IdConverter
    for part in (headers, errors, addresses, assets, i18n, guards, ui, frame):
        part.init(app)
    for blueprint in (pwa.blueprint, live, *(room.blueprint for room in app.extensions["rooms"])):
        app.register_blueprint(blueprint)
    app.extensions.update(hub=Hub(), pieces=Kept(), alike=Kept(alike.MOST_BYTES))
    cli.init(app)
    app.wsgi_app = Squeeze(app.wsgi_app)  # type: ignore[method-assign,assignment]
    swift.init(app)
