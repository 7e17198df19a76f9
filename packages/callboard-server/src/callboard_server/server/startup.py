"""Startup: open the data folder and the database, upgrade it, and create the first administrator."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime

import structlog
from attrs import evolve, frozen

from callboard.errors import ValidationError
from callboard.wire.values import instant_text
from callboard_server import __version__
from callboard_server.access import passwords
from callboard_server.access.rights import actor_in
from callboard_server.actions.users import OPERATOR, FirstAdministrator, add_first_administrator, find_user
from callboard_server.files.disk import DiskStore
from callboard_server.files.links import LinkSigner
from callboard_server.files.thumbnails import Thumbnails
from callboard_server.media.previews import read_picture
from callboard_server.model.types import standard_model, studio_model
from callboard_server.records.own_tables import OWN_TABLES
from callboard_server.records.people import all_people
from callboard_server.records.seed import seed
from callboard_server.records.studio import Studio, shape_of
from callboard_server.server.relay import Relay
from callboard_server.server.services import Services
from callboard_server.server.settings import Settings
from callboard_server.storage.database import Database, PostgresDatabase, SqliteDatabase
from callboard_server.storage.migrations.runner import Migration, Report
from callboard_server.storage.migrations.shape import declared_tables
from callboard_server.storage.migrations.steps import STEPS
from callboard_server.storage.state import set_state, state
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction

log = structlog.get_logger()

SECRET = "server.secret"
DEMO = "server.demo"
POSTGRES = ("postgresql://", "postgres://")
DATABASE_FILE = "callboard.sqlite"


@frozen
class OpenedServices:
    """Services that are ready. `first` is set on the first start only."""

    services: Services
    first: FirstAdministrator | None


def open_services(settings: Settings) -> OpenedServices:
    """Open the data folder and the database of *settings*. Whatever is missing is created."""
    settings.data.mkdir(parents=True, exist_ok=True)
    store = DiskStore(settings.data / "files")
    database = open_database(settings)
    try:
        shape = shape_of(standard_model())
        bring_up_to_date(database, shape.tables, settings)
        database_state = database.write(lambda tx: prepare_database(tx, shape.tables))
        signer = LinkSigner(database_state.secret, utc_now)
        services = Services(
            settings=settings,
            database=database,
            studio=Studio(shape, studio_model),
            store=store,
            thumbnails=Thumbnails(store, store.beside, read_picture),
            signer=signer,
            relay=Relay(database),
            clock=utc_now,
            new_id=new_id,
            secret=database_state.secret,
            is_demo=database_state.is_demo,
        )
        first = None if database_state.has_people else create_first_administrator(services)
        if first and settings.demo:
            services = fill_with_demo(services, first)
    except BaseException:
        database.close()
        raise
    return OpenedServices(services, first)


def open_database(settings: Settings) -> Database:
    """Return the database of *settings*: a SQLite file, or PostgreSQL by URL or connection keywords.

    Raises: ValidationError, for another URL.
    """
    url = settings.database
    if url is None:
        return SqliteDatabase(settings.data / DATABASE_FILE)
    if url.startswith(POSTGRES) or ("=" in url and "://" not in url):
        return PostgresDatabase(url)
    raise ValidationError(
        "The database must be a URL that begins with postgresql://.", code="settings.database"
    )


@frozen
class DatabaseState:
    """The state of an upgraded database."""

    secret: str
    has_people: bool
    is_demo: bool


def bring_up_to_date(database: Database, tables: Tables, settings: Settings) -> None:
    """Create the tables of an empty *database*, or migrate it unless *settings* forbid it."""
    migration = migration_to(tables, log.info)
    if settings.migrate:
        migration.run(database)
    else:
        migration.create_or_refuse(database)


def migration_to(tables: Tables, report: Report) -> Migration:
    """Return the migration of a database to *tables*, with all steps of this version."""
    declared = declared_tables(tables, OWN_TABLES)
    return Migration(declared, STEPS, __version__, lambda: instant_text(utc_now()), report)


def prepare_database(tx: Transaction, tables: Tables) -> DatabaseState:
    """Add the rows that every database contains, and return the state of the database."""
    seed(tx, tables, new_id)
    secret = state(tx, SECRET)
    if secret is None:
        secret = secrets.token_urlsafe(48)
        set_state(tx, SECRET, secret)
    return DatabaseState(secret, bool(all_people(tx)), state(tx, DEMO) is not None)


def create_first_administrator(services: Services) -> FirstAdministrator:
    """Create the administrator of the settings. Missing credentials are generated, and shown only once.

    A password or a key in the settings may be short, because the operator chose it; a warning is logged.
    """
    settings = services.settings
    username = settings.admin_username or "admin"
    password = settings.admin_password or passwords.new_password()
    hashed = passwords.hash_password(password, shortest=1)

    def create(tx: Transaction) -> str:
        call = services.call(tx, OPERATOR, services.links(""))
        return add_first_administrator(call, username, hashed, settings.admin_api_key)

    key = services.database.write(create)
    if len(password) < passwords.SHORTEST or len(key) < passwords.SHORTEST:
        log.warning(
            "administrator.weak_credentials",
            hint="Choose a longer password and key before other people can reach this server.",
        )
    return FirstAdministrator(
        username, None if settings.admin_password else password, None if settings.admin_api_key else key
    )


def fill_with_demo(services: Services, first: FirstAdministrator) -> Services:
    """Fill a new database with the demo production. Return *services* with `is_demo` set."""
    from callboard_server.demo.fill import make_demo  # noqa: PLC0415  # most servers have no demo

    def fill(tx: Transaction) -> None:
        administrator = find_user(tx, first.username)
        make_demo(services.call(tx, actor_in(tx, administrator), services.links("")), services.store)
        set_state(tx, DEMO, instant_text(services.clock()))

    services.database.write(fill)
    return evolve(services, is_demo=True)


def utc_now() -> datetime:
    """Return the current time."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a new identifier."""
    return str(uuid.uuid4())
