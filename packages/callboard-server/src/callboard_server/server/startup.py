"""Opening a data folder.

Its database brought up to date and filled, its store swept, its first administrator made.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime

import structlog
from attrs import evolve, frozen

from callboard.errors import ValidationError
from callboard.wire.values import instant_text
from callboard_server import __version__
from callboard_server.access import keys, passwords
from callboard_server.access.rights import actor_in
from callboard_server.actions.users import OPERATOR, NewUser, add_user
from callboard_server.files.disk import DiskStore
from callboard_server.files.links import LinkSigner
from callboard_server.files.thumbnails import Thumbnails
from callboard_server.model.types import standard_model, studio_model
from callboard_server.records import credentials
from callboard_server.records.own_tables import OWN_TABLES
from callboard_server.records.people import everybody, person_by_username
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
FIRST_KEY = "First administrator"


@frozen
class FirstAdministrator:
    """What a person needs to come in for the first time.

    Texts that the person chose are not repeated: they are None.
    """

    username: str
    password: str | None
    api_key: str | None


@frozen
class Opened:
    """Services that are ready; `first` is set on the first start only."""

    services: Services
    first: FirstAdministrator | None


def open_services(settings: Settings) -> Opened:
    """Return the services of the data folder in *settings*; what is missing is made."""
    settings.data.mkdir(parents=True, exist_ok=True)
    store = DiskStore(settings.data / "files")
    database = open_database(settings)
    try:
        shape = shape_of(standard_model())
        bring_up_to_date(database, shape.tables, settings)
        prepared = database.write(lambda tx: prepare(tx, shape.tables))
        signer = LinkSigner(prepared.secret, utc_now)
        services = Services(
            settings=settings,
            database=database,
            studio=Studio(shape, studio_model),
            store=store,
            thumbnails=Thumbnails(store, store.beside),
            signer=signer,
            relay=Relay(database),
            clock=utc_now,
            new_id=new_id,
            secret=prepared.secret,
            is_demo=prepared.is_demo,
        )
        first = None if prepared.has_people else make_first_administrator(services)
        if first and settings.demo:
            services = fill_with_demo(services, first)
    except BaseException:
        database.close()
        raise
    return Opened(services, first)


def open_database(settings: Settings) -> Database:
    """Return the database that *settings* name: a URL, or the keywords that PostgreSQL's own programs take.

    Raises: ValidationError, for a URL of another kind.
    """
    url = settings.database
    if url is None:
        return SqliteDatabase(settings.data / DATABASE_FILE)
    if url.startswith(POSTGRES) or ("=" in url and "://" not in url):
        return PostgresDatabase(url)
    raise ValidationError(
        "The database must be named by a URL that begins with postgresql://.", code="settings.database"
    )


@frozen
class Prepared:
    """What a database says of itself once it is up to date."""

    secret: str
    has_people: bool
    is_demo: bool


def bring_up_to_date(database: Database, tables: Tables, settings: Settings) -> None:
    """Create the tables of an empty *database*, or apply what is pending unless *settings* forbid it."""
    migration = migration_to(tables, log.info)
    if settings.migrate:
        migration.run(database)
    else:
        migration.create_or_refuse(database)


def migration_to(tables: Tables, report: Report) -> Migration:
    """Return what brings databases to *tables*, with all steps of this version."""
    declared = declared_tables(tables, OWN_TABLES)
    return Migration(declared, STEPS, __version__, lambda: instant_text(utc_now()), report)


def prepare(tx: Transaction, tables: Tables) -> Prepared:
    """Fill a database that is up to date with what every server needs."""
    seed(tx, tables, new_id)
    secret = state(tx, SECRET)
    if secret is None:
        secret = secrets.token_urlsafe(48)
        set_state(tx, SECRET, secret)
    return Prepared(secret, bool(everybody(tx)), state(tx, DEMO) is not None)


def make_first_administrator(services: Services) -> FirstAdministrator:
    """Make the user that *services*' settings describe; what they leave open is invented, and told this once.

    Whoever sets a password or a key here runs the server: it may be as short as they like, and they are
    warned.
    """
    settings = services.settings
    username = settings.admin_username or "admin"
    password = settings.admin_password or passwords.new_password()
    hashed = passwords.hash_password(password, shortest=1)

    def make(tx: Transaction) -> str:
        user_id = add_user(
            services.call(tx, OPERATOR, services.links("")), NewUser(username, is_administrator=True)
        )
        credentials.set_password_hash(tx, user_id, hashed, instant_text(services.clock()))
        key = keys.create_key(
            tx,
            user_id,
            FIRST_KEY,
            key_id=services.new_id(),
            now=services.clock(),
            text=settings.admin_api_key,
        )
        return key.text

    key = services.database.write(make)
    if len(password) < passwords.SHORTEST or len(key) < passwords.SHORTEST:
        log.warning(
            "administrator.weak_credentials", hint="Choose longer ones before others can reach this server."
        )
    return FirstAdministrator(
        username, None if settings.admin_password else password, None if settings.admin_api_key else key
    )


def fill_with_demo(services: Services, first: FirstAdministrator) -> Services:
    """Fill a new database with the demo production. Return *services* with `is_demo` set."""
    from callboard_server.demo.fill import make_demo  # noqa: PLC0415  # most servers have no demo

    def fill(tx: Transaction) -> None:
        administrator = person_by_username(tx, first.username)
        assert administrator is not None
        make_demo(services.call(tx, actor_in(tx, administrator), services.links("")), services.store)
        set_state(tx, DEMO, instant_text(services.clock()))

    services.database.write(fill)
    return evolve(services, is_demo=True)


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a fresh identifier."""
    return str(uuid.uuid4())
