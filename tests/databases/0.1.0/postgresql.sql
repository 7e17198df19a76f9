SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.callboard_fold(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT lower(value COLLATE "und-x-icu") COLLATE "C" $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.api_key (
    id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    last_used_at text COLLATE pg_catalog."C"
);
CREATE TABLE public.appointment (
    context_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    resource_id text COLLATE pg_catalog."C",
    type text COLLATE pg_catalog."C"
);
CREATE TABLE public.asset (
    context_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    type_id text COLLATE pg_catalog."C",
    _project_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.asset_type (
    component text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    short text COLLATE pg_catalog."C"
);
CREATE TABLE public.asset_version (
    asset_id text COLLATE pg_catalog."C",
    comment text COLLATE pg_catalog."C",
    date text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    is_published boolean,
    status_id text COLLATE pg_catalog."C",
    task_id text COLLATE pg_catalog."C",
    thumbnail_id text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C",
    version bigint,
    _project_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.asset_version_link (
    from_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    to_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.automation (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    enabled boolean,
    include_private_projects boolean,
    created_at text COLLATE pg_catalog."C",
    created_by_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.calendar_event (
    created_at text COLLATE pg_catalog."C",
    created_by_id text COLLATE pg_catalog."C",
    effort double precision,
    "end" text COLLATE pg_catalog."C",
    estimate double precision,
    everyone boolean,
    forecast boolean,
    id text NOT NULL COLLATE pg_catalog."C",
    leave boolean,
    name text COLLATE pg_catalog."C",
    project_id text COLLATE pg_catalog."C",
    start text COLLATE pg_catalog."C",
    type_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.calendar_event_resource (
    calendar_event_id text COLLATE pg_catalog."C",
    created_at text COLLATE pg_catalog."C",
    created_by_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    resource_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.component (
    system_type text COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    file_type text COLLATE pg_catalog."C",
    size bigint,
    container_id text COLLATE pg_catalog."C",
    version_id text COLLATE pg_catalog."C",
    _project_id text COLLATE pg_catalog."C",
    padding bigint
);
CREATE TABLE public.component_location (
    id text NOT NULL COLLATE pg_catalog."C",
    component_id text COLLATE pg_catalog."C",
    location_id text COLLATE pg_catalog."C",
    resource_identifier text COLLATE pg_catalog."C"
);
CREATE TABLE public.configuration_read_role (
    configuration_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.configuration_write_role (
    configuration_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.context (
    context_type text COLLATE pg_catalog."C",
    created_at text COLLATE pg_catalog."C",
    created_by_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    parent_id text COLLATE pg_catalog."C",
    thumbnail_id text COLLATE pg_catalog."C",
    _kind text COLLATE pg_catalog."C",
    project_id text COLLATE pg_catalog."C",
    color text COLLATE pg_catalog."C",
    disk_id text COLLATE pg_catalog."C",
    end_date text COLLATE pg_catalog."C",
    full_name text COLLATE pg_catalog."C",
    is_global boolean,
    is_private boolean,
    project_schema_id text COLLATE pg_catalog."C",
    root text COLLATE pg_catalog."C",
    start_date text COLLATE pg_catalog."C",
    status text COLLATE pg_catalog."C",
    bid double precision,
    description text COLLATE pg_catalog."C",
    object_type_id text COLLATE pg_catalog."C",
    priority_id text COLLATE pg_catalog."C",
    sort double precision,
    status_id text COLLATE pg_catalog."C",
    type_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.context_ancestor (
    context_id text NOT NULL COLLATE pg_catalog."C",
    ancestor_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.context_scope (
    context_id text NOT NULL COLLATE pg_catalog."C",
    scope_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.conversation (
    created_at text COLLATE pg_catalog."C",
    created_by_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.credential (
    user_id text NOT NULL COLLATE pg_catalog."C",
    password_hash text NOT NULL COLLATE pg_catalog."C",
    changed_at text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.custom_attribute_group (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);
CREATE TABLE public.custom_attribute_link (
    configuration_id text COLLATE pg_catalog."C",
    from_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    to_id text COLLATE pg_catalog."C",
    from_entity_type text COLLATE pg_catalog."C",
    to_entity_type text COLLATE pg_catalog."C"
);
CREATE TABLE public.custom_attribute_type (
    core boolean,
    form_config text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);
CREATE TABLE public.custom_attribute_value (
    configuration_id text NOT NULL COLLATE pg_catalog."C",
    entity_id text NOT NULL COLLATE pg_catalog."C",
    value text COLLATE pg_catalog."C",
    _value_text text COLLATE pg_catalog."C",
    _value_number double precision
);
CREATE TABLE public.custom_configuration_base (
    config text COLLATE pg_catalog."C",
    core boolean,
    entity_type text COLLATE pg_catalog."C",
    group_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    key text COLLATE pg_catalog."C",
    label text COLLATE pg_catalog."C",
    object_type_id text COLLATE pg_catalog."C",
    project_id text COLLATE pg_catalog."C",
    sort bigint,
    _kind text COLLATE pg_catalog."C",
    "default" text COLLATE pg_catalog."C",
    is_hierarchical boolean,
    type_id text COLLATE pg_catalog."C",
    _default_text text COLLATE pg_catalog."C",
    _default_number double precision,
    entity_type_to text COLLATE pg_catalog."C",
    object_type_id_to text COLLATE pg_catalog."C",
    one_to_one boolean
);
CREATE TABLE public.dashboard (
    created_by_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    is_shared_with_everyone boolean,
    name text COLLATE pg_catalog."C"
);
CREATE TABLE public.dashboard_resource (
    dashboard_id text NOT NULL COLLATE pg_catalog."C",
    is_shared_with_everyone boolean,
    resource_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.dashboard_widget (
    config text COLLATE pg_catalog."C",
    dashboard_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    sort double precision,
    type text COLLATE pg_catalog."C"
);
CREATE TABLE public.disk (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    unix text COLLATE pg_catalog."C",
    windows text COLLATE pg_catalog."C"
);
CREATE TABLE public.entity_setting (
    "group" text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    parent_id text NOT NULL COLLATE pg_catalog."C",
    parent_type text COLLATE pg_catalog."C",
    value text COLLATE pg_catalog."C"
);
CREATE TABLE public.event (
    action text COLLATE pg_catalog."C",
    created_at text COLLATE pg_catalog."C",
    data text COLLATE pg_catalog."C",
    id bigint NOT NULL,
    insert text COLLATE pg_catalog."C",
    parent_id text COLLATE pg_catalog."C",
    parent_type text COLLATE pg_catalog."C",
    project_id text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C"
);
CREATE SEQUENCE public.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.event_id_seq OWNED BY public.event.id;
CREATE TABLE public.feed (
    cluster_id text COLLATE pg_catalog."C",
    created_at text COLLATE pg_catalog."C",
    distance bigint,
    id text NOT NULL COLLATE pg_catalog."C",
    owner_id text COLLATE pg_catalog."C",
    relation text COLLATE pg_catalog."C",
    social_id bigint
);
CREATE TABLE public.global_key (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    last_used_at text COLLATE pg_catalog."C"
);
CREATE TABLE public.global_key_role (
    key_id text NOT NULL COLLATE pg_catalog."C",
    role_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.hub_position (
    user_id text NOT NULL COLLATE pg_catalog."C",
    subscriber text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    seen_at text NOT NULL COLLATE pg_catalog."C",
    failed_sequence bigint,
    failures bigint DEFAULT 0 NOT NULL,
    failure text COLLATE pg_catalog."C",
    failed_at text COLLATE pg_catalog."C"
);
CREATE TABLE public.hub_process (
    process text NOT NULL COLLATE pg_catalog."C",
    seen bigint NOT NULL,
    report text NOT NULL COLLATE pg_catalog."C",
    changed bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.hub_ticket (
    hash text NOT NULL COLLATE pg_catalog."C",
    username text NOT NULL COLLATE pg_catalog."C",
    key_hash text NOT NULL COLLATE pg_catalog."C",
    is_session boolean DEFAULT false NOT NULL,
    created_at text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.job (
    id text NOT NULL COLLATE pg_catalog."C",
    type text COLLATE pg_catalog."C",
    status text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C",
    data text COLLATE pg_catalog."C",
    created_at text COLLATE pg_catalog."C",
    finished_at text COLLATE pg_catalog."C",
    _changed_at text COLLATE pg_catalog."C"
);
CREATE TABLE public.job_component (
    component_id text NOT NULL COLLATE pg_catalog."C",
    job_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.job_grant (
    job_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.list (
    category_id text COLLATE pg_catalog."C",
    date text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    is_open boolean,
    name text COLLATE pg_catalog."C",
    project_id text COLLATE pg_catalog."C",
    system_type text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.list_category (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);
CREATE TABLE public.list_object (
    entity_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    list_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.location (
    name text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    label text COLLATE pg_catalog."C",
    description text COLLATE pg_catalog."C"
);
CREATE TABLE public.mail (
    id text NOT NULL COLLATE pg_catalog."C",
    recipient text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    sent_at text COLLATE pg_catalog."C",
    failure text COLLATE pg_catalog."C"
);
CREATE TABLE public.manager (
    context_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    type_id text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.manager_type (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);
CREATE TABLE public.membership (
    group_id text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.message (
    conversation_id text COLLATE pg_catalog."C",
    created_at text COLLATE pg_catalog."C",
    created_by_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    text text COLLATE pg_catalog."C"
);
CREATE TABLE public.metadata (
    parent_id text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    value text COLLATE pg_catalog."C",
    parent_type text COLLATE pg_catalog."C"
);
CREATE TABLE public.note (
    category_id text COLLATE pg_catalog."C",
    completed_at text COLLATE pg_catalog."C",
    completed_by_id text COLLATE pg_catalog."C",
    content text COLLATE pg_catalog."C",
    date text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    in_reply_to_id text COLLATE pg_catalog."C",
    is_todo boolean,
    parent_id text COLLATE pg_catalog."C",
    parent_type text COLLATE pg_catalog."C",
    thread_activity text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C",
    _project_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.note_component (
    component_id text NOT NULL COLLATE pg_catalog."C",
    note_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.note_label (
    color text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    sort bigint
);
CREATE TABLE public.note_label_link (
    label_id text NOT NULL COLLATE pg_catalog."C",
    note_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.object_type (
    icon text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    is_leaf boolean,
    is_schedulable boolean,
    is_statusable boolean,
    is_taskable boolean,
    is_time_reportable boolean,
    is_typeable boolean,
    name text COLLATE pg_catalog."C",
    sort bigint
);
CREATE TABLE public.outbox (
    sequence bigint NOT NULL,
    topic text NOT NULL COLLATE pg_catalog."C",
    payload text NOT NULL COLLATE pg_catalog."C",
    audience text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.participant (
    conversation_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    last_visit text COLLATE pg_catalog."C",
    resource_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.poster (
    component_id text NOT NULL COLLATE pg_catalog."C",
    picture_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.priority (
    color text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    sort bigint,
    value double precision
);
CREATE TABLE public.project_schema (
    asset_version_workflow_schema_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    task_type_schema_id text COLLATE pg_catalog."C",
    task_workflow_schema_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.project_schema_object_type (
    object_type_id text NOT NULL COLLATE pg_catalog."C",
    project_schema_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.project_schema_override (
    id text NOT NULL COLLATE pg_catalog."C",
    project_schema_id text COLLATE pg_catalog."C",
    type_id text COLLATE pg_catalog."C",
    workflow_schema_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.queued_task (
    id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    payload text NOT NULL COLLATE pg_catalog."C",
    job_id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    attempts bigint NOT NULL,
    lease_until bigint NOT NULL,
    token text COLLATE pg_catalog."C",
    created_at bigint NOT NULL
);
CREATE TABLE public.recipient (
    note_id text NOT NULL COLLATE pg_catalog."C",
    resource_id text NOT NULL COLLATE pg_catalog."C",
    text_mentioned text COLLATE pg_catalog."C"
);
CREATE TABLE public.resource (
    id text NOT NULL COLLATE pg_catalog."C",
    resource_type text COLLATE pg_catalog."C",
    username text COLLATE pg_catalog."C",
    is_active boolean,
    email text COLLATE pg_catalog."C",
    first_name text COLLATE pg_catalog."C",
    last_name text COLLATE pg_catalog."C",
    is_otp_enabled boolean,
    is_totp_enabled boolean,
    require_details_update boolean,
    thumbnail_id text COLLATE pg_catalog."C",
    user_type_id text COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    local boolean,
    parent_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.review_session (
    availability text COLLATE pg_catalog."C",
    created_at text COLLATE pg_catalog."C",
    created_by_id text COLLATE pg_catalog."C",
    description text COLLATE pg_catalog."C",
    end_date text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    is_moderated boolean,
    name text COLLATE pg_catalog."C",
    passphrase text COLLATE pg_catalog."C",
    passphrase_enabled boolean,
    project_id text COLLATE pg_catalog."C",
    shareable_url_enabled boolean,
    start_date text COLLATE pg_catalog."C"
);
CREATE TABLE public.review_session_invitee (
    created_at text COLLATE pg_catalog."C",
    created_by_id text COLLATE pg_catalog."C",
    created_from_shared_url boolean,
    email text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    last_sent_at text COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    review_session_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.review_session_object (
    created_at text COLLATE pg_catalog."C",
    description text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    review_session_id text COLLATE pg_catalog."C",
    sort_order double precision,
    version text COLLATE pg_catalog."C",
    version_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.review_session_object_status (
    created_at text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    review_session_invitee_id text COLLATE pg_catalog."C",
    review_session_object_id text COLLATE pg_catalog."C",
    status text COLLATE pg_catalog."C"
);
CREATE TABLE public.schema (
    id text NOT NULL COLLATE pg_catalog."C",
    project_schema_id text COLLATE pg_catalog."C",
    type_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.schema_status (
    schema_id text NOT NULL COLLATE pg_catalog."C",
    sort bigint,
    status_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.schema_step (
    number bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    applied_at text NOT NULL COLLATE pg_catalog."C",
    version text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.schema_type (
    schema_id text NOT NULL COLLATE pg_catalog."C",
    sort bigint,
    type_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.scope (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);
CREATE TABLE public.security_role (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    type text COLLATE pg_catalog."C"
);
CREATE TABLE public.server_lease (
    name text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    until bigint NOT NULL
);
CREATE TABLE public.server_state (
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.setting (
    "group" text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    value text COLLATE pg_catalog."C"
);
CREATE TABLE public.setting_component (
    component_id text NOT NULL COLLATE pg_catalog."C",
    "group" text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.share_link (
    hash text NOT NULL COLLATE pg_catalog."C",
    job_id text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.sign_in_failure (
    subject text NOT NULL COLLATE pg_catalog."C",
    failures bigint NOT NULL,
    last_at text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.state (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    short text COLLATE pg_catalog."C"
);
CREATE TABLE public.status (
    color text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    is_active boolean,
    name text COLLATE pg_catalog."C",
    sort bigint,
    _state_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.status_change (
    date text COLLATE pg_catalog."C",
    from_status_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    parent_id text COLLATE pg_catalog."C",
    parent_type text COLLATE pg_catalog."C",
    status_id text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.stored_file (
    component_id text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    md5 text NOT NULL COLLATE pg_catalog."C",
    uploaded_by text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.task_template (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    project_schema_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.task_template_item (
    id text NOT NULL COLLATE pg_catalog."C",
    task_type_id text COLLATE pg_catalog."C",
    template_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.task_type_schema (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);
CREATE TABLE public.task_type_schema_type (
    task_type_schema_id text NOT NULL COLLATE pg_catalog."C",
    type_id text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.timelog (
    comment text COLLATE pg_catalog."C",
    context_id text COLLATE pg_catalog."C",
    duration double precision,
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    start text COLLATE pg_catalog."C",
    time_zone_offset double precision,
    user_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.timer (
    comment text COLLATE pg_catalog."C",
    context_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C",
    start text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.trigger (
    id text NOT NULL COLLATE pg_catalog."C",
    automation_id text COLLATE pg_catalog."C",
    filter text COLLATE pg_catalog."C"
);
CREATE TABLE public.type (
    color text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    is_billable boolean,
    name text COLLATE pg_catalog."C",
    sort bigint
);
CREATE TABLE public.typed_context_link (
    from_id text COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    to_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.upload (
    id text NOT NULL COLLATE pg_catalog."C",
    component_id text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    size bigint,
    checksum text COLLATE pg_catalog."C",
    parts bigint NOT NULL,
    created_at text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.upload_part (
    upload_id text NOT NULL COLLATE pg_catalog."C",
    part_number bigint NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    md5 text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.user_application_state (
    key text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    value text COLLATE pg_catalog."C"
);
CREATE TABLE public.user_security_role (
    id text NOT NULL COLLATE pg_catalog."C",
    is_all_open_projects boolean,
    security_role_id text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.user_security_role_project (
    id text NOT NULL COLLATE pg_catalog."C",
    project_id text COLLATE pg_catalog."C",
    user_security_role_id text COLLATE pg_catalog."C"
);
CREATE TABLE public.user_type (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);
CREATE TABLE public.web_session (
    hash text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    csrf text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    expires_at text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.webhook_action (
    id text NOT NULL COLLATE pg_catalog."C",
    automation_id text COLLATE pg_catalog."C",
    webhook_url text COLLATE pg_catalog."C",
    headers text COLLATE pg_catalog."C",
    _secret text COLLATE pg_catalog."C",
    _former_secret text COLLATE pg_catalog."C",
    _rotated_at text COLLATE pg_catalog."C"
);
CREATE TABLE public.webhook_attempt (
    delivery_id text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    webhook_id text NOT NULL COLLATE pg_catalog."C",
    tried_at bigint NOT NULL,
    is_delivered boolean NOT NULL,
    status bigint,
    error text COLLATE pg_catalog."C",
    milliseconds bigint NOT NULL,
    answer text COLLATE pg_catalog."C"
);
CREATE TABLE public.webhook_delivery (
    id text NOT NULL COLLATE pg_catalog."C",
    automation_id text NOT NULL COLLATE pg_catalog."C",
    webhook_id text NOT NULL COLLATE pg_catalog."C",
    entity_type text NOT NULL COLLATE pg_catalog."C",
    entity_key text NOT NULL COLLATE pg_catalog."C",
    operation text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    payload text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    attempts bigint NOT NULL,
    next_at bigint,
    token text COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    tried_at bigint,
    delivered_at bigint,
    status bigint,
    error text COLLATE pg_catalog."C",
    milliseconds bigint
);
CREATE TABLE public.workflow_schema (
    id text NOT NULL COLLATE pg_catalog."C",
    name text COLLATE pg_catalog."C"
);
CREATE TABLE public.workflow_schema_status (
    status_id text NOT NULL COLLATE pg_catalog."C",
    workflow_schema_id text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.event ALTER COLUMN id SET DEFAULT nextval('public.event_id_seq'::regclass);
INSERT INTO public.api_key VALUES
	('6ddbeec7-3e4e-4caa-af51-a06d0c709130', 'e8011363-1918-44df-b3d6-55bd6d8c6054', 'First administrator', '0cfef433171a2e13895196db33c28ccaa5dd9b10a446c31a8cbb0a9bac2ef4cd', '2026-11-27T07:12:05', '2026-11-27T07:12:05'),
	('83759847-5a24-4e48-b79f-b6d0952093a5', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4', 'tests', '494a56920d908f0acde55de80e2f9b9631c745520e923590fe094cb802f515ec', '2026-11-27T07:12:05', '2026-11-27T07:12:07');
INSERT INTO public.appointment VALUES
	('t0', 'a', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4', 'assignment');
INSERT INTO public.asset VALUES
	('sh1', 'asset', 'comp', 'e4764bf5-948b-5a2a-9558-eac1b375d1fc', 'p');
INSERT INTO public.asset_type VALUES
	('main', '8f4144e0-a8e6-11e2-9e96-0800200c9a66', 'Upload', 'upload'),
	('main', '84b8bf70-f9f8-54e5-8c8e-7709f3b943ff', 'Geometry', 'geo'),
	('main', '0ceec4fc-7651-5cb0-8792-3890e2bcbc8b', 'Rig', 'rig'),
	('main', '9685bdac-2622-54a1-9dc2-2e410adeb3b2', 'Animation', 'anim'),
	('main', '8a627ea2-71fd-580f-b863-1aec4cd38c45', 'Camera', 'cam'),
	('main', 'd29df7f1-1c09-5e0d-8fc3-f1b2e6ba0c83', 'Cache', 'cache'),
	('main', '70288d9d-b99c-533f-99b2-037ba2221659', 'Render', 'render'),
	('main', 'e4764bf5-948b-5a2a-9558-eac1b375d1fc', 'Image Sequence', 'img'),
	('main', '7f5eb7be-4d59-527c-8e8f-64056c4ea4b7', 'Compositing Script', 'comp'),
	('main', '23c2b9e0-657a-5e33-88ee-ae4360c07730', 'Script', 'script'),
	('main', 'f7ea4a76-f2c5-58b7-9d1c-a5f3aabd2133', 'Audio', 'audio'),
	('main', '9bb10b87-376b-59bc-aed2-e187a2f1fbbc', 'Edit', 'edit');
INSERT INTO public.asset_version VALUES
	('asset', 'First pass', '2026-11-27T07:12:07', 'v1', true, '44dded64-4164-11df-9218-0019bb4983d8', 't0', NULL, 'cfe93923-df3d-44c9-8b92-854cb3acb2e4', 1, 'p'),
	('asset', 'Warmer', '2026-11-27T07:12:07', 'v2', true, '44dded64-4164-11df-9218-0019bb4983d8', 't0', NULL, 'cfe93923-df3d-44c9-8b92-854cb3acb2e4', 2, 'p');
INSERT INTO public.automation VALUES
	('auto', 'Post to chat', true, false, '2026-11-27T07:12:06', 'e8011363-1918-44df-b3d6-55bd6d8c6054');
INSERT INTO public.component VALUES
	('file', 'lighthouse', 'file', '.txt', 25, NULL, 'v2', 'p', NULL);
INSERT INTO public.configuration_read_role VALUES
	('acd86546-4082-11e2-95b1-0019bb4983d8', '33133855-818f-41b7-85fe-198025081f5f'),
	('acd86546-4082-11e2-95b1-0019bb4983d8', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('acd86546-4082-11e2-95b1-0019bb4983d8', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('acd86546-4082-11e2-95b1-0019bb4983d8', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('432bc746-4087-11e2-8250-0019bb4983d8', '33133855-818f-41b7-85fe-198025081f5f'),
	('432bc746-4087-11e2-8250-0019bb4983d8', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('432bc746-4087-11e2-8250-0019bb4983d8', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('432bc746-4087-11e2-8250-0019bb4983d8', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', '33133855-818f-41b7-85fe-198025081f5f'),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('931e4a29-f63d-51af-9b42-b8f55500af16', '33133855-818f-41b7-85fe-198025081f5f'),
	('931e4a29-f63d-51af-9b42-b8f55500af16', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('931e4a29-f63d-51af-9b42-b8f55500af16', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('931e4a29-f63d-51af-9b42-b8f55500af16', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('06940524-7862-5630-84e8-592ae637ca86', '33133855-818f-41b7-85fe-198025081f5f'),
	('06940524-7862-5630-84e8-592ae637ca86', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('06940524-7862-5630-84e8-592ae637ca86', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('06940524-7862-5630-84e8-592ae637ca86', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('d25219d6-acb5-11e1-8668-f23c91df1211', '33133855-818f-41b7-85fe-198025081f5f'),
	('d25219d6-acb5-11e1-8668-f23c91df1211', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('d25219d6-acb5-11e1-8668-f23c91df1211', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('d25219d6-acb5-11e1-8668-f23c91df1211', 'fe0bc782-5ce6-4773-8016-9df32958ed01');
INSERT INTO public.configuration_write_role VALUES
	('acd86546-4082-11e2-95b1-0019bb4983d8', '33133855-818f-41b7-85fe-198025081f5f'),
	('acd86546-4082-11e2-95b1-0019bb4983d8', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('acd86546-4082-11e2-95b1-0019bb4983d8', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('acd86546-4082-11e2-95b1-0019bb4983d8', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('432bc746-4087-11e2-8250-0019bb4983d8', '33133855-818f-41b7-85fe-198025081f5f'),
	('432bc746-4087-11e2-8250-0019bb4983d8', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('432bc746-4087-11e2-8250-0019bb4983d8', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('432bc746-4087-11e2-8250-0019bb4983d8', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', '33133855-818f-41b7-85fe-198025081f5f'),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('931e4a29-f63d-51af-9b42-b8f55500af16', '33133855-818f-41b7-85fe-198025081f5f'),
	('931e4a29-f63d-51af-9b42-b8f55500af16', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('931e4a29-f63d-51af-9b42-b8f55500af16', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('931e4a29-f63d-51af-9b42-b8f55500af16', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('06940524-7862-5630-84e8-592ae637ca86', '33133855-818f-41b7-85fe-198025081f5f'),
	('06940524-7862-5630-84e8-592ae637ca86', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('06940524-7862-5630-84e8-592ae637ca86', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('06940524-7862-5630-84e8-592ae637ca86', 'fe0bc782-5ce6-4773-8016-9df32958ed01'),
	('d25219d6-acb5-11e1-8668-f23c91df1211', '33133855-818f-41b7-85fe-198025081f5f'),
	('d25219d6-acb5-11e1-8668-f23c91df1211', '65f4153d-57ff-40c7-a5a4-e9453ea86622'),
	('d25219d6-acb5-11e1-8668-f23c91df1211', 'f308ed85-d865-4c97-8f76-d3caf9d384bc'),
	('d25219d6-acb5-11e1-8668-f23c91df1211', 'fe0bc782-5ce6-4773-8016-9df32958ed01');
INSERT INTO public.context VALUES
	('show', '2026-11-27T07:12:06', 'e8011363-1918-44df-b3d6-55bd6d8c6054', 'p', 'ferry', NULL, NULL, 'show', 'p', NULL, NULL, NULL, 'The Last Ferry', false, false, 'caddd816-acb5-11e1-8668-f23c91df1211', NULL, NULL, 'active', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('task', '2026-11-27T07:12:06', 'e8011363-1918-44df-b3d6-55bd6d8c6054', 'sq', 'sq010', 'p', NULL, 'e5139355-61da-4c8f-9db4-3abc870166bc', 'p', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, '', 'e5139355-61da-4c8f-9db4-3abc870166bc', '9661b320-3a0c-11e2-81c1-0800200c9a66', 1, NULL, NULL),
	('task', '2026-11-27T07:12:06', 'e8011363-1918-44df-b3d6-55bd6d8c6054', 'sh1', 'sh010', 'sq', NULL, 'bad911de-3bd6-47b9-8b46-3476e237cb36', 'p', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, '', 'bad911de-3bd6-47b9-8b46-3476e237cb36', '9661b320-3a0c-11e2-81c1-0800200c9a66', 1, '44dd9fb2-4164-11df-9218-0019bb4983d8', NULL),
	('task', '2026-11-27T07:12:06', 'e8011363-1918-44df-b3d6-55bd6d8c6054', 'sh2', 'sh020', 'sq', NULL, 'bad911de-3bd6-47b9-8b46-3476e237cb36', 'p', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, '', 'bad911de-3bd6-47b9-8b46-3476e237cb36', '9661b320-3a0c-11e2-81c1-0800200c9a66', 2, '44dd9fb2-4164-11df-9218-0019bb4983d8', NULL),
	('task', '2026-11-27T07:12:06', 'e8011363-1918-44df-b3d6-55bd6d8c6054', 't0', 'block', 'sh1', NULL, '11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', 'p', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, '', '11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', '9661b320-3a0c-11e2-81c1-0800200c9a66', 1, '44dd9fb2-4164-11df-9218-0019bb4983d8', '44dc3636-4164-11df-9218-0019bb4983d8'),
	('task', '2026-11-27T07:12:06', 'e8011363-1918-44df-b3d6-55bd6d8c6054', 't1', 'polish', 'sh1', NULL, '11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', 'p', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3600, '', '11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', '9661b320-3a0c-11e2-81c1-0800200c9a66', 2, '44dd9fb2-4164-11df-9218-0019bb4983d8', '44dc3636-4164-11df-9218-0019bb4983d8'),
	('task', '2026-11-27T07:12:06', 'e8011363-1918-44df-b3d6-55bd6d8c6054', 't2', 'block', 'sh2', NULL, '11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', 'p', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 7200, '', '11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', '9661b320-3a0c-11e2-81c1-0800200c9a66', 1, '44dd9fb2-4164-11df-9218-0019bb4983d8', '44dc3636-4164-11df-9218-0019bb4983d8');
INSERT INTO public.context_ancestor VALUES
	('sq', 'p'),
	('sh1', 'sq'),
	('sh2', 'sq'),
	('t0', 'sh1'),
	('t1', 'sh1'),
	('t2', 'sh2'),
	('sh2', 'p'),
	('sh1', 'p'),
	('t1', 'sq'),
	('t0', 'sq'),
	('t2', 'sq'),
	('t2', 'p'),
	('t0', 'p'),
	('t1', 'p');
INSERT INTO public.credential VALUES
	('e8011363-1918-44df-b3d6-55bd6d8c6054', '$argon2id$v=19$m=19456,t=2,p=1$OfJklPZJ9WlB/2Guv3fEOQ$i8URrjAciQGzJp/GU8dVLxD39DSyO+0QhuPGZmGY1Kg', '2026-11-27T07:12:05'),
	('cfe93923-df3d-44c9-8b92-854cb3acb2e4', '$argon2id$v=19$m=19456,t=2,p=1$acc3vHs2Ty3ZnTMxkaprhg$rF1+LpCZ8tIXfIBwq5gY9n2tYlCu68P7PihtmPdPOcM', '2026-01-01T00:00:00');
INSERT INTO public.custom_attribute_type VALUES
	(true, NULL, '6268aef0-381c-11e0-acff-0019bb49847a', 'text'),
	(true, NULL, '79968e9e-381c-11e0-acff-0019bb49847a', 'date'),
	(true, NULL, '92009b00-381c-11e0-acff-0019bb49847a', 'number'),
	(true, NULL, 'ad1034d8-15e2-11e1-b21a-0019bb4983d8', 'boolean'),
	(true, NULL, 'd2e6a530-357f-11e2-bd73-0019bb4985b8', 'expression'),
	(true, NULL, '6ff9c812-ead3-11e2-846c-f23c91dfaa16', 'enumerator'),
	(true, NULL, '882e4aee-fae6-11e3-b623-20c9d0831e59', 'dynamic enumerator'),
	(true, NULL, 'ec616dcd-56e2-4147-99f8-7e4a4f040cf9', 'url'),
	(true, NULL, '0820056c-fc30-5f3d-b1ac-dd84591d6806', 'notificationtype'),
	(true, NULL, 'bea4fb4f-9e34-5f8c-9d9d-a4ec4dd4101b', 'dynamic user');
INSERT INTO public.custom_attribute_value VALUES
	('d25219d6-acb5-11e1-8668-f23c91df1211', 'p', '24', '24', 24),
	('06940524-7862-5630-84e8-592ae637ca86', 'sq', '25', '25', 25),
	('432bc746-4087-11e2-8250-0019bb4983d8', 'sh1', '1', '1', 1),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', 'sh1', '0', '0', 0),
	('931e4a29-f63d-51af-9b42-b8f55500af16', 'sh1', '25', '25', 25),
	('acd86546-4082-11e2-95b1-0019bb4983d8', 'sh1', '1', '1', 1),
	('432bc746-4087-11e2-8250-0019bb4983d8', 'sh2', '1', '1', 1),
	('432bdfa6-4087-11e2-8250-0019bb4983d8', 'sh2', '0', '0', 0),
	('931e4a29-f63d-51af-9b42-b8f55500af16', 'sh2', '25', '25', 25),
	('acd86546-4082-11e2-95b1-0019bb4983d8', 'sh2', '1', '1', 1),
	('lamps', 'sh2', '2', '2', 2),
	('lamps', 'sh1', '7', '7', 7);
INSERT INTO public.custom_configuration_base VALUES
	('{"isdecimal": false}', false, 'task', NULL, 'acd86546-4082-11e2-95b1-0019bb4983d8', 'fstart', 'Frame start', 'bad911de-3bd6-47b9-8b46-3476e237cb36', NULL, 0, 'attribute', '1', false, '92009b00-381c-11e0-acff-0019bb49847a', '1', 1, NULL, NULL, NULL),
	('{"isdecimal": false}', false, 'task', NULL, '432bc746-4087-11e2-8250-0019bb4983d8', 'fend', 'Frame end', 'bad911de-3bd6-47b9-8b46-3476e237cb36', NULL, 1, 'attribute', '1', false, '92009b00-381c-11e0-acff-0019bb49847a', '1', 1, NULL, NULL, NULL),
	('{"isdecimal": false}', false, 'task', NULL, '432bdfa6-4087-11e2-8250-0019bb4983d8', 'handles', 'Frame handles', 'bad911de-3bd6-47b9-8b46-3476e237cb36', NULL, 2, 'attribute', '0', false, '92009b00-381c-11e0-acff-0019bb49847a', '0', 0, NULL, NULL, NULL),
	('{"isdecimal": true}', false, 'task', NULL, '931e4a29-f63d-51af-9b42-b8f55500af16', 'fps', 'Frame rate', 'bad911de-3bd6-47b9-8b46-3476e237cb36', NULL, 3, 'attribute', '25', false, '92009b00-381c-11e0-acff-0019bb49847a', '25', 25, NULL, NULL, NULL),
	('{"isdecimal": true}', false, 'task', NULL, '06940524-7862-5630-84e8-592ae637ca86', 'fps', 'Frame rate', 'e5139355-61da-4c8f-9db4-3abc870166bc', NULL, 4, 'attribute', '25', false, '92009b00-381c-11e0-acff-0019bb49847a', '25', 25, NULL, NULL, NULL),
	('{"isdecimal": true}', false, 'show', NULL, 'd25219d6-acb5-11e1-8668-f23c91df1211', 'fps', 'Frame rate', NULL, NULL, 5, 'attribute', '24', false, '92009b00-381c-11e0-acff-0019bb49847a', '24', 24, NULL, NULL, NULL),
	('{"isdecimal": false}', false, 'task', NULL, 'lamps', 'lamps', 'Lamps', 'bad911de-3bd6-47b9-8b46-3476e237cb36', NULL, 0, 'attribute', '2', false, '92009b00-381c-11e0-acff-0019bb49847a', '2', 2, NULL, NULL, NULL);
INSERT INTO public.event VALUES
	('asset.published', '2026-11-27T07:12:07', '{"version": 1}', 1, 'First pass', 'v1', 'assetversion', 'p', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4'),
	('asset.published', '2026-11-27T07:12:07', '{"version": 2}', 2, 'Warmer', 'v2', 'assetversion', 'p', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4');
INSERT INTO public.job VALUES
	('j', 'api_job', 'done', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4', '{"description": "Render"}', '2026-11-27T07:12:07', '2026-11-27T07:12:08', '2026-11-27T07:12:08');
INSERT INTO public.job_component VALUES
	('file', 'j');
INSERT INTO public.list VALUES
	('77b9ab82-07c2-11e4-ba66-04011030cf01', '2026-11-27T07:12:07', 'list', true, 'Dailies', 'p', 'assetversion', 'e8011363-1918-44df-b3d6-55bd6d8c6054');
INSERT INTO public.list_category VALUES
	('77b9ab82-07c2-11e4-ba66-04011030cf01', 'Dailies'),
	('712f0fee-ead3-11e2-846c-f23c91dfaa16', 'Delivery'),
	('4c798648-d5b8-5486-adf3-cba0cd16f65a', 'Review');
INSERT INTO public.list_object VALUES
	('v2', 'entry', 'list');
INSERT INTO public.location VALUES
	('ftrack.origin', 'ce9b348f-8809-11e3-821c-20c9d081909b', 'ftrack.origin', NULL),
	('ftrack.unmanaged', 'cb268ecc-8809-11e3-a7e2-20c9d081909b', 'ftrack.unmanaged', NULL),
	('ftrack.review', 'cd41be70-8809-11e3-b98a-20c9d081909b', 'ftrack.review', NULL),
	('ftrack.connect', '07b82a97-8cf9-11e3-9383-20c9d081909b', 'ftrack.connect', NULL),
	('ftrack.server', '3a372bde-05bc-11e4-8908-20c9d081909b', 'ftrack.server', NULL);
INSERT INTO public.manager_type VALUES
	('ca52b0f7-35b3-566d-88d4-2bf86c8c1a97', 'Producer'),
	('7fb3f091-43f9-5312-b248-99b5d69d1767', 'Supervisor'),
	('2ca7a4e7-14ef-52b2-ba1c-ee4886c8ad08', 'Coordinator');
INSERT INTO public.metadata VALUES
	('sh1', 'weather', 'Regen, 5 °C', 'Shot');
INSERT INTO public.note VALUES
	(NULL, NULL, NULL, 'A little warmer?', '2026-11-27T07:12:07', 'n', NULL, false, 'v1', 'AssetVersion', '2026-11-27T07:12:07', 'e8011363-1918-44df-b3d6-55bd6d8c6054', 'p'),
	(NULL, NULL, NULL, 'Done in v2.', '2026-11-27T07:12:07', 'n2', 'n', false, 'v1', 'AssetVersion', '2026-11-27T07:12:07', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4', 'p');
INSERT INTO public.note_label VALUES
	('#3498DB', '535dd25a-9039-56f7-8582-47479b91e167', 'Internal', 0),
	('#E67E22', '3d1f52b4-ce25-5766-8600-d5862d043a9e', 'External Note', 1),
	('#9B59B6', '1384642d-3652-5bd4-8f91-c11750979808', 'Client feedback', 2),
	('#1CBC90', '88664d46-4039-5000-82f6-595dd27b2eb5', 'For review', 3);
INSERT INTO public.object_type VALUES
	('task', '11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', true, true, true, false, true, true, 'Task', 0),
	('milestone', '01decdd1-51cb-11e3-9d5b-20c9d0831e59', true, true, true, false, false, true, 'Milestone', 1),
	('movie', 'bad911de-3bd6-47b9-8b46-3476e237cb36', false, false, true, true, false, false, 'Shot', 2),
	('folder_open', 'e5139355-61da-4c8f-9db4-3abc870166bc', false, false, false, true, false, false, 'Sequence', 3),
	('video_library', '22139355-61da-4c8f-9db4-3abc870166bc', false, false, true, true, false, false, 'Episode', 4),
	('widgets', '4be63b64-5010-42fb-bf1f-428af9d638f0', false, false, true, true, false, true, 'Asset Build', 5),
	('folder', '3c133785-51cb-11e3-980a-20c9d0831e59', false, false, false, true, false, false, 'Folder', 6),
	('default', 'puppet', false, false, true, true, false, true, 'Puppet', 0);
INSERT INTO public.outbox VALUES
	(1, 'ftrack.update', '{"id":"a147e437-28f9-42f2-b312-c0c7076e5d57","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":null,"username":"operator"}},"data":{"pushToken":"70c3f9c8-740b-45ea-a0d5-63bff1b8f84f","clientToken":null,"user":{"userid":null,"name":"Operator"},"parents":["e8011363-1918-44df-b3d6-55bd6d8c6054","baa52ed2-b424-48e6-ad10-ec45a5398312"],"entities":[{"action":"add","entityType":"user","entity_type":"User","entityId":"e8011363-1918-44df-b3d6-55bd6d8c6054","parentId":null,"keys":["username","isactive","resource_type","id","email","firstname","lastname","otp_enabled","totp_enabled","require_details_update","thumbid","typeid"],"changes":{"username":{"old":null,"new":"admin"},"isactive":{"old":null,"new":true},"resource_type":{"old":null,"new":"user"},"id":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"},"email":{"old":null,"new":null},"firstname":{"old":null,"new":null},"lastname":{"old":null,"new":null},"otp_enabled":{"old":null,"new":false},"totp_enabled":{"old":null,"new":false},"require_details_update":{"old":null,"new":false},"thumbid":{"old":null,"new":null},"typeid":{"old":null,"new":"ac9fa5aa-4361-11e0-b7cc-0019bb4983d8"}},"parents":[{"entityId":"e8011363-1918-44df-b3d6-55bd6d8c6054","entityType":"user","entity_type":"User","parentId":null}]},{"action":"add","entityType":"auth_userrole","entity_type":"UserSecurityRole","entityId":"baa52ed2-b424-48e6-ad10-ec45a5398312","parentId":null,"keys":["id","isallprojects","roleid","userid"],"changes":{"id":{"old":null,"new":"baa52ed2-b424-48e6-ad10-ec45a5398312"},"isallprojects":{"old":null,"new":false},"roleid":{"old":null,"new":"f308ed85-d865-4c97-8f76-d3caf9d384bc"},"userid":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"}},"parents":[{"entityId":"baa52ed2-b424-48e6-ad10-ec45a5398312","entityType":"auth_userrole","entity_type":"UserSecurityRole","parentId":null}]}]}}', '[null, null]', '2026-11-27T07:12:05'),
	(2, 'ftrack.update', '{"id":"3c42decd-27a9-4c71-a30f-936f192eaeac","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":null,"username":"operator"}},"data":{"pushToken":"ead83434-c01e-4b3b-8632-492354c3ba77","clientToken":null,"user":{"userid":null,"name":"Operator"},"parents":["cfe93923-df3d-44c9-8b92-854cb3acb2e4"],"entities":[{"action":"add","entityType":"user","entity_type":"User","entityId":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","parentId":null,"keys":["username","isactive","resource_type","id","email","firstname","lastname","otp_enabled","totp_enabled","require_details_update","thumbid","typeid"],"changes":{"username":{"old":null,"new":"ann-fad63379"},"isactive":{"old":null,"new":true},"resource_type":{"old":null,"new":"user"},"id":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"},"email":{"old":null,"new":null},"firstname":{"old":null,"new":"Ann"},"lastname":{"old":null,"new":null},"otp_enabled":{"old":null,"new":false},"totp_enabled":{"old":null,"new":false},"require_details_update":{"old":null,"new":false},"thumbid":{"old":null,"new":null},"typeid":{"old":null,"new":"ac9fa5aa-4361-11e0-b7cc-0019bb4983d8"}},"parents":[{"entityId":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","entityType":"user","entity_type":"User","parentId":null}]}]}}', '[null]', '2026-11-27T07:12:05'),
	(3, 'ftrack.update', '{"id":"81f212f3-2ea5-4baa-86b1-4957764eb374","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"e8011363-1918-44df-b3d6-55bd6d8c6054","username":"admin"}},"data":{"pushToken":"98c90a26-cf50-418b-ac55-f6e7886adadc","clientToken":null,"user":{"userid":"e8011363-1918-44df-b3d6-55bd6d8c6054","name":"admin"},"parents":["e8011363-1918-44df-b3d6-55bd6d8c6054","cfe93923-df3d-44c9-8b92-854cb3acb2e4"],"entities":[{"action":"update","entityType":"user","entity_type":"User","entityId":"e8011363-1918-44df-b3d6-55bd6d8c6054","parentId":null,"keys":["firstname"],"changes":{"firstname":{"old":null,"new":"Ada"}},"parents":[{"entityId":"e8011363-1918-44df-b3d6-55bd6d8c6054","entityType":"user","entity_type":"User","parentId":null}]},{"action":"update","entityType":"user","entity_type":"User","entityId":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","parentId":null,"keys":["username"],"changes":{"username":{"old":"ann-fad63379","new":"ann"}},"parents":[{"entityId":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","entityType":"user","entity_type":"User","parentId":null}]}]}}', '[null, null]', '2026-11-27T07:12:06'),
	(4, 'ftrack.update', '{"id":"586e1eb7-e668-4f5a-96c8-01052063d857","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"e8011363-1918-44df-b3d6-55bd6d8c6054","username":"admin"}},"data":{"pushToken":"5f235fba-4339-4962-8dd8-e3026bf5ad3b","clientToken":null,"user":{"userid":"e8011363-1918-44df-b3d6-55bd6d8c6054","name":"Ada"},"parents":["lamps","puppet"],"entities":[{"action":"add","entityType":"variable_register","entity_type":"CustomAttributeConfiguration","entityId":"lamps","parentId":null,"keys":["config","core","casted_default","entity","groupid","registerid","ishierarchical","key","label","entity_key","topid","sort","typeid"],"changes":{"config":{"old":null,"new":"{\"isdecimal\": false}"},"core":{"old":null,"new":false},"casted_default":{"old":null,"new":"2"},"entity":{"old":null,"new":"task"},"groupid":{"old":null,"new":null},"registerid":{"old":null,"new":"lamps"},"ishierarchical":{"old":null,"new":false},"key":{"old":null,"new":"lamps"},"label":{"old":null,"new":"Lamps"},"entity_key":{"old":null,"new":"bad911de-3bd6-47b9-8b46-3476e237cb36"},"topid":{"old":null,"new":null},"sort":{"old":null,"new":0},"typeid":{"old":null,"new":"92009b00-381c-11e0-acff-0019bb49847a"}},"parents":[{"entityId":"lamps","entityType":"variable_register","entity_type":"CustomAttributeConfiguration","parentId":null}]},{"action":"add","entityType":"objecttype","entity_type":"ObjectType","entityId":"puppet","parentId":null,"keys":["icon","typeid","isleaf","isschedulable","isstatusable","istaskable","istimereportable","istypeable","name","sort"],"changes":{"icon":{"old":null,"new":"default"},"typeid":{"old":null,"new":"puppet"},"isleaf":{"old":null,"new":false},"isschedulable":{"old":null,"new":false},"isstatusable":{"old":null,"new":true},"istaskable":{"old":null,"new":true},"istimereportable":{"old":null,"new":false},"istypeable":{"old":null,"new":true},"name":{"old":null,"new":"Puppet"},"sort":{"old":null,"new":0}},"parents":[{"entityId":"puppet","entityType":"objecttype","entity_type":"ObjectType","parentId":null}]}]}}', '[null, null]', '2026-11-27T07:12:06'),
	(5, 'ftrack.update', '{"id":"06c37068-e4f6-4ee9-8acf-322d2b4e444f","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"e8011363-1918-44df-b3d6-55bd6d8c6054","username":"admin"}},"data":{"pushToken":"506e23e8-711c-409e-9903-13fe53540c72","clientToken":null,"user":{"userid":"e8011363-1918-44df-b3d6-55bd6d8c6054","name":"Ada"},"parents":["p","sq","sh1","sh2","t0","t1","t2","a","164cbcd0-5425-4702-8523-dd37c8af7847","c8961024-a5ee-4d27-acd4-eb1198b27cdd","c1cf2b09-2cb3-4b79-918b-67da2bdc0b7e","54bc66c0-839c-49f8-932b-dac586c3149c","f141220e-cff1-4e57-89f5-24e0d01bffb1"],"entities":[{"action":"add","entityType":"show","entity_type":"Project","entityId":"p","parentId":null,"keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","color","diskid","enddate","fullname","isglobal","private","project_id","projectschemeid","root","startdate","status"],"changes":{"context_type":{"old":null,"new":"show"},"created_at":{"old":null,"new":"2026-11-27T07:12:06"},"created_by":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"},"id":{"old":null,"new":"p"},"name":{"old":null,"new":"ferry"},"parent_id":{"old":null,"new":null},"thumbid":{"old":null,"new":null},"color":{"old":null,"new":null},"diskid":{"old":null,"new":null},"enddate":{"old":null,"new":null},"fullname":{"old":null,"new":"The Last Ferry"},"isglobal":{"old":null,"new":false},"private":{"old":null,"new":false},"project_id":{"old":null,"new":"p"},"projectschemeid":{"old":null,"new":"caddd816-acb5-11e1-8668-f23c91df1211"},"root":{"old":null,"new":null},"startdate":{"old":null,"new":null},"status":{"old":null,"new":"active"}},"parents":[{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Sequence","objectTypeId":"e5139355-61da-4c8f-9db4-3abc870166bc","entityId":"sq","parentId":"p","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:12:06"},"created_by":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"},"id":{"old":null,"new":"sq"},"name":{"old":null,"new":"sq010"},"parent_id":{"old":null,"new":"p"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":0.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"e5139355-61da-4c8f-9db4-3abc870166bc"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":1.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":null},"typeid":{"old":null,"new":null},"taskid":{"old":null,"new":"sq"}},"parents":[{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Shot","objectTypeId":"bad911de-3bd6-47b9-8b46-3476e237cb36","entityId":"sh1","parentId":"sq","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:12:06"},"created_by":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"},"id":{"old":null,"new":"sh1"},"name":{"old":null,"new":"sh010"},"parent_id":{"old":null,"new":"sq"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":0.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"bad911de-3bd6-47b9-8b46-3476e237cb36"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":1.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":null},"taskid":{"old":null,"new":"sh1"}},"parents":[{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Shot","objectTypeId":"bad911de-3bd6-47b9-8b46-3476e237cb36","entityId":"sh2","parentId":"sq","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:12:06"},"created_by":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"},"id":{"old":null,"new":"sh2"},"name":{"old":null,"new":"sh020"},"parent_id":{"old":null,"new":"sq"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":0.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"bad911de-3bd6-47b9-8b46-3476e237cb36"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":2.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":null},"taskid":{"old":null,"new":"sh2"}},"parents":[{"entityId":"sh2","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Task","objectTypeId":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c","entityId":"t0","parentId":"sh1","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:12:06"},"created_by":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"},"id":{"old":null,"new":"t0"},"name":{"old":null,"new":"block"},"parent_id":{"old":null,"new":"sh1"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":0.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":1.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":"44dc3636-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t0"}},"parents":[{"entityId":"t0","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Task","objectTypeId":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c","entityId":"t1","parentId":"sh1","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:12:06"},"created_by":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"},"id":{"old":null,"new":"t1"},"name":{"old":null,"new":"polish"},"parent_id":{"old":null,"new":"sh1"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":3600.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":2.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":"44dc3636-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t1"}},"parents":[{"entityId":"t1","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Task","objectTypeId":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c","entityId":"t2","parentId":"sh2","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:12:06"},"created_by":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"},"id":{"old":null,"new":"t2"},"name":{"old":null,"new":"block"},"parent_id":{"old":null,"new":"sh2"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":7200.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":1.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":"44dc3636-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t2"}},"parents":[{"entityId":"t2","entityType":"task","entity_type":"Task","parentId":"sh2"},{"entityId":"sh2","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"appointment","entity_type":"Appointment","entityId":"a","parentId":"t0","keys":["context_id","id","resource_id","type"],"changes":{"context_id":{"old":null,"new":"t0"},"id":{"old":null,"new":"a"},"resource_id":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"},"type":{"old":null,"new":"assignment"}},"parents":[{"entityId":"a","entityType":"appointment","entity_type":"Appointment","parentId":"t0"},{"entityId":"t0","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"meta","entity_type":"Metadata","entityId":"sh1","entityKey":["sh1","weather"],"parentId":"sh1","keys":["meta_id","variable","value","meta_type"],"changes":{"meta_id":{"old":null,"new":"sh1"},"variable":{"old":null,"new":"weather"},"value":{"old":null,"new":"Regen, 5 °C"},"meta_type":{"old":null,"new":"Shot"}},"parents":[{"entityId":"sh1","entityType":"meta","entity_type":"Metadata","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"164cbcd0-5425-4702-8523-dd37c8af7847","parentId":"sh1","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:12:06"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"164cbcd0-5425-4702-8523-dd37c8af7847"},"parent_id":{"old":null,"new":"sh1"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"}},"parents":[{"entityId":"164cbcd0-5425-4702-8523-dd37c8af7847","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"c8961024-a5ee-4d27-acd4-eb1198b27cdd","parentId":"sh2","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:12:06"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"c8961024-a5ee-4d27-acd4-eb1198b27cdd"},"parent_id":{"old":null,"new":"sh2"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"}},"parents":[{"entityId":"c8961024-a5ee-4d27-acd4-eb1198b27cdd","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"sh2"},{"entityId":"sh2","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"c1cf2b09-2cb3-4b79-918b-67da2bdc0b7e","parentId":"t0","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:12:06"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"c1cf2b09-2cb3-4b79-918b-67da2bdc0b7e"},"parent_id":{"old":null,"new":"t0"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"}},"parents":[{"entityId":"c1cf2b09-2cb3-4b79-918b-67da2bdc0b7e","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"t0"},{"entityId":"t0","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"54bc66c0-839c-49f8-932b-dac586c3149c","parentId":"t1","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:12:06"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"54bc66c0-839c-49f8-932b-dac586c3149c"},"parent_id":{"old":null,"new":"t1"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"}},"parents":[{"entityId":"54bc66c0-839c-49f8-932b-dac586c3149c","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"t1"},{"entityId":"t1","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"f141220e-cff1-4e57-89f5-24e0d01bffb1","parentId":"t2","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:12:06"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"f141220e-cff1-4e57-89f5-24e0d01bffb1"},"parent_id":{"old":null,"new":"t2"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"}},"parents":[{"entityId":"f141220e-cff1-4e57-89f5-24e0d01bffb1","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"t2"},{"entityId":"t2","entityType":"task","entity_type":"Task","parentId":"sh2"},{"entityId":"sh2","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}', '[null, null, null, null, null, null, null, null, null, null, null, null, null, null]', '2026-11-27T07:12:06'),
	(6, 'ftrack.update', '{"id":"01b7c9c2-7bf0-4cac-812c-d1f4f6260b0e","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"e8011363-1918-44df-b3d6-55bd6d8c6054","username":"admin"}},"data":{"pushToken":"ecb756cb-d067-4369-8cbc-02fac19e11f3","clientToken":null,"user":{"userid":"e8011363-1918-44df-b3d6-55bd6d8c6054","name":"Ada"},"parents":["sh1","sq","p"],"entities":[{"action":"update","entityType":"task","entity_type":"Shot","objectTypeId":"bad911de-3bd6-47b9-8b46-3476e237cb36","entityId":"sh1","parentId":"sq","keys":["lamps"],"changes":{"lamps":{"old":"2","new":"7"}},"parents":[{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}', '[null]', '2026-11-27T07:12:06'),
	(7, 'ftrack.update', '{"id":"439da182-9e51-401f-8f96-68f611c0ac79","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"e8011363-1918-44df-b3d6-55bd6d8c6054","username":"admin"}},"data":{"pushToken":"c68a0cd3-4fa7-42aa-b7ae-262f80770a06","clientToken":null,"user":{"userid":"e8011363-1918-44df-b3d6-55bd6d8c6054","name":"Ada"},"parents":["auto","a3e4317c-0785-4fbe-89f2-b3c9d47c3e22","hook"],"entities":[{"action":"add","entityType":"automation","entity_type":"Automation","entityId":"auto","parentId":null,"keys":["id","name","enabled","include_private_projects","created_at","created_by_id"],"changes":{"id":{"old":null,"new":"auto"},"name":{"old":null,"new":"Post to chat"},"enabled":{"old":null,"new":true},"include_private_projects":{"old":null,"new":false},"created_at":{"old":null,"new":"2026-11-27T07:12:06"},"created_by_id":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"}},"parents":[{"entityId":"auto","entityType":"automation","entity_type":"Automation","parentId":null}]},{"action":"add","entityType":"trigger","entity_type":"Trigger","entityId":"a3e4317c-0785-4fbe-89f2-b3c9d47c3e22","parentId":"auto","keys":["id","automation_id","filter"],"changes":{"id":{"old":null,"new":"a3e4317c-0785-4fbe-89f2-b3c9d47c3e22"},"automation_id":{"old":null,"new":"auto"},"filter":{"old":null,"new":"entity.entity_type = \"Job\""}},"parents":[{"entityId":"a3e4317c-0785-4fbe-89f2-b3c9d47c3e22","entityType":"trigger","entity_type":"Trigger","parentId":"auto"},{"entityId":"auto","entityType":"automation","entity_type":"Automation","parentId":null}]},{"action":"add","entityType":"webhookaction","entity_type":"WebhookAction","entityId":"hook","parentId":"auto","keys":["id","automation_id","webhook_url","headers"],"changes":{"id":{"old":null,"new":"hook"},"automation_id":{"old":null,"new":"auto"},"webhook_url":{"old":null,"new":"https://chat.example/hook"},"headers":{"old":null,"new":null}},"parents":[{"entityId":"hook","entityType":"webhookaction","entity_type":"WebhookAction","parentId":"auto"},{"entityId":"auto","entityType":"automation","entity_type":"Automation","parentId":null}]}]}}', '[[], [], []]', '2026-11-27T07:12:07'),
	(8, 'ftrack.update', '{"id":"b4335c19-7137-48e8-82f9-52cf0fbdc749","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","username":"ann"}},"data":{"pushToken":"77c50892-e5af-44cf-a03c-e869d9fa3704","clientToken":null,"user":{"userid":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","name":"Ann"},"parents":["asset","sh1","sq","p","v1","1ad0e744-cb36-4cb3-a43e-1ee4a1c9f090","1"],"entities":[{"action":"add","entityType":"asset","entity_type":"Asset","entityId":"asset","parentId":"sh1","keys":["context_id","assetid","name","typeid"],"changes":{"context_id":{"old":null,"new":"sh1"},"assetid":{"old":null,"new":"asset"},"name":{"old":null,"new":"comp"},"typeid":{"old":null,"new":"e4764bf5-948b-5a2a-9558-eac1b375d1fc"}},"parents":[{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"assetversion","entity_type":"AssetVersion","entityId":"v1","parentId":"asset","keys":["assetid","comment","date","versionid","ispublished","statusid","taskid","thumbid","userid","version"],"changes":{"assetid":{"old":null,"new":"asset"},"comment":{"old":null,"new":"First pass"},"date":{"old":null,"new":"2026-11-27T07:12:07"},"versionid":{"old":null,"new":"v1"},"ispublished":{"old":null,"new":true},"statusid":{"old":null,"new":"44dded64-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t0"},"thumbid":{"old":null,"new":null},"userid":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"},"version":{"old":null,"new":1}},"parents":[{"entityId":"v1","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"assetversionstatuschange","entity_type":"AssetVersionStatusChange","entityId":"1ad0e744-cb36-4cb3-a43e-1ee4a1c9f090","parentId":"v1","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:12:07"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"1ad0e744-cb36-4cb3-a43e-1ee4a1c9f090"},"parent_id":{"old":null,"new":"v1"},"parent_type":{"old":null,"new":"assetversion"},"status_id":{"old":null,"new":"44dded64-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"}},"parents":[{"entityId":"1ad0e744-cb36-4cb3-a43e-1ee4a1c9f090","entityType":"assetversionstatuschange","entity_type":"AssetVersionStatusChange","parentId":"v1"},{"entityId":"v1","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"socialevent","entity_type":"Event","entityId":"1","parentId":"p","keys":["action","created_at","data","socialid","insert","parent_id","parent_type","showid","userid"],"changes":{"action":{"old":null,"new":"asset.published"},"created_at":{"old":null,"new":"2026-11-27T07:12:07"},"data":{"old":null,"new":"{\"version\": 1}"},"socialid":{"old":null,"new":1},"insert":{"old":null,"new":"First pass"},"parent_id":{"old":null,"new":"v1"},"parent_type":{"old":null,"new":"assetversion"},"showid":{"old":null,"new":"p"},"userid":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"}},"parents":[{"entityId":"1","entityType":"socialevent","entity_type":"Event","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}', '[null, null, null, null]', '2026-11-27T07:12:07'),
	(9, 'ftrack.update', '{"id":"9e006dd5-1fe7-4ebe-a635-5898b2545226","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","username":"ann"}},"data":{"pushToken":"e0ec4d95-3593-4e78-9403-9ee0f2dccea4","clientToken":null,"user":{"userid":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","name":"Ann"},"parents":["v2","asset","sh1","sq","p","file","log","t0","434f2881-6473-46aa-b0a2-64e0447d6251","2"],"entities":[{"action":"add","entityType":"assetversion","entity_type":"AssetVersion","entityId":"v2","parentId":"asset","keys":["assetid","comment","date","versionid","ispublished","statusid","taskid","thumbid","userid","version"],"changes":{"assetid":{"old":null,"new":"asset"},"comment":{"old":null,"new":"Warmer"},"date":{"old":null,"new":"2026-11-27T07:12:07"},"versionid":{"old":null,"new":"v2"},"ispublished":{"old":null,"new":true},"statusid":{"old":null,"new":"44dded64-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t0"},"thumbid":{"old":null,"new":null},"userid":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"},"version":{"old":null,"new":2}},"parents":[{"entityId":"v2","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"filecomponent","entity_type":"FileComponent","entityId":"file","parentId":"v2","keys":["system_type","name","id","filetype","size","container_id","version_id"],"changes":{"system_type":{"old":null,"new":"file"},"name":{"old":null,"new":"lighthouse"},"id":{"old":null,"new":"file"},"filetype":{"old":null,"new":".txt"},"size":{"old":null,"new":25},"container_id":{"old":null,"new":null},"version_id":{"old":null,"new":"v2"}},"parents":[{"entityId":"file","entityType":"filecomponent","entity_type":"FileComponent","parentId":"v2"},{"entityId":"v2","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"timelog","entity_type":"Timelog","entityId":"log","parentId":"t0","keys":["comment","context_id","duration","id","name","start","time_zone_offset","user_id"],"changes":{"comment":{"old":null,"new":""},"context_id":{"old":null,"new":"t0"},"duration":{"old":null,"new":5400.0},"id":{"old":null,"new":"log"},"name":{"old":null,"new":null},"start":{"old":null,"new":"2026-11-27T07:12:07"},"time_zone_offset":{"old":null,"new":null},"user_id":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"}},"parents":[{"entityId":"log","entityType":"timelog","entity_type":"Timelog","parentId":"t0"},{"entityId":"t0","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"assetversionstatuschange","entity_type":"AssetVersionStatusChange","entityId":"434f2881-6473-46aa-b0a2-64e0447d6251","parentId":"v2","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:12:07"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"434f2881-6473-46aa-b0a2-64e0447d6251"},"parent_id":{"old":null,"new":"v2"},"parent_type":{"old":null,"new":"assetversion"},"status_id":{"old":null,"new":"44dded64-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"}},"parents":[{"entityId":"434f2881-6473-46aa-b0a2-64e0447d6251","entityType":"assetversionstatuschange","entity_type":"AssetVersionStatusChange","parentId":"v2"},{"entityId":"v2","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"socialevent","entity_type":"Event","entityId":"2","parentId":"p","keys":["action","created_at","data","socialid","insert","parent_id","parent_type","showid","userid"],"changes":{"action":{"old":null,"new":"asset.published"},"created_at":{"old":null,"new":"2026-11-27T07:12:07"},"data":{"old":null,"new":"{\"version\": 2}"},"socialid":{"old":null,"new":2},"insert":{"old":null,"new":"Warmer"},"parent_id":{"old":null,"new":"v2"},"parent_type":{"old":null,"new":"assetversion"},"showid":{"old":null,"new":"p"},"userid":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"}},"parents":[{"entityId":"2","entityType":"socialevent","entity_type":"Event","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}', '[null, null, null, null, null]', '2026-11-27T07:12:07'),
	(10, 'ftrack.update', '{"id":"e6d9fc9a-5fee-4a2e-84be-adc0791c5e32","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"e8011363-1918-44df-b3d6-55bd6d8c6054","username":"admin"}},"data":{"pushToken":"d04af380-7826-4242-a351-e9c5168b96a5","clientToken":null,"user":{"userid":"e8011363-1918-44df-b3d6-55bd6d8c6054","name":"Ada"},"parents":["list","p","entry","n","v1","asset","sh1","sq"],"entities":[{"action":"add","entityType":"list","entity_type":"AssetVersionList","entityId":"list","parentId":"p","keys":["typeid","date","listid","isopen","name","showid","entity","userid"],"changes":{"typeid":{"old":null,"new":"77b9ab82-07c2-11e4-ba66-04011030cf01"},"date":{"old":null,"new":"2026-11-27T07:12:07"},"listid":{"old":null,"new":"list"},"isopen":{"old":null,"new":true},"name":{"old":null,"new":"Dailies"},"showid":{"old":null,"new":"p"},"entity":{"old":null,"new":"assetversion"},"userid":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"}},"parents":[{"entityId":"list","entityType":"list","entity_type":"AssetVersionList","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"listobject","entity_type":"ListObject","entityId":"entry","parentId":"list","keys":["entityid","id","listid"],"changes":{"entityid":{"old":null,"new":"v2"},"id":{"old":null,"new":"entry"},"listid":{"old":null,"new":"list"}},"parents":[{"entityId":"entry","entityType":"listobject","entity_type":"ListObject","parentId":"list"},{"entityId":"list","entityType":"list","entity_type":"AssetVersionList","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"note","entity_type":"Note","entityId":"n","parentId":"v1","keys":["categoryid","completed_at","completed_by_id","text","date","noteid","noteparentid","is_todo","parent_id","parent_type","triggerdate","userid"],"changes":{"categoryid":{"old":null,"new":null},"completed_at":{"old":null,"new":null},"completed_by_id":{"old":null,"new":null},"text":{"old":null,"new":"A little warmer?"},"date":{"old":null,"new":"2026-11-27T07:12:07"},"noteid":{"old":null,"new":"n"},"noteparentid":{"old":null,"new":null},"is_todo":{"old":null,"new":false},"parent_id":{"old":null,"new":"v1"},"parent_type":{"old":null,"new":"AssetVersion"},"triggerdate":{"old":null,"new":"2026-11-27T07:12:07"},"userid":{"old":null,"new":"e8011363-1918-44df-b3d6-55bd6d8c6054"}},"parents":[{"entityId":"n","entityType":"note","entity_type":"Note","parentId":"v1"},{"entityId":"v1","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}', '[null, null, null]', '2026-11-27T07:12:07'),
	(11, 'ftrack.update', '{"id":"2ee90f72-e292-436f-bce8-f3a47ba9ab38","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","username":"ann"}},"data":{"pushToken":"102834ad-7a82-4bd6-aad6-93e27a53ffd5","clientToken":null,"user":{"userid":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","name":"Ann"},"parents":["n2","v1","asset","sh1","sq","p"],"entities":[{"action":"add","entityType":"note","entity_type":"Note","entityId":"n2","parentId":"v1","keys":["categoryid","completed_at","completed_by_id","text","date","noteid","noteparentid","is_todo","parent_id","parent_type","triggerdate","userid"],"changes":{"categoryid":{"old":null,"new":null},"completed_at":{"old":null,"new":null},"completed_by_id":{"old":null,"new":null},"text":{"old":null,"new":"Done in v2."},"date":{"old":null,"new":"2026-11-27T07:12:07"},"noteid":{"old":null,"new":"n2"},"noteparentid":{"old":null,"new":"n"},"is_todo":{"old":null,"new":false},"parent_id":{"old":null,"new":"v1"},"parent_type":{"old":null,"new":"AssetVersion"},"triggerdate":{"old":null,"new":"2026-11-27T07:12:07"},"userid":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"}},"parents":[{"entityId":"n2","entityType":"note","entity_type":"Note","parentId":"v1"},{"entityId":"v1","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}', '[null]', '2026-11-27T07:12:07'),
	(12, 'ftrack.update', '{"id":"955c2773-252d-483f-9b19-4871207d5216","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","username":"ann"}},"data":{"pushToken":"2d071fc4-c225-489c-8068-df292112caeb","clientToken":null,"user":{"userid":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","name":"Ann"},"parents":["j"],"entities":[{"action":"add","entityType":"job","entity_type":"Job","entityId":"j","parentId":null,"keys":["jobid","type","status","userid","data","created_at","finished_at"],"changes":{"jobid":{"old":null,"new":"j"},"type":{"old":null,"new":"api_job"},"status":{"old":null,"new":"running"},"userid":{"old":null,"new":"cfe93923-df3d-44c9-8b92-854cb3acb2e4"},"data":{"old":null,"new":"{\"description\": \"Render\"}"},"created_at":{"old":null,"new":"2026-11-27T07:12:07"},"finished_at":{"old":null,"new":null}},"parents":[{"entityId":"j","entityType":"job","entity_type":"Job","parentId":null}]}]}}', '[["cfe93923-df3d-44c9-8b92-854cb3acb2e4"]]', '2026-11-27T07:12:07'),
	(13, 'ftrack.update', '{"id":"8ad69417-f6a8-4086-ad14-8a4c3e3da83d","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","username":"ann"}},"data":{"pushToken":"fe807446-3da8-4426-a02a-d918c56e684e","clientToken":null,"user":{"userid":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","name":"Ann"},"parents":["file","j"],"entities":[{"action":"add","entityType":"jobcomponent","entity_type":"JobComponent","entityId":"file","entityKey":["file","j"],"parentId":"j","keys":["component_id","job_id"],"changes":{"component_id":{"old":null,"new":"file"},"job_id":{"old":null,"new":"j"}},"parents":[{"entityId":"file","entityType":"jobcomponent","entity_type":"JobComponent","parentId":"j"},{"entityId":"j","entityType":"job","entity_type":"Job","parentId":null}]},{"action":"update","entityType":"job","entity_type":"Job","entityId":"j","parentId":null,"keys":["status","finished_at"],"changes":{"status":{"old":"running","new":"done"},"finished_at":{"old":null,"new":"2026-11-27T07:12:08"}},"parents":[{"entityId":"j","entityType":"job","entity_type":"Job","parentId":null}]}]}}', '[["cfe93923-df3d-44c9-8b92-854cb3acb2e4"], ["cfe93923-df3d-44c9-8b92-854cb3acb2e4"]]', '2026-11-27T07:12:08');
INSERT INTO public.priority VALUES
	('#E74C3C', '847fb90e-ead3-11e2-846c-f23c91dfaa16', 'Urgent', 0, 0),
	('#E67E22', '847f9cda-ead3-11e2-846c-f23c91dfaa16', 'High', 1, 0),
	('#F1C40F', '847f8146-ead3-11e2-846c-f23c91dfaa16', 'Medium', 2, 0),
	('#1CBC90', '847f663e-ead3-11e2-846c-f23c91dfaa16', 'Low', 3, 0),
	('#CACACA', '9661b320-3a0c-11e2-81c1-0800200c9a66', 'None', 4, 0);
INSERT INTO public.project_schema VALUES
	('cadb4c0e-acb5-11e1-8668-f23c91df1211', 'caddd816-acb5-11e1-8668-f23c91df1211', 'VFX Scheme', 'cadd9e5a-acb5-11e1-8668-f23c91df1211', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('e3f28e20-09f6-5d97-8dcb-901c96876f4f', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac', 'Animation Scheme', '13af59db-522b-5c3b-b524-d21f6ffb2a6b', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('a82f4fe6-8a15-5492-afa5-542970718489', 'df14438d-36ab-512d-98ec-64d508f22c0c', 'Episodic Scheme', '9dd1148d-81f1-5641-aab2-c364c10d0d66', '6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO public.project_schema_object_type VALUES
	('11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', 'caddd816-acb5-11e1-8668-f23c91df1211'),
	('01decdd1-51cb-11e3-9d5b-20c9d0831e59', 'caddd816-acb5-11e1-8668-f23c91df1211'),
	('3c133785-51cb-11e3-980a-20c9d0831e59', 'caddd816-acb5-11e1-8668-f23c91df1211'),
	('e5139355-61da-4c8f-9db4-3abc870166bc', 'caddd816-acb5-11e1-8668-f23c91df1211'),
	('bad911de-3bd6-47b9-8b46-3476e237cb36', 'caddd816-acb5-11e1-8668-f23c91df1211'),
	('4be63b64-5010-42fb-bf1f-428af9d638f0', 'caddd816-acb5-11e1-8668-f23c91df1211'),
	('11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac'),
	('01decdd1-51cb-11e3-9d5b-20c9d0831e59', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac'),
	('3c133785-51cb-11e3-980a-20c9d0831e59', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac'),
	('e5139355-61da-4c8f-9db4-3abc870166bc', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac'),
	('bad911de-3bd6-47b9-8b46-3476e237cb36', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac'),
	('4be63b64-5010-42fb-bf1f-428af9d638f0', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac'),
	('11c137c0-ee7e-4f9c-91c5-8c77cec22b2c', 'df14438d-36ab-512d-98ec-64d508f22c0c'),
	('01decdd1-51cb-11e3-9d5b-20c9d0831e59', 'df14438d-36ab-512d-98ec-64d508f22c0c'),
	('3c133785-51cb-11e3-980a-20c9d0831e59', 'df14438d-36ab-512d-98ec-64d508f22c0c'),
	('22139355-61da-4c8f-9db4-3abc870166bc', 'df14438d-36ab-512d-98ec-64d508f22c0c'),
	('e5139355-61da-4c8f-9db4-3abc870166bc', 'df14438d-36ab-512d-98ec-64d508f22c0c'),
	('bad911de-3bd6-47b9-8b46-3476e237cb36', 'df14438d-36ab-512d-98ec-64d508f22c0c'),
	('4be63b64-5010-42fb-bf1f-428af9d638f0', 'df14438d-36ab-512d-98ec-64d508f22c0c');
INSERT INTO public.resource VALUES
	('e8011363-1918-44df-b3d6-55bd6d8c6054', 'user', 'admin', true, NULL, 'Ada', NULL, false, false, false, NULL, 'ac9fa5aa-4361-11e0-b7cc-0019bb4983d8', NULL, NULL, NULL),
	('cfe93923-df3d-44c9-8b92-854cb3acb2e4', 'user', 'ann', true, NULL, 'Ann', NULL, false, false, false, NULL, 'ac9fa5aa-4361-11e0-b7cc-0019bb4983d8', NULL, NULL, NULL);
INSERT INTO public.schema VALUES
	('ad861386-4454-51ac-89cb-bfde921b457a', 'caddd816-acb5-11e1-8668-f23c91df1211', '01decdd1-51cb-11e3-9d5b-20c9d0831e59'),
	('0e746a73-f7ea-5d79-8f5a-afda76cce254', 'caddd816-acb5-11e1-8668-f23c91df1211', '3c133785-51cb-11e3-980a-20c9d0831e59'),
	('54f0cdf6-7ba2-5e42-9b48-985a1d23600b', 'caddd816-acb5-11e1-8668-f23c91df1211', 'e5139355-61da-4c8f-9db4-3abc870166bc'),
	('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c', 'caddd816-acb5-11e1-8668-f23c91df1211', 'bad911de-3bd6-47b9-8b46-3476e237cb36'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 'caddd816-acb5-11e1-8668-f23c91df1211', '4be63b64-5010-42fb-bf1f-428af9d638f0'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac', '01decdd1-51cb-11e3-9d5b-20c9d0831e59'),
	('5f7373a7-46db-55d6-8343-ade3ad15423e', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac', '3c133785-51cb-11e3-980a-20c9d0831e59'),
	('bceb88de-2821-56dd-a3d9-6c6751371e2e', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac', 'e5139355-61da-4c8f-9db4-3abc870166bc'),
	('4aadac49-421a-5fdc-afc8-b14c392aca06', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac', 'bad911de-3bd6-47b9-8b46-3476e237cb36'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac', '4be63b64-5010-42fb-bf1f-428af9d638f0'),
	('565997b9-5535-55dd-9fcf-0f71829b133c', 'df14438d-36ab-512d-98ec-64d508f22c0c', '01decdd1-51cb-11e3-9d5b-20c9d0831e59'),
	('c52b49ce-0e32-5d58-8ada-350d73c65386', 'df14438d-36ab-512d-98ec-64d508f22c0c', '3c133785-51cb-11e3-980a-20c9d0831e59'),
	('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815', 'df14438d-36ab-512d-98ec-64d508f22c0c', '22139355-61da-4c8f-9db4-3abc870166bc'),
	('953fbfcb-e328-56fd-b3a3-21072b91e84e', 'df14438d-36ab-512d-98ec-64d508f22c0c', 'e5139355-61da-4c8f-9db4-3abc870166bc'),
	('939f5769-8d26-569a-a60c-214a2216eec5', 'df14438d-36ab-512d-98ec-64d508f22c0c', 'bad911de-3bd6-47b9-8b46-3476e237cb36'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 'df14438d-36ab-512d-98ec-64d508f22c0c', '4be63b64-5010-42fb-bf1f-428af9d638f0');
INSERT INTO public.schema_status VALUES
	('ad861386-4454-51ac-89cb-bfde921b457a', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('ad861386-4454-51ac-89cb-bfde921b457a', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8'),
	('ad861386-4454-51ac-89cb-bfde921b457a', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('ad861386-4454-51ac-89cb-bfde921b457a', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('ad861386-4454-51ac-89cb-bfde921b457a', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('ad861386-4454-51ac-89cb-bfde921b457a', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('ad861386-4454-51ac-89cb-bfde921b457a', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('ad861386-4454-51ac-89cb-bfde921b457a', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8'),
	('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8'),
	('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8'),
	('4aadac49-421a-5fdc-afc8-b14c392aca06', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('4aadac49-421a-5fdc-afc8-b14c392aca06', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8'),
	('4aadac49-421a-5fdc-afc8-b14c392aca06', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('4aadac49-421a-5fdc-afc8-b14c392aca06', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('4aadac49-421a-5fdc-afc8-b14c392aca06', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('4aadac49-421a-5fdc-afc8-b14c392aca06', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('4aadac49-421a-5fdc-afc8-b14c392aca06', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('4aadac49-421a-5fdc-afc8-b14c392aca06', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8'),
	('565997b9-5535-55dd-9fcf-0f71829b133c', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('565997b9-5535-55dd-9fcf-0f71829b133c', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO public.schema_status VALUES
	('565997b9-5535-55dd-9fcf-0f71829b133c', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('565997b9-5535-55dd-9fcf-0f71829b133c', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('565997b9-5535-55dd-9fcf-0f71829b133c', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('565997b9-5535-55dd-9fcf-0f71829b133c', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('565997b9-5535-55dd-9fcf-0f71829b133c', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('565997b9-5535-55dd-9fcf-0f71829b133c', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8'),
	('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8'),
	('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8'),
	('939f5769-8d26-569a-a60c-214a2216eec5', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('939f5769-8d26-569a-a60c-214a2216eec5', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8'),
	('939f5769-8d26-569a-a60c-214a2216eec5', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('939f5769-8d26-569a-a60c-214a2216eec5', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('939f5769-8d26-569a-a60c-214a2216eec5', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('939f5769-8d26-569a-a60c-214a2216eec5', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('939f5769-8d26-569a-a60c-214a2216eec5', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('939f5769-8d26-569a-a60c-214a2216eec5', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 0, '44dd9fb2-4164-11df-9218-0019bb4983d8'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 1, '44ddd0fe-4164-11df-9218-0019bb4983d8'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 2, '44dded64-4164-11df-9218-0019bb4983d8'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 3, '44de097a-4164-11df-9218-0019bb4983d8'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 4, 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 5, '9bb65936-88e7-11e3-9264-04011030cf01'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 6, 'a0bc2444-15e2-11e1-b21a-0019bb4983d8'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 7, 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO public.schema_step VALUES
	(1, 'baseline', '2026-11-27T07:12:05', '0.1.0');
INSERT INTO public.schema_type VALUES
	('ad861386-4454-51ac-89cb-bfde921b457a', 0, 'd3685248-637a-5c64-9d07-717b41ead093'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 0, '66d145f0-13c6-11e3-abf2-f23c91dfaa16'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 1, '66d1aedc-13c6-11e3-abf2-f23c91dfaa16'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 2, '66d1daba-13c6-11e3-abf2-f23c91dfaa16'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 3, '218d40bd-4be1-551c-a6ba-f8edc606238f'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 4, '504c7190-7f77-57ef-bfc4-83e982e3aaa3'),
	('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df', 5, '66d2038c-13c6-11e3-abf2-f23c91dfaa16'),
	('ad92fa5a-e0be-5315-a6ef-fc8720c16278', 0, 'd3685248-637a-5c64-9d07-717b41ead093'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 0, '66d145f0-13c6-11e3-abf2-f23c91dfaa16'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 1, '66d1aedc-13c6-11e3-abf2-f23c91dfaa16'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 2, '66d1daba-13c6-11e3-abf2-f23c91dfaa16'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 3, '218d40bd-4be1-551c-a6ba-f8edc606238f'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 4, '504c7190-7f77-57ef-bfc4-83e982e3aaa3'),
	('45569543-d82f-58c8-9eae-7f8782c3926e', 5, '66d2038c-13c6-11e3-abf2-f23c91dfaa16'),
	('565997b9-5535-55dd-9fcf-0f71829b133c', 0, 'd3685248-637a-5c64-9d07-717b41ead093'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 0, '66d145f0-13c6-11e3-abf2-f23c91dfaa16'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 1, '66d1aedc-13c6-11e3-abf2-f23c91dfaa16'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 2, '66d1daba-13c6-11e3-abf2-f23c91dfaa16'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 3, '218d40bd-4be1-551c-a6ba-f8edc606238f'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 4, '504c7190-7f77-57ef-bfc4-83e982e3aaa3'),
	('04751ef9-8b7a-51af-a3a4-6bee51d329f9', 5, '66d2038c-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO public.security_role VALUES
	('f308ed85-d865-4c97-8f76-d3caf9d384bc', 'Administrator', 'PROJECT'),
	('fe0bc782-5ce6-4773-8016-9df32958ed01', 'Project Manager', 'PROJECT'),
	('33133855-818f-41b7-85fe-198025081f5f', 'User', 'PROJECT'),
	('65f4153d-57ff-40c7-a5a4-e9453ea86622', 'API', 'API');
INSERT INTO public.server_state VALUES
	('seed.written', 'places words schemas frames'),
	('server.secret', 'PY6E-PuAmeteBm3Z39ocLZR3pygg_1bqnOyfJ1QQcKjH7xSfbXq0kMZXDxUz6YPy'),
	('model.revision', 'be868a80-3820-4160-9218-188c46d06ad0'),
	('automations.revision', 'ee0d52e7-77ab-4160-95ed-b967e74410fc');
INSERT INTO public.setting VALUES
	('STORAGE', 'storage_scenario', '{"scenario": "ftrack.automatic", "data": {}}');
INSERT INTO public.state VALUES
	('cea0ba04-acb5-11e1-8668-f23c91df1211', 'Not Started', 'NOT_STARTED'),
	('cea0efc4-acb5-11e1-8668-f23c91df1211', 'In Progress', 'IN_PROGRESS'),
	('cea116d4-acb5-11e1-8668-f23c91df1211', 'Done', 'DONE'),
	('5709c04e-2f4b-11e2-b663-0019bb4983d8', 'Blocked', 'BLOCKED');
INSERT INTO public.status VALUES
	('#CACACA', '44dd9fb2-4164-11df-9218-0019bb4983d8', true, 'Not started', 0, 'cea0ba04-acb5-11e1-8668-f23c91df1211'),
	('#00FFFF', '9078de1a-40ce-11ed-a028-8e70b81a65da', true, 'Ready to start', 1, 'cea0ba04-acb5-11e1-8668-f23c91df1211'),
	('#CC99FF', 'cadb9a06-acb5-11e1-8668-f23c91df1211', true, 'WIP', 2, 'cea0ba04-acb5-11e1-8668-f23c91df1211'),
	('#3498DB', '44ddd0fe-4164-11df-9218-0019bb4983d8', true, 'In progress', 3, 'cea0efc4-acb5-11e1-8668-f23c91df1211'),
	('#F1C40F', '44dded64-4164-11df-9218-0019bb4983d8', true, 'Pending Review', 4, 'cea0efc4-acb5-11e1-8668-f23c91df1211'),
	('#FF6600', '2286947e-a2d4-11e9-825d-d27cf242b68b', true, 'Revise', 5, 'cea0efc4-acb5-11e1-8668-f23c91df1211'),
	('#2ECC71', '44de097a-4164-11df-9218-0019bb4983d8', true, 'Approved', 6, 'cea116d4-acb5-11e1-8668-f23c91df1211'),
	('#1CBC90', 'd5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16', true, 'Client approved', 7, 'cea116d4-acb5-11e1-8668-f23c91df1211'),
	('#1CBC90', '9bb65936-88e7-11e3-9264-04011030cf01', true, 'Completed', 8, 'cea116d4-acb5-11e1-8668-f23c91df1211'),
	('#E74C3C', 'a0bc2444-15e2-11e1-b21a-0019bb4983d8', true, 'On Hold', 9, '5709c04e-2f4b-11e2-b663-0019bb4983d8'),
	('#E74C3C', 'a0bc3f24-15e2-11e1-b21a-0019bb4983d8', true, 'Omitted', 10, '5709c04e-2f4b-11e2-b663-0019bb4983d8');
INSERT INTO public.status_change VALUES
	('2026-11-27T07:12:06', NULL, '164cbcd0-5425-4702-8523-dd37c8af7847', 'sh1', 'task', '44dd9fb2-4164-11df-9218-0019bb4983d8', 'e8011363-1918-44df-b3d6-55bd6d8c6054'),
	('2026-11-27T07:12:06', NULL, 'c8961024-a5ee-4d27-acd4-eb1198b27cdd', 'sh2', 'task', '44dd9fb2-4164-11df-9218-0019bb4983d8', 'e8011363-1918-44df-b3d6-55bd6d8c6054'),
	('2026-11-27T07:12:06', NULL, 'c1cf2b09-2cb3-4b79-918b-67da2bdc0b7e', 't0', 'task', '44dd9fb2-4164-11df-9218-0019bb4983d8', 'e8011363-1918-44df-b3d6-55bd6d8c6054'),
	('2026-11-27T07:12:06', NULL, '54bc66c0-839c-49f8-932b-dac586c3149c', 't1', 'task', '44dd9fb2-4164-11df-9218-0019bb4983d8', 'e8011363-1918-44df-b3d6-55bd6d8c6054'),
	('2026-11-27T07:12:06', NULL, 'f141220e-cff1-4e57-89f5-24e0d01bffb1', 't2', 'task', '44dd9fb2-4164-11df-9218-0019bb4983d8', 'e8011363-1918-44df-b3d6-55bd6d8c6054'),
	('2026-11-27T07:12:07', NULL, '1ad0e744-cb36-4cb3-a43e-1ee4a1c9f090', 'v1', 'assetversion', '44dded64-4164-11df-9218-0019bb4983d8', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4'),
	('2026-11-27T07:12:07', NULL, '434f2881-6473-46aa-b0a2-64e0447d6251', 'v2', 'assetversion', '44dded64-4164-11df-9218-0019bb4983d8', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4');
INSERT INTO public.stored_file VALUES
	('file', '582a74aa40a2b72ab9d63a54f1f50ba1', 'lighthouse.txt', 25, '732ad4f0fb8372c379454a4aa9a1c5fd', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4', '2026-11-27T07:12:07');
INSERT INTO public.task_template VALUES
	('9b68f9d5-5b75-55de-9c6c-5437fa0c9584', 'Effects shot', 'caddd816-acb5-11e1-8668-f23c91df1211'),
	('2787013b-5026-5853-a8bf-e942509768a2', 'Asset', 'caddd816-acb5-11e1-8668-f23c91df1211'),
	('71c7f5a1-85d7-5a50-b065-9fc852670374', 'Shot', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac'),
	('bfe956bb-3b8b-5c31-902d-986540d94d5c', 'Character', '400c1caa-55f4-5d39-ad56-ee97ae77b9ac'),
	('3c0c0d6b-7efe-579a-a197-bf51585180c6', 'Shot', 'df14438d-36ab-512d-98ec-64d508f22c0c');
INSERT INTO public.task_template_item VALUES
	('fc0086cf-f2a0-5456-b3ad-90425ba941d7', '44dd3ed2-4164-11df-9218-0019bb4983d8', '9b68f9d5-5b75-55de-9c6c-5437fa0c9584'),
	('dcab59aa-1abc-5642-8efe-5e781d8638ad', '44dcea86-4164-11df-9218-0019bb4983d8', '9b68f9d5-5b75-55de-9c6c-5437fa0c9584'),
	('37faeb75-dfb5-5141-9374-55d1733b254a', '44dd08fe-4164-11df-9218-0019bb4983d8', '9b68f9d5-5b75-55de-9c6c-5437fa0c9584'),
	('30e8eb51-6c6d-5866-8702-cf0930ce2fbf', '44dd23b6-4164-11df-9218-0019bb4983d8', '9b68f9d5-5b75-55de-9c6c-5437fa0c9584'),
	('fec0e01c-7ed0-572d-bfbf-5eb22eba06ec', '44dc53c8-4164-11df-9218-0019bb4983d8', '2787013b-5026-5853-a8bf-e942509768a2'),
	('a9c9172c-a6b5-50c5-b074-2249415591fc', 'ca1a53f7-1614-5c9f-b38f-24057a765788', '2787013b-5026-5853-a8bf-e942509768a2'),
	('bf5fb7ff-27f1-5067-b271-6f261ab4298e', '44dd5868-4164-11df-9218-0019bb4983d8', '2787013b-5026-5853-a8bf-e942509768a2'),
	('4df3f829-adbd-5a93-8a92-0db1b1f49edc', '44dc8cd0-4164-11df-9218-0019bb4983d8', '2787013b-5026-5853-a8bf-e942509768a2'),
	('55e1c6f6-2041-53eb-996a-9124dbf15ba2', '37f3e7cc-8717-5249-980c-e90581df5fd4', '71c7f5a1-85d7-5a50-b065-9fc852670374'),
	('5a802661-0186-5436-a621-f7bb15cbecb2', '44dc3636-4164-11df-9218-0019bb4983d8', '71c7f5a1-85d7-5a50-b065-9fc852670374'),
	('322b2d62-a3c3-561e-819b-cb09de1c1412', '44dd08fe-4164-11df-9218-0019bb4983d8', '71c7f5a1-85d7-5a50-b065-9fc852670374'),
	('8d07afc9-b34c-5756-ac0a-50536b86feef', '44dd23b6-4164-11df-9218-0019bb4983d8', '71c7f5a1-85d7-5a50-b065-9fc852670374'),
	('eabf8d9a-d528-5e56-9290-cbbb1a35dcce', '44dc53c8-4164-11df-9218-0019bb4983d8', 'bfe956bb-3b8b-5c31-902d-986540d94d5c'),
	('4e498f01-6490-5609-9351-4138e1f060a8', '44dd5868-4164-11df-9218-0019bb4983d8', 'bfe956bb-3b8b-5c31-902d-986540d94d5c'),
	('9a9f4889-56a8-58df-b2f9-e6eec912c7c5', 'ca1a53f7-1614-5c9f-b38f-24057a765788', 'bfe956bb-3b8b-5c31-902d-986540d94d5c'),
	('d0eb1819-9308-52db-a67b-e461fd812085', '44dc8cd0-4164-11df-9218-0019bb4983d8', 'bfe956bb-3b8b-5c31-902d-986540d94d5c'),
	('bfe56e41-330c-509a-a0eb-7fd441228e38', '37f3e7cc-8717-5249-980c-e90581df5fd4', '3c0c0d6b-7efe-579a-a197-bf51585180c6'),
	('0dd77736-597e-525b-8759-7aff1be61e2a', '44dc3636-4164-11df-9218-0019bb4983d8', '3c0c0d6b-7efe-579a-a197-bf51585180c6'),
	('ad65c2eb-548d-5f5f-888a-641cac3c2351', '44dd08fe-4164-11df-9218-0019bb4983d8', '3c0c0d6b-7efe-579a-a197-bf51585180c6'),
	('791074d6-63bb-5e3d-b52e-1014c6028572', '44dd23b6-4164-11df-9218-0019bb4983d8', '3c0c0d6b-7efe-579a-a197-bf51585180c6');
INSERT INTO public.task_type_schema VALUES
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', 'VFX Scheme'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', 'Animation Scheme'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', 'Episodic Scheme');
INSERT INTO public.task_type_schema_type VALUES
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '44dd3ed2-4164-11df-9218-0019bb4983d8'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '37f3e7cc-8717-5249-980c-e90581df5fd4'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '44dc3636-4164-11df-9218-0019bb4983d8'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '44dcea86-4164-11df-9218-0019bb4983d8'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '44dd08fe-4164-11df-9218-0019bb4983d8'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', 'c3bcfdb4-ad7d-11e1-a444-f23c91df1211'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '44dd23b6-4164-11df-9218-0019bb4983d8'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', 'ef9e0a44-5209-5097-ba46-a626d235bee0'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '44dc53c8-4164-11df-9218-0019bb4983d8'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', 'ca1a53f7-1614-5c9f-b38f-24057a765788'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '44dd5868-4164-11df-9218-0019bb4983d8'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '44dc8cd0-4164-11df-9218-0019bb4983d8'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '66d2038c-13c6-11e3-abf2-f23c91dfaa16'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', '44dc6ffc-4164-11df-9218-0019bb4983d8'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', 'c7f0bd42-20b3-5d2f-8b1b-b2a3d35ad888'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', 'cc46c4c6-13d2-11e3-8915-f23c91dfaa16'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', 'b628a004-ad7d-11e1-896c-f23c91df1211'),
	('cadd9e5a-acb5-11e1-8668-f23c91df1211', 'ae1e2480-f24e-11e2-bd1f-f23c91dfaa16'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '38c5c2e4-9b52-5aa4-9c65-83aa9d4cf33c'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '6d71599b-55ae-500e-a260-27496c394eb7'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '44dc53c8-4164-11df-9218-0019bb4983d8'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', 'ca1a53f7-1614-5c9f-b38f-24057a765788'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '44dd5868-4164-11df-9218-0019bb4983d8'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '44dc8cd0-4164-11df-9218-0019bb4983d8'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '37f3e7cc-8717-5249-980c-e90581df5fd4'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '44dc3636-4164-11df-9218-0019bb4983d8'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '44dcea86-4164-11df-9218-0019bb4983d8'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '44dd08fe-4164-11df-9218-0019bb4983d8'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', 'ef9e0a44-5209-5097-ba46-a626d235bee0'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', '44dd23b6-4164-11df-9218-0019bb4983d8'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', 'cc46c4c6-13d2-11e3-8915-f23c91dfaa16'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', 'b628a004-ad7d-11e1-896c-f23c91df1211'),
	('13af59db-522b-5c3b-b524-d21f6ffb2a6b', 'ae1e2480-f24e-11e2-bd1f-f23c91dfaa16'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', '38c5c2e4-9b52-5aa4-9c65-83aa9d4cf33c'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', '37f3e7cc-8717-5249-980c-e90581df5fd4'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', '44dc53c8-4164-11df-9218-0019bb4983d8'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', 'ca1a53f7-1614-5c9f-b38f-24057a765788'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', '44dd5868-4164-11df-9218-0019bb4983d8'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', '44dc8cd0-4164-11df-9218-0019bb4983d8'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', '44dc3636-4164-11df-9218-0019bb4983d8'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', '44dcea86-4164-11df-9218-0019bb4983d8'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', '44dd08fe-4164-11df-9218-0019bb4983d8'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', 'ef9e0a44-5209-5097-ba46-a626d235bee0'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', '44dd23b6-4164-11df-9218-0019bb4983d8'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', 'c7f0bd42-20b3-5d2f-8b1b-b2a3d35ad888'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', 'cc46c4c6-13d2-11e3-8915-f23c91dfaa16'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', 'b628a004-ad7d-11e1-896c-f23c91df1211'),
	('9dd1148d-81f1-5641-aab2-c364c10d0d66', 'ae1e2480-f24e-11e2-bd1f-f23c91dfaa16');
INSERT INTO public.timelog VALUES
	('', 't0', 5400, 'log', NULL, '2026-11-27T07:12:07', NULL, 'cfe93923-df3d-44c9-8b92-854cb3acb2e4');
INSERT INTO public.trigger VALUES
	('a3e4317c-0785-4fbe-89f2-b3c9d47c3e22', 'auto', 'entity.entity_type = "Job"');
INSERT INTO public.type VALUES
	('#935BA2', '44dc53c8-4164-11df-9218-0019bb4983d8', true, 'Modeling', 0),
	('#58592D', '44dd5868-4164-11df-9218-0019bb4983d8', true, 'Rigging', 1),
	('#A3635D', '44dc8cd0-4164-11df-9218-0019bb4983d8', true, 'Lookdev', 2),
	('#27AE60', '44dd3ed2-4164-11df-9218-0019bb4983d8', true, 'Tracking', 3),
	('#27AE60', '44dc6ffc-4164-11df-9218-0019bb4983d8', true, 'Previz', 4),
	('#35592D', '44dc3636-4164-11df-9218-0019bb4983d8', true, 'Animation', 5),
	('#9B59B6', '44dcea86-4164-11df-9218-0019bb4983d8', true, 'FX', 6),
	('#5B5BA3', '44dd08fe-4164-11df-9218-0019bb4983d8', true, 'Lighting', 7),
	('#2D5959', '44dd23b6-4164-11df-9218-0019bb4983d8', true, 'Compositing', 8),
	('#2D3E59', 'c3bcfdb4-ad7d-11e1-a444-f23c91df1211', true, 'Rotoscoping', 9),
	('#59402D', 'cc46c4c6-13d2-11e3-8915-f23c91dfaa16', true, 'Editing', 10),
	('#595959', 'b628a004-ad7d-11e1-896c-f23c91df1211', false, 'Production', 11),
	('#2D5940', 'ae1e2480-f24e-11e2-bd1f-f23c91dfaa16', true, 'Deliverable', 12),
	('#40592D', '37f3e7cc-8717-5249-980c-e90581df5fd4', true, 'Layout', 13),
	('#592D40', 'ef9e0a44-5209-5097-ba46-a626d235bee0', true, 'Rendering', 14),
	('#2D4C59', '6d71599b-55ae-500e-a260-27496c394eb7', true, 'Concept Art', 15),
	('#594C2D', 'ca1a53f7-1614-5c9f-b38f-24057a765788', true, 'Texture', 16),
	('#4C2D59', 'c7f0bd42-20b3-5d2f-8b1b-b2a3d35ad888', true, 'Conform', 17),
	('#59492D', '38c5c2e4-9b52-5aa4-9c65-83aa9d4cf33c', true, 'Storyboard', 18),
	('#A35B5B', '66d145f0-13c6-11e3-abf2-f23c91dfaa16', true, 'Character', 19),
	('#5BA38C', '66d1aedc-13c6-11e3-abf2-f23c91dfaa16', true, 'Prop', 20),
	('#5B8CA3', '66d1daba-13c6-11e3-abf2-f23c91dfaa16', true, 'Environment', 21),
	('#8CA35B', '66d2038c-13c6-11e3-abf2-f23c91dfaa16', true, 'Matte Painting', 22),
	('#A38C5B', '218d40bd-4be1-551c-a6ba-f8edc606238f', true, 'Vehicle', 23),
	('#8C5BA3', '504c7190-7f77-57ef-bfc4-83e982e3aaa3', true, 'Furniture', 24),
	('#7F8C8D', 'd3685248-637a-5c64-9d07-717b41ead093', true, 'Milestone', 25);
INSERT INTO public.upload VALUES
	('a96f33ee-0f0d-4872-9a31-e4d25fb81253', 'file', 'cfe93923-df3d-44c9-8b92-854cb3acb2e4', 'lighthouse.txt', 25, 'cyrU8PuDcsN5RUpKqaHF/Q==', 0, '2026-11-27T07:12:07');
INSERT INTO public.user_security_role VALUES
	('baa52ed2-b424-48e6-ad10-ec45a5398312', false, 'f308ed85-d865-4c97-8f76-d3caf9d384bc', 'e8011363-1918-44df-b3d6-55bd6d8c6054');
INSERT INTO public.user_type VALUES
	('ac9fa5aa-4361-11e0-b7cc-0019bb4983d8', 'Default');
INSERT INTO public.webhook_action VALUES
	('hook', 'auto', 'https://chat.example/hook', NULL, 'whsec_7Ve193hp+UWx1GwLpieYFf7hsU0s3aedjO4GIodRZwc=', NULL, NULL);
INSERT INTO public.webhook_attempt VALUES
	('5d3fcec1-6dfd-4d97-83ca-5c49bf8a4c9c', 1, 'hook', 1795763528028, false, NULL, 'The name was not found: Name or service not known.', 51, NULL);
INSERT INTO public.webhook_delivery VALUES
	('5d3fcec1-6dfd-4d97-83ca-5c49bf8a4c9c', 'auto', 'hook', 'Job', '["j"]', 'create', 12, '{"id":"5d3fcec1-6dfd-4d97-83ca-5c49bf8a4c9c","fez_id":"ftrack_entity_event_v1","metadata":{"date":"2026-11-27T07:12:07.885022+00:00","resource_id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","server_url":"http://127.0.0.1:44383/","configuration_hash":"7035c840f26f36a08600fdb34a58573a0daf146808eaded66a2edf323531c028"},"entity":{"id":["j"],"entity_type":"Job","operation":"create","new":{"id":"j","type":"api_job","status":"running","user_id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","data":"{\"description\": \"Render\"}","created_at":"2026-11-27T07:12:07","finished_at":null},"old":null}}', 'failed', 1, 1795763537459, NULL, 1795763527889, 1795763528023, NULL, NULL, 'The name was not found: Name or service not known.', 51),
	('b3dc42ad-9a20-47d9-984f-809be4923270', 'auto', 'hook', 'Job', '["j"]', 'update', 13, '{"id":"b3dc42ad-9a20-47d9-984f-809be4923270","fez_id":"ftrack_entity_event_v1","metadata":{"date":"2026-11-27T07:12:08.045456+00:00","resource_id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","server_url":"http://127.0.0.1:44383/","configuration_hash":"7035c840f26f36a08600fdb34a58573a0daf146808eaded66a2edf323531c028"},"entity":{"id":["j"],"entity_type":"Job","operation":"update","new":{"id":"j","type":"api_job","status":"done","user_id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","data":"{\"description\": \"Render\"}","created_at":"2026-11-27T07:12:07","finished_at":"2026-11-27T07:12:08"},"old":{"id":"j","type":"api_job","status":"running","user_id":"cfe93923-df3d-44c9-8b92-854cb3acb2e4","data":"{\"description\": \"Render\"}","created_at":"2026-11-27T07:12:07","finished_at":null}}}', 'waiting', 0, 1795763528046, NULL, 1795763528046, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.workflow_schema VALUES
	('cadb0afa-acb5-11e1-8668-f23c91df1211', 'VFX Scheme, tasks'),
	('cadb4c0e-acb5-11e1-8668-f23c91df1211', 'VFX Scheme, versions'),
	('1ce45315-1df3-5b01-9dc0-3d82e9f389bd', 'Animation Scheme, tasks'),
	('e3f28e20-09f6-5d97-8dcb-901c96876f4f', 'Animation Scheme, versions'),
	('6b357067-82a6-5ff9-9b45-c10c82f80fdb', 'Episodic Scheme, tasks'),
	('a82f4fe6-8a15-5492-afa5-542970718489', 'Episodic Scheme, versions');
INSERT INTO public.workflow_schema_status VALUES
	('44dd9fb2-4164-11df-9218-0019bb4983d8', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('9078de1a-40ce-11ed-a028-8e70b81a65da', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('44ddd0fe-4164-11df-9218-0019bb4983d8', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('44dded64-4164-11df-9218-0019bb4983d8', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('2286947e-a2d4-11e9-825d-d27cf242b68b', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('44de097a-4164-11df-9218-0019bb4983d8', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('9bb65936-88e7-11e3-9264-04011030cf01', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('a0bc2444-15e2-11e1-b21a-0019bb4983d8', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('a0bc3f24-15e2-11e1-b21a-0019bb4983d8', 'cadb0afa-acb5-11e1-8668-f23c91df1211'),
	('44dded64-4164-11df-9218-0019bb4983d8', 'cadb4c0e-acb5-11e1-8668-f23c91df1211'),
	('2286947e-a2d4-11e9-825d-d27cf242b68b', 'cadb4c0e-acb5-11e1-8668-f23c91df1211'),
	('44de097a-4164-11df-9218-0019bb4983d8', 'cadb4c0e-acb5-11e1-8668-f23c91df1211'),
	('d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16', 'cadb4c0e-acb5-11e1-8668-f23c91df1211'),
	('a0bc3f24-15e2-11e1-b21a-0019bb4983d8', 'cadb4c0e-acb5-11e1-8668-f23c91df1211'),
	('44dd9fb2-4164-11df-9218-0019bb4983d8', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('9078de1a-40ce-11ed-a028-8e70b81a65da', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('44ddd0fe-4164-11df-9218-0019bb4983d8', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('44dded64-4164-11df-9218-0019bb4983d8', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('2286947e-a2d4-11e9-825d-d27cf242b68b', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('44de097a-4164-11df-9218-0019bb4983d8', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('9bb65936-88e7-11e3-9264-04011030cf01', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('a0bc2444-15e2-11e1-b21a-0019bb4983d8', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('a0bc3f24-15e2-11e1-b21a-0019bb4983d8', '1ce45315-1df3-5b01-9dc0-3d82e9f389bd'),
	('44dded64-4164-11df-9218-0019bb4983d8', 'e3f28e20-09f6-5d97-8dcb-901c96876f4f'),
	('2286947e-a2d4-11e9-825d-d27cf242b68b', 'e3f28e20-09f6-5d97-8dcb-901c96876f4f'),
	('44de097a-4164-11df-9218-0019bb4983d8', 'e3f28e20-09f6-5d97-8dcb-901c96876f4f'),
	('d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16', 'e3f28e20-09f6-5d97-8dcb-901c96876f4f'),
	('a0bc3f24-15e2-11e1-b21a-0019bb4983d8', 'e3f28e20-09f6-5d97-8dcb-901c96876f4f'),
	('44dd9fb2-4164-11df-9218-0019bb4983d8', '6b357067-82a6-5ff9-9b45-c10c82f80fdb'),
	('9078de1a-40ce-11ed-a028-8e70b81a65da', '6b357067-82a6-5ff9-9b45-c10c82f80fdb'),
	('44ddd0fe-4164-11df-9218-0019bb4983d8', '6b357067-82a6-5ff9-9b45-c10c82f80fdb'),
	('44dded64-4164-11df-9218-0019bb4983d8', '6b357067-82a6-5ff9-9b45-c10c82f80fdb'),
	('2286947e-a2d4-11e9-825d-d27cf242b68b', '6b357067-82a6-5ff9-9b45-c10c82f80fdb'),
	('44de097a-4164-11df-9218-0019bb4983d8', '6b357067-82a6-5ff9-9b45-c10c82f80fdb'),
	('9bb65936-88e7-11e3-9264-04011030cf01', '6b357067-82a6-5ff9-9b45-c10c82f80fdb'),
	('a0bc2444-15e2-11e1-b21a-0019bb4983d8', '6b357067-82a6-5ff9-9b45-c10c82f80fdb'),
	('a0bc3f24-15e2-11e1-b21a-0019bb4983d8', '6b357067-82a6-5ff9-9b45-c10c82f80fdb'),
	('44dded64-4164-11df-9218-0019bb4983d8', 'a82f4fe6-8a15-5492-afa5-542970718489'),
	('2286947e-a2d4-11e9-825d-d27cf242b68b', 'a82f4fe6-8a15-5492-afa5-542970718489'),
	('44de097a-4164-11df-9218-0019bb4983d8', 'a82f4fe6-8a15-5492-afa5-542970718489'),
	('d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16', 'a82f4fe6-8a15-5492-afa5-542970718489'),
	('a0bc3f24-15e2-11e1-b21a-0019bb4983d8', 'a82f4fe6-8a15-5492-afa5-542970718489');
SELECT pg_catalog.setval('public.event_id_seq', 1, false);
ALTER TABLE ONLY public.api_key ADD CONSTRAINT api_key_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.api_key ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.appointment ADD CONSTRAINT appointment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.asset ADD CONSTRAINT asset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.asset_type ADD CONSTRAINT asset_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.asset_version_link ADD CONSTRAINT asset_version_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.asset_version ADD CONSTRAINT asset_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.automation ADD CONSTRAINT automation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calendar_event ADD CONSTRAINT calendar_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calendar_event_resource ADD CONSTRAINT calendar_event_resource_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.component_location ADD CONSTRAINT component_location_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.component ADD CONSTRAINT component_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.configuration_read_role ADD CONSTRAINT configuration_read_role_pkey PRIMARY KEY (configuration_id, role_id);
ALTER TABLE ONLY public.configuration_write_role ADD CONSTRAINT configuration_write_role_pkey PRIMARY KEY (configuration_id, role_id);
ALTER TABLE ONLY public.context_ancestor ADD CONSTRAINT context_ancestor_pkey PRIMARY KEY (context_id, ancestor_id);
ALTER TABLE ONLY public.context ADD CONSTRAINT context_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.context_scope ADD CONSTRAINT context_scope_pkey PRIMARY KEY (context_id, scope_id);
ALTER TABLE ONLY public.conversation ADD CONSTRAINT conversation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.credential ADD CONSTRAINT credential_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.custom_attribute_group ADD CONSTRAINT custom_attribute_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.custom_attribute_link ADD CONSTRAINT custom_attribute_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.custom_attribute_type ADD CONSTRAINT custom_attribute_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.custom_attribute_value ADD CONSTRAINT custom_attribute_value_pkey PRIMARY KEY (configuration_id, entity_id);
ALTER TABLE ONLY public.custom_configuration_base ADD CONSTRAINT custom_configuration_base_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dashboard ADD CONSTRAINT dashboard_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dashboard_resource ADD CONSTRAINT dashboard_resource_pkey PRIMARY KEY (dashboard_id, resource_id);
ALTER TABLE ONLY public.dashboard_widget ADD CONSTRAINT dashboard_widget_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.disk ADD CONSTRAINT disk_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entity_setting ADD CONSTRAINT entity_setting_pkey PRIMARY KEY ("group", name, parent_id);
ALTER TABLE ONLY public.event ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.feed ADD CONSTRAINT feed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.global_key ADD CONSTRAINT global_key_hash_key UNIQUE (hash);
ALTER TABLE ONLY public.global_key ADD CONSTRAINT global_key_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.global_key_role ADD CONSTRAINT global_key_role_pkey PRIMARY KEY (key_id, role_id);
ALTER TABLE ONLY public.hub_position ADD CONSTRAINT hub_position_pkey PRIMARY KEY (user_id, subscriber);
ALTER TABLE ONLY public.hub_process ADD CONSTRAINT hub_process_pkey PRIMARY KEY (process);
ALTER TABLE ONLY public.hub_ticket ADD CONSTRAINT hub_ticket_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.job_component ADD CONSTRAINT job_component_pkey PRIMARY KEY (component_id, job_id);
ALTER TABLE ONLY public.job_grant ADD CONSTRAINT job_grant_pkey PRIMARY KEY (job_id, user_id);
ALTER TABLE ONLY public.job ADD CONSTRAINT job_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.list_category ADD CONSTRAINT list_category_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.list_object ADD CONSTRAINT list_object_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.list ADD CONSTRAINT list_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.location ADD CONSTRAINT location_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mail ADD CONSTRAINT mail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.manager ADD CONSTRAINT manager_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.manager_type ADD CONSTRAINT manager_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.membership ADD CONSTRAINT membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.message ADD CONSTRAINT message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.metadata ADD CONSTRAINT metadata_pkey PRIMARY KEY (parent_id, key);
ALTER TABLE ONLY public.note_component ADD CONSTRAINT note_component_pkey PRIMARY KEY (component_id, note_id);
ALTER TABLE ONLY public.note_label_link ADD CONSTRAINT note_label_link_pkey PRIMARY KEY (label_id, note_id);
ALTER TABLE ONLY public.note_label ADD CONSTRAINT note_label_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.note ADD CONSTRAINT note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.object_type ADD CONSTRAINT object_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox ADD CONSTRAINT outbox_pkey PRIMARY KEY (sequence);
ALTER TABLE ONLY public.participant ADD CONSTRAINT participant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.poster ADD CONSTRAINT poster_pkey PRIMARY KEY (component_id);
ALTER TABLE ONLY public.priority ADD CONSTRAINT priority_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.project_schema_object_type ADD CONSTRAINT project_schema_object_type_pkey PRIMARY KEY (object_type_id, project_schema_id);
ALTER TABLE ONLY public.project_schema_override ADD CONSTRAINT project_schema_override_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.project_schema ADD CONSTRAINT project_schema_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.queued_task ADD CONSTRAINT queued_task_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recipient ADD CONSTRAINT recipient_pkey PRIMARY KEY (note_id, resource_id);
ALTER TABLE ONLY public.resource ADD CONSTRAINT resource_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.review_session_invitee ADD CONSTRAINT review_session_invitee_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.review_session_object ADD CONSTRAINT review_session_object_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.review_session_object_status ADD CONSTRAINT review_session_object_status_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.review_session ADD CONSTRAINT review_session_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.schema ADD CONSTRAINT schema_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.schema_status ADD CONSTRAINT schema_status_pkey PRIMARY KEY (schema_id, status_id);
ALTER TABLE ONLY public.schema_step ADD CONSTRAINT schema_step_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.schema_type ADD CONSTRAINT schema_type_pkey PRIMARY KEY (schema_id, type_id);
ALTER TABLE ONLY public.scope ADD CONSTRAINT scope_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.security_role ADD CONSTRAINT security_role_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.server_lease ADD CONSTRAINT server_lease_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.server_state ADD CONSTRAINT server_state_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.setting_component ADD CONSTRAINT setting_component_pkey PRIMARY KEY (component_id, "group", name);
ALTER TABLE ONLY public.setting ADD CONSTRAINT setting_pkey PRIMARY KEY ("group", name);
ALTER TABLE ONLY public.share_link ADD CONSTRAINT share_link_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.sign_in_failure ADD CONSTRAINT sign_in_failure_pkey PRIMARY KEY (subject);
ALTER TABLE ONLY public.state ADD CONSTRAINT state_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.status_change ADD CONSTRAINT status_change_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.status ADD CONSTRAINT status_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stored_file ADD CONSTRAINT stored_file_key_key UNIQUE (key);
ALTER TABLE ONLY public.stored_file ADD CONSTRAINT stored_file_pkey PRIMARY KEY (component_id);
ALTER TABLE ONLY public.task_template_item ADD CONSTRAINT task_template_item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.task_template ADD CONSTRAINT task_template_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.task_type_schema ADD CONSTRAINT task_type_schema_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.task_type_schema_type ADD CONSTRAINT task_type_schema_type_pkey PRIMARY KEY (task_type_schema_id, type_id);
ALTER TABLE ONLY public.timelog ADD CONSTRAINT timelog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.timer ADD CONSTRAINT timer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trigger ADD CONSTRAINT trigger_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.type ADD CONSTRAINT type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.typed_context_link ADD CONSTRAINT typed_context_link_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.upload_part ADD CONSTRAINT upload_part_pkey PRIMARY KEY (upload_id, part_number);
ALTER TABLE ONLY public.upload ADD CONSTRAINT upload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.user_application_state ADD CONSTRAINT user_application_state_pkey PRIMARY KEY (key, user_id);
ALTER TABLE ONLY public.user_security_role ADD CONSTRAINT user_security_role_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.user_security_role_project ADD CONSTRAINT user_security_role_project_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.user_type ADD CONSTRAINT user_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.web_session ADD CONSTRAINT web_session_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.webhook_action ADD CONSTRAINT webhook_action_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_attempt ADD CONSTRAINT webhook_attempt_pkey PRIMARY KEY (delivery_id, number);
ALTER TABLE ONLY public.webhook_delivery ADD CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workflow_schema ADD CONSTRAINT workflow_schema_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workflow_schema_status ADD CONSTRAINT workflow_schema_status_pkey PRIMARY KEY (status_id, workflow_schema_id);
CREATE INDEX ix_api_key_user_id ON public.api_key USING btree (user_id);
CREATE INDEX ix_appointment_context_id ON public.appointment USING btree (context_id);
CREATE INDEX ix_appointment_resource_id ON public.appointment USING btree (resource_id);
CREATE INDEX ix_asset__project_id ON public.asset USING btree (_project_id);
CREATE INDEX ix_asset_context_id ON public.asset USING btree (context_id);
CREATE INDEX ix_asset_type_id ON public.asset USING btree (type_id);
CREATE INDEX ix_asset_version__project_id ON public.asset_version USING btree (_project_id);
CREATE INDEX ix_asset_version_asset_id ON public.asset_version USING btree (asset_id);
CREATE INDEX ix_asset_version_link_from_id ON public.asset_version_link USING btree (from_id);
CREATE INDEX ix_asset_version_link_to_id ON public.asset_version_link USING btree (to_id);
CREATE INDEX ix_asset_version_status_id ON public.asset_version USING btree (status_id);
CREATE INDEX ix_asset_version_task_id ON public.asset_version USING btree (task_id);
CREATE INDEX ix_asset_version_thumbnail_id ON public.asset_version USING btree (thumbnail_id);
CREATE INDEX ix_asset_version_user_id ON public.asset_version USING btree (user_id);
CREATE INDEX ix_automation_created_by_id ON public.automation USING btree (created_by_id);
CREATE INDEX ix_calendar_event_created_by_id ON public.calendar_event USING btree (created_by_id);
CREATE INDEX ix_calendar_event_project_id ON public.calendar_event USING btree (project_id);
CREATE INDEX ix_calendar_event_resource_calendar_event_id ON public.calendar_event_resource USING btree (calendar_event_id);
CREATE INDEX ix_calendar_event_resource_created_by_id ON public.calendar_event_resource USING btree (created_by_id);
CREATE INDEX ix_calendar_event_resource_resource_id ON public.calendar_event_resource USING btree (resource_id);
CREATE INDEX ix_calendar_event_type_id ON public.calendar_event USING btree (type_id);
CREATE INDEX ix_component__project_id ON public.component USING btree (_project_id);
CREATE INDEX ix_component_container_id ON public.component USING btree (container_id);
CREATE INDEX ix_component_location_component_id ON public.component_location USING btree (component_id);
CREATE INDEX ix_component_location_location_id ON public.component_location USING btree (location_id);
CREATE INDEX ix_component_version_id ON public.component USING btree (version_id);
CREATE INDEX ix_configuration_read_role_role_id ON public.configuration_read_role USING btree (role_id);
CREATE INDEX ix_configuration_write_role_role_id ON public.configuration_write_role USING btree (role_id);
CREATE INDEX ix_context__kind ON public.context USING btree (_kind);
CREATE INDEX ix_context_ancestor_ancestor_id ON public.context_ancestor USING btree (ancestor_id);
CREATE INDEX ix_context_created_by_id ON public.context USING btree (created_by_id);
CREATE INDEX ix_context_disk_id ON public.context USING btree (disk_id);
CREATE INDEX ix_context_object_type_id ON public.context USING btree (object_type_id);
CREATE INDEX ix_context_parent_id ON public.context USING btree (parent_id);
CREATE INDEX ix_context_priority_id ON public.context USING btree (priority_id);
CREATE INDEX ix_context_project_id ON public.context USING btree (project_id);
CREATE INDEX ix_context_project_schema_id ON public.context USING btree (project_schema_id);
CREATE INDEX ix_context_scope_scope_id ON public.context_scope USING btree (scope_id);
CREATE INDEX ix_context_status_id ON public.context USING btree (status_id);
CREATE INDEX ix_context_thumbnail_id ON public.context USING btree (thumbnail_id);
CREATE INDEX ix_context_type_id ON public.context USING btree (type_id);
CREATE INDEX ix_conversation_created_by_id ON public.conversation USING btree (created_by_id);
CREATE INDEX ix_custom_attribute_link_configuration_id ON public.custom_attribute_link USING btree (configuration_id);
CREATE INDEX ix_custom_attribute_link_from_id ON public.custom_attribute_link USING btree (from_id);
CREATE INDEX ix_custom_attribute_link_to_id ON public.custom_attribute_link USING btree (to_id);
CREATE INDEX ix_custom_attribute_value_entity_id ON public.custom_attribute_value USING btree (entity_id);
CREATE INDEX ix_custom_configuration_base_group_id ON public.custom_configuration_base USING btree (group_id);
CREATE INDEX ix_custom_configuration_base_object_type_id ON public.custom_configuration_base USING btree (object_type_id);
CREATE INDEX ix_custom_configuration_base_object_type_id_to ON public.custom_configuration_base USING btree (object_type_id_to);
CREATE INDEX ix_custom_configuration_base_project_id ON public.custom_configuration_base USING btree (project_id);
CREATE INDEX ix_custom_configuration_base_type_id ON public.custom_configuration_base USING btree (type_id);
CREATE INDEX ix_dashboard_created_by_id ON public.dashboard USING btree (created_by_id);
CREATE INDEX ix_dashboard_resource_resource_id ON public.dashboard_resource USING btree (resource_id);
CREATE INDEX ix_dashboard_widget_dashboard_id ON public.dashboard_widget USING btree (dashboard_id);
CREATE INDEX ix_event_parent_id ON public.event USING btree (parent_id);
CREATE INDEX ix_event_project_id ON public.event USING btree (project_id);
CREATE INDEX ix_event_user_id ON public.event USING btree (user_id);
CREATE INDEX ix_feed_owner_id ON public.feed USING btree (owner_id);
CREATE INDEX ix_feed_social_id ON public.feed USING btree (social_id);
CREATE INDEX ix_job_component_job_id ON public.job_component USING btree (job_id);
CREATE INDEX ix_job_created_at ON public.job USING btree (created_at);
CREATE INDEX ix_job_finished_at ON public.job USING btree (finished_at);
CREATE INDEX ix_job_grant_user_id ON public.job_grant USING btree (user_id);
CREATE INDEX ix_job_status ON public.job USING btree (status);
CREATE INDEX ix_job_user_id ON public.job USING btree (user_id);
CREATE INDEX ix_list_category_id ON public.list USING btree (category_id);
CREATE INDEX ix_list_object_entity_id ON public.list_object USING btree (entity_id);
CREATE INDEX ix_list_object_list_id ON public.list_object USING btree (list_id);
CREATE INDEX ix_list_project_id ON public.list USING btree (project_id);
CREATE INDEX ix_list_user_id ON public.list USING btree (user_id);
CREATE INDEX ix_mail_created_at ON public.mail USING btree (created_at);
CREATE INDEX ix_manager_context_id ON public.manager USING btree (context_id);
CREATE INDEX ix_manager_type_id ON public.manager USING btree (type_id);
CREATE INDEX ix_manager_user_id ON public.manager USING btree (user_id);
CREATE INDEX ix_membership_group_id ON public.membership USING btree (group_id);
CREATE INDEX ix_membership_user_id ON public.membership USING btree (user_id);
CREATE INDEX ix_message_conversation_id ON public.message USING btree (conversation_id);
CREATE INDEX ix_message_created_by_id ON public.message USING btree (created_by_id);
CREATE INDEX ix_note__project_id ON public.note USING btree (_project_id);
CREATE INDEX ix_note_category_id ON public.note USING btree (category_id);
CREATE INDEX ix_note_completed_by_id ON public.note USING btree (completed_by_id);
CREATE INDEX ix_note_component_note_id ON public.note_component USING btree (note_id);
CREATE INDEX ix_note_in_reply_to_id ON public.note USING btree (in_reply_to_id);
CREATE INDEX ix_note_label_link_label_id ON public.note_label_link USING btree (label_id);
CREATE INDEX ix_note_parent_id ON public.note USING btree (parent_id);
CREATE INDEX ix_note_user_id ON public.note USING btree (user_id);
CREATE INDEX ix_participant_conversation_id ON public.participant USING btree (conversation_id);
CREATE INDEX ix_participant_resource_id ON public.participant USING btree (resource_id);
CREATE INDEX ix_poster_picture_id ON public.poster USING btree (picture_id);
CREATE INDEX ix_project_schema_asset_version_workflow_schema_id ON public.project_schema USING btree (asset_version_workflow_schema_id);
CREATE INDEX ix_project_schema_object_type_project_schema_id ON public.project_schema_object_type USING btree (project_schema_id);
CREATE INDEX ix_project_schema_override_project_schema_id ON public.project_schema_override USING btree (project_schema_id);
CREATE INDEX ix_project_schema_override_type_id ON public.project_schema_override USING btree (type_id);
CREATE INDEX ix_project_schema_override_workflow_schema_id ON public.project_schema_override USING btree (workflow_schema_id);
CREATE INDEX ix_project_schema_task_type_schema_id ON public.project_schema USING btree (task_type_schema_id);
CREATE INDEX ix_project_schema_task_workflow_schema_id ON public.project_schema USING btree (task_workflow_schema_id);
CREATE INDEX ix_queued_task_job_id ON public.queued_task USING btree (job_id);
CREATE INDEX ix_recipient_resource_id ON public.recipient USING btree (resource_id);
CREATE INDEX ix_resource_parent_id ON public.resource USING btree (parent_id);
CREATE INDEX ix_resource_thumbnail_id ON public.resource USING btree (thumbnail_id);
CREATE INDEX ix_resource_user_type_id ON public.resource USING btree (user_type_id);
CREATE INDEX ix_review_session_created_by_id ON public.review_session USING btree (created_by_id);
CREATE INDEX ix_review_session_invitee_created_by_id ON public.review_session_invitee USING btree (created_by_id);
CREATE INDEX ix_review_session_invitee_review_session_id ON public.review_session_invitee USING btree (review_session_id);
CREATE INDEX ix_review_session_object_review_session_id ON public.review_session_object USING btree (review_session_id);
CREATE INDEX ix_review_session_object_status_review_session_invitee_id ON public.review_session_object_status USING btree (review_session_invitee_id);
CREATE INDEX ix_review_session_object_status_review_session_object_id ON public.review_session_object_status USING btree (review_session_object_id);
CREATE INDEX ix_review_session_object_version_id ON public.review_session_object USING btree (version_id);
CREATE INDEX ix_review_session_project_id ON public.review_session USING btree (project_id);
CREATE INDEX ix_schema_project_schema_id ON public.schema USING btree (project_schema_id);
CREATE INDEX ix_schema_status_schema_id ON public.schema_status USING btree (schema_id);
CREATE INDEX ix_schema_type_id ON public.schema USING btree (type_id);
CREATE INDEX ix_schema_type_schema_id ON public.schema_type USING btree (schema_id);
CREATE INDEX ix_share_link_job_id ON public.share_link USING btree (job_id);
CREATE INDEX ix_status__state_id ON public.status USING btree (_state_id);
CREATE INDEX ix_status_change_from_status_id ON public.status_change USING btree (from_status_id);
CREATE INDEX ix_status_change_parent_id ON public.status_change USING btree (parent_id);
CREATE INDEX ix_status_change_status_id ON public.status_change USING btree (status_id);
CREATE INDEX ix_status_change_user_id ON public.status_change USING btree (user_id);
CREATE INDEX ix_task_template_item_task_type_id ON public.task_template_item USING btree (task_type_id);
CREATE INDEX ix_task_template_item_template_id ON public.task_template_item USING btree (template_id);
CREATE INDEX ix_task_template_project_schema_id ON public.task_template USING btree (project_schema_id);
CREATE INDEX ix_task_type_schema_type_type_id ON public.task_type_schema_type USING btree (type_id);
CREATE INDEX ix_timelog_context_id ON public.timelog USING btree (context_id);
CREATE INDEX ix_timelog_start ON public.timelog USING btree (start);
CREATE INDEX ix_timelog_user_id ON public.timelog USING btree (user_id);
CREATE INDEX ix_timer_context_id ON public.timer USING btree (context_id);
CREATE INDEX ix_timer_user_id ON public.timer USING btree (user_id);
CREATE INDEX ix_trigger_automation_id ON public.trigger USING btree (automation_id);
CREATE INDEX ix_typed_context_link_from_id ON public.typed_context_link USING btree (from_id);
CREATE INDEX ix_typed_context_link_to_id ON public.typed_context_link USING btree (to_id);
CREATE INDEX ix_upload_component_id ON public.upload USING btree (component_id);
CREATE INDEX ix_user_security_role_project_project_id ON public.user_security_role_project USING btree (project_id);
CREATE INDEX ix_user_security_role_project_user_security_role_id ON public.user_security_role_project USING btree (user_security_role_id);
CREATE INDEX ix_user_security_role_security_role_id ON public.user_security_role USING btree (security_role_id);
CREATE INDEX ix_user_security_role_user_id ON public.user_security_role USING btree (user_id);
CREATE INDEX ix_web_session_user_id ON public.web_session USING btree (user_id);
CREATE INDEX ix_webhook_action_automation_id ON public.webhook_action USING btree (automation_id);
CREATE INDEX ix_workflow_schema_status_status_id ON public.workflow_schema_status USING btree (status_id);
CREATE INDEX queued_task_open ON public.queued_task USING btree (state, lease_until);
CREATE UNIQUE INDEX unique_appointment_context_id_resource_id_type ON public.appointment USING btree (context_id, resource_id, type);
CREATE UNIQUE INDEX unique_asset_type_short ON public.asset_type USING btree (public.callboard_fold(short));
CREATE UNIQUE INDEX unique_asset_version_asset_id_version ON public.asset_version USING btree (asset_id, version);
CREATE UNIQUE INDEX unique_component_location_component_id_location_id ON public.component_location USING btree (component_id, location_id);
CREATE UNIQUE INDEX unique_context_parent_id_name ON public.context USING btree (COALESCE(parent_id, ''::text), public.callboard_fold(name));
CREATE UNIQUE INDEX unique_custom_attribute_link_from_id_to_id_configuration_id ON public.custom_attribute_link USING btree (from_id, to_id, configuration_id);
CREATE UNIQUE INDEX unique_custom_configuration_base_key_entity_type_objec_86a781e1 ON public.custom_configuration_base USING btree (key, entity_type, COALESCE(object_type_id, ''::text), COALESCE(project_id, ''::text), is_hierarchical);
CREATE UNIQUE INDEX unique_list_object_list_id_entity_id ON public.list_object USING btree (list_id, entity_id);
CREATE UNIQUE INDEX unique_location_name ON public.location USING btree (public.callboard_fold(name));
CREATE UNIQUE INDEX unique_membership_group_id_user_id ON public.membership USING btree (group_id, user_id);
CREATE UNIQUE INDEX unique_resource_username ON public.resource USING btree (public.callboard_fold(username));
CREATE UNIQUE INDEX unique_review_session_object_status_review_session_inv_3ef2dfe9 ON public.review_session_object_status USING btree (review_session_invitee_id, review_session_object_id);
CREATE UNIQUE INDEX unique_timer_user_id ON public.timer USING btree (user_id);
CREATE UNIQUE INDEX unique_user_security_role_project_user_security_role_i_167bf940 ON public.user_security_role_project USING btree (user_security_role_id, project_id);
CREATE UNIQUE INDEX unique_user_security_role_user_id_security_role_id ON public.user_security_role USING btree (user_id, security_role_id);
CREATE INDEX webhook_attempt_at ON public.webhook_attempt USING btree (tried_at);
CREATE INDEX webhook_attempt_of ON public.webhook_attempt USING btree (webhook_id, is_delivered, tried_at);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (webhook_id, next_at, sequence) WHERE (next_at IS NOT NULL);
CREATE INDEX webhook_delivery_made ON public.webhook_delivery USING btree (created_at, id);
CREATE INDEX webhook_delivery_turn ON public.webhook_delivery USING btree (webhook_id, entity_key, sequence) WHERE (next_at IS NOT NULL);
ALTER TABLE ONLY public.api_key ADD CONSTRAINT fk_api_key_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.appointment ADD CONSTRAINT fk_appointment_context_id FOREIGN KEY (context_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.appointment ADD CONSTRAINT fk_appointment_resource_id FOREIGN KEY (resource_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset ADD CONSTRAINT fk_asset__project_id FOREIGN KEY (_project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset ADD CONSTRAINT fk_asset_context_id FOREIGN KEY (context_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset ADD CONSTRAINT fk_asset_type_id FOREIGN KEY (type_id) REFERENCES public.asset_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset_version ADD CONSTRAINT fk_asset_version__project_id FOREIGN KEY (_project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset_version ADD CONSTRAINT fk_asset_version_asset_id FOREIGN KEY (asset_id) REFERENCES public.asset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset_version_link ADD CONSTRAINT fk_asset_version_link_from_id FOREIGN KEY (from_id) REFERENCES public.asset_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset_version_link ADD CONSTRAINT fk_asset_version_link_to_id FOREIGN KEY (to_id) REFERENCES public.asset_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset_version ADD CONSTRAINT fk_asset_version_status_id FOREIGN KEY (status_id) REFERENCES public.status(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset_version ADD CONSTRAINT fk_asset_version_task_id FOREIGN KEY (task_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset_version ADD CONSTRAINT fk_asset_version_thumbnail_id FOREIGN KEY (thumbnail_id) REFERENCES public.component(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.asset_version ADD CONSTRAINT fk_asset_version_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.automation ADD CONSTRAINT fk_automation_created_by_id FOREIGN KEY (created_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calendar_event ADD CONSTRAINT fk_calendar_event_created_by_id FOREIGN KEY (created_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calendar_event ADD CONSTRAINT fk_calendar_event_project_id FOREIGN KEY (project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calendar_event_resource ADD CONSTRAINT fk_calendar_event_resource_calendar_event_id FOREIGN KEY (calendar_event_id) REFERENCES public.calendar_event(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calendar_event_resource ADD CONSTRAINT fk_calendar_event_resource_created_by_id FOREIGN KEY (created_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calendar_event_resource ADD CONSTRAINT fk_calendar_event_resource_resource_id FOREIGN KEY (resource_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.calendar_event ADD CONSTRAINT fk_calendar_event_type_id FOREIGN KEY (type_id) REFERENCES public.type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.component ADD CONSTRAINT fk_component__project_id FOREIGN KEY (_project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.component ADD CONSTRAINT fk_component_container_id FOREIGN KEY (container_id) REFERENCES public.component(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.component_location ADD CONSTRAINT fk_component_location_component_id FOREIGN KEY (component_id) REFERENCES public.component(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.component_location ADD CONSTRAINT fk_component_location_location_id FOREIGN KEY (location_id) REFERENCES public.location(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.component ADD CONSTRAINT fk_component_version_id FOREIGN KEY (version_id) REFERENCES public.asset_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.configuration_read_role ADD CONSTRAINT fk_configuration_read_role_configuration_id FOREIGN KEY (configuration_id) REFERENCES public.custom_configuration_base(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.configuration_read_role ADD CONSTRAINT fk_configuration_read_role_role_id FOREIGN KEY (role_id) REFERENCES public.security_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.configuration_write_role ADD CONSTRAINT fk_configuration_write_role_configuration_id FOREIGN KEY (configuration_id) REFERENCES public.custom_configuration_base(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.configuration_write_role ADD CONSTRAINT fk_configuration_write_role_role_id FOREIGN KEY (role_id) REFERENCES public.security_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context_ancestor ADD CONSTRAINT fk_context_ancestor_ancestor_id FOREIGN KEY (ancestor_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context_ancestor ADD CONSTRAINT fk_context_ancestor_context_id FOREIGN KEY (context_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_created_by_id FOREIGN KEY (created_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_disk_id FOREIGN KEY (disk_id) REFERENCES public.disk(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_object_type_id FOREIGN KEY (object_type_id) REFERENCES public.object_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_parent_id FOREIGN KEY (parent_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_priority_id FOREIGN KEY (priority_id) REFERENCES public.priority(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_project_id FOREIGN KEY (project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_project_schema_id FOREIGN KEY (project_schema_id) REFERENCES public.project_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context_scope ADD CONSTRAINT fk_context_scope_context_id FOREIGN KEY (context_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context_scope ADD CONSTRAINT fk_context_scope_scope_id FOREIGN KEY (scope_id) REFERENCES public.scope(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_status_id FOREIGN KEY (status_id) REFERENCES public.status(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_thumbnail_id FOREIGN KEY (thumbnail_id) REFERENCES public.component(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.context ADD CONSTRAINT fk_context_type_id FOREIGN KEY (type_id) REFERENCES public.type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.conversation ADD CONSTRAINT fk_conversation_created_by_id FOREIGN KEY (created_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.credential ADD CONSTRAINT fk_credential_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.custom_attribute_link ADD CONSTRAINT fk_custom_attribute_link_configuration_id FOREIGN KEY (configuration_id) REFERENCES public.custom_configuration_base(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.custom_attribute_value ADD CONSTRAINT fk_custom_attribute_value_configuration_id FOREIGN KEY (configuration_id) REFERENCES public.custom_configuration_base(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.custom_configuration_base ADD CONSTRAINT fk_custom_configuration_base_group_id FOREIGN KEY (group_id) REFERENCES public.custom_attribute_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.custom_configuration_base ADD CONSTRAINT fk_custom_configuration_base_object_type_id FOREIGN KEY (object_type_id) REFERENCES public.object_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.custom_configuration_base ADD CONSTRAINT fk_custom_configuration_base_object_type_id_to FOREIGN KEY (object_type_id_to) REFERENCES public.object_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.custom_configuration_base ADD CONSTRAINT fk_custom_configuration_base_project_id FOREIGN KEY (project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.custom_configuration_base ADD CONSTRAINT fk_custom_configuration_base_type_id FOREIGN KEY (type_id) REFERENCES public.custom_attribute_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dashboard ADD CONSTRAINT fk_dashboard_created_by_id FOREIGN KEY (created_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dashboard_resource ADD CONSTRAINT fk_dashboard_resource_dashboard_id FOREIGN KEY (dashboard_id) REFERENCES public.dashboard(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dashboard_resource ADD CONSTRAINT fk_dashboard_resource_resource_id FOREIGN KEY (resource_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dashboard_widget ADD CONSTRAINT fk_dashboard_widget_dashboard_id FOREIGN KEY (dashboard_id) REFERENCES public.dashboard(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.event ADD CONSTRAINT fk_event_project_id FOREIGN KEY (project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.event ADD CONSTRAINT fk_event_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.global_key_role ADD CONSTRAINT fk_global_key_role_key_id FOREIGN KEY (key_id) REFERENCES public.global_key(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.global_key_role ADD CONSTRAINT fk_global_key_role_role_id FOREIGN KEY (role_id) REFERENCES public.security_role(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.hub_position ADD CONSTRAINT fk_hub_position_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.job_component ADD CONSTRAINT fk_job_component_component_id FOREIGN KEY (component_id) REFERENCES public.component(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.job_component ADD CONSTRAINT fk_job_component_job_id FOREIGN KEY (job_id) REFERENCES public.job(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.job_grant ADD CONSTRAINT fk_job_grant_job_id FOREIGN KEY (job_id) REFERENCES public.job(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.job_grant ADD CONSTRAINT fk_job_grant_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.job ADD CONSTRAINT fk_job_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.list ADD CONSTRAINT fk_list_category_id FOREIGN KEY (category_id) REFERENCES public.list_category(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.list_object ADD CONSTRAINT fk_list_object_list_id FOREIGN KEY (list_id) REFERENCES public.list(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.list ADD CONSTRAINT fk_list_project_id FOREIGN KEY (project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.list ADD CONSTRAINT fk_list_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.manager ADD CONSTRAINT fk_manager_context_id FOREIGN KEY (context_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.manager ADD CONSTRAINT fk_manager_type_id FOREIGN KEY (type_id) REFERENCES public.manager_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.manager ADD CONSTRAINT fk_manager_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.membership ADD CONSTRAINT fk_membership_group_id FOREIGN KEY (group_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.membership ADD CONSTRAINT fk_membership_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.message ADD CONSTRAINT fk_message_conversation_id FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.message ADD CONSTRAINT fk_message_created_by_id FOREIGN KEY (created_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.note ADD CONSTRAINT fk_note__project_id FOREIGN KEY (_project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.note ADD CONSTRAINT fk_note_category_id FOREIGN KEY (category_id) REFERENCES public.note_label(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.note ADD CONSTRAINT fk_note_completed_by_id FOREIGN KEY (completed_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.note_component ADD CONSTRAINT fk_note_component_component_id FOREIGN KEY (component_id) REFERENCES public.component(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.note_component ADD CONSTRAINT fk_note_component_note_id FOREIGN KEY (note_id) REFERENCES public.note(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.note ADD CONSTRAINT fk_note_in_reply_to_id FOREIGN KEY (in_reply_to_id) REFERENCES public.note(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.note_label_link ADD CONSTRAINT fk_note_label_link_label_id FOREIGN KEY (label_id) REFERENCES public.note_label(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.note_label_link ADD CONSTRAINT fk_note_label_link_note_id FOREIGN KEY (note_id) REFERENCES public.note(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.note ADD CONSTRAINT fk_note_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.participant ADD CONSTRAINT fk_participant_conversation_id FOREIGN KEY (conversation_id) REFERENCES public.conversation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.participant ADD CONSTRAINT fk_participant_resource_id FOREIGN KEY (resource_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.project_schema ADD CONSTRAINT fk_project_schema_asset_version_workflow_schema_id FOREIGN KEY (asset_version_workflow_schema_id) REFERENCES public.workflow_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.project_schema_object_type ADD CONSTRAINT fk_project_schema_object_type_object_type_id FOREIGN KEY (object_type_id) REFERENCES public.object_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.project_schema_object_type ADD CONSTRAINT fk_project_schema_object_type_project_schema_id FOREIGN KEY (project_schema_id) REFERENCES public.project_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.project_schema_override ADD CONSTRAINT fk_project_schema_override_project_schema_id FOREIGN KEY (project_schema_id) REFERENCES public.project_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.project_schema_override ADD CONSTRAINT fk_project_schema_override_type_id FOREIGN KEY (type_id) REFERENCES public.type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.project_schema_override ADD CONSTRAINT fk_project_schema_override_workflow_schema_id FOREIGN KEY (workflow_schema_id) REFERENCES public.workflow_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.project_schema ADD CONSTRAINT fk_project_schema_task_type_schema_id FOREIGN KEY (task_type_schema_id) REFERENCES public.task_type_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.project_schema ADD CONSTRAINT fk_project_schema_task_workflow_schema_id FOREIGN KEY (task_workflow_schema_id) REFERENCES public.workflow_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.recipient ADD CONSTRAINT fk_recipient_note_id FOREIGN KEY (note_id) REFERENCES public.note(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.recipient ADD CONSTRAINT fk_recipient_resource_id FOREIGN KEY (resource_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.resource ADD CONSTRAINT fk_resource_parent_id FOREIGN KEY (parent_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.resource ADD CONSTRAINT fk_resource_thumbnail_id FOREIGN KEY (thumbnail_id) REFERENCES public.component(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.resource ADD CONSTRAINT fk_resource_user_type_id FOREIGN KEY (user_type_id) REFERENCES public.user_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.review_session ADD CONSTRAINT fk_review_session_created_by_id FOREIGN KEY (created_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.review_session_invitee ADD CONSTRAINT fk_review_session_invitee_created_by_id FOREIGN KEY (created_by_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.review_session_invitee ADD CONSTRAINT fk_review_session_invitee_review_session_id FOREIGN KEY (review_session_id) REFERENCES public.review_session(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.review_session_object ADD CONSTRAINT fk_review_session_object_review_session_id FOREIGN KEY (review_session_id) REFERENCES public.review_session(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.review_session_object_status ADD CONSTRAINT fk_review_session_object_status_review_session_invitee_id FOREIGN KEY (review_session_invitee_id) REFERENCES public.review_session_invitee(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.review_session_object_status ADD CONSTRAINT fk_review_session_object_status_review_session_object_id FOREIGN KEY (review_session_object_id) REFERENCES public.review_session_object(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.review_session_object ADD CONSTRAINT fk_review_session_object_version_id FOREIGN KEY (version_id) REFERENCES public.asset_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.review_session ADD CONSTRAINT fk_review_session_project_id FOREIGN KEY (project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.schema ADD CONSTRAINT fk_schema_project_schema_id FOREIGN KEY (project_schema_id) REFERENCES public.project_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.schema_status ADD CONSTRAINT fk_schema_status_schema_id FOREIGN KEY (schema_id) REFERENCES public.schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.schema_status ADD CONSTRAINT fk_schema_status_status_id FOREIGN KEY (status_id) REFERENCES public.status(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.schema ADD CONSTRAINT fk_schema_type_id FOREIGN KEY (type_id) REFERENCES public.object_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.schema_type ADD CONSTRAINT fk_schema_type_schema_id FOREIGN KEY (schema_id) REFERENCES public.schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.schema_type ADD CONSTRAINT fk_schema_type_type_id FOREIGN KEY (type_id) REFERENCES public.type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.setting_component ADD CONSTRAINT fk_setting_component_component_id FOREIGN KEY (component_id) REFERENCES public.component(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.share_link ADD CONSTRAINT fk_share_link_job_id FOREIGN KEY (job_id) REFERENCES public.job(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.status ADD CONSTRAINT fk_status__state_id FOREIGN KEY (_state_id) REFERENCES public.state(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.status_change ADD CONSTRAINT fk_status_change_from_status_id FOREIGN KEY (from_status_id) REFERENCES public.status(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.status_change ADD CONSTRAINT fk_status_change_status_id FOREIGN KEY (status_id) REFERENCES public.status(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.status_change ADD CONSTRAINT fk_status_change_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.task_template_item ADD CONSTRAINT fk_task_template_item_task_type_id FOREIGN KEY (task_type_id) REFERENCES public.type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.task_template_item ADD CONSTRAINT fk_task_template_item_template_id FOREIGN KEY (template_id) REFERENCES public.task_template(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.task_template ADD CONSTRAINT fk_task_template_project_schema_id FOREIGN KEY (project_schema_id) REFERENCES public.project_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.task_type_schema_type ADD CONSTRAINT fk_task_type_schema_type_task_type_schema_id FOREIGN KEY (task_type_schema_id) REFERENCES public.task_type_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.task_type_schema_type ADD CONSTRAINT fk_task_type_schema_type_type_id FOREIGN KEY (type_id) REFERENCES public.type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timelog ADD CONSTRAINT fk_timelog_context_id FOREIGN KEY (context_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timelog ADD CONSTRAINT fk_timelog_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timer ADD CONSTRAINT fk_timer_context_id FOREIGN KEY (context_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.timer ADD CONSTRAINT fk_timer_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.trigger ADD CONSTRAINT fk_trigger_automation_id FOREIGN KEY (automation_id) REFERENCES public.automation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.typed_context_link ADD CONSTRAINT fk_typed_context_link_from_id FOREIGN KEY (from_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.typed_context_link ADD CONSTRAINT fk_typed_context_link_to_id FOREIGN KEY (to_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.upload_part ADD CONSTRAINT fk_upload_part_upload_id FOREIGN KEY (upload_id) REFERENCES public.upload(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.user_application_state ADD CONSTRAINT fk_user_application_state_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.user_security_role_project ADD CONSTRAINT fk_user_security_role_project_project_id FOREIGN KEY (project_id) REFERENCES public.context(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.user_security_role_project ADD CONSTRAINT fk_user_security_role_project_user_security_role_id FOREIGN KEY (user_security_role_id) REFERENCES public.user_security_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.user_security_role ADD CONSTRAINT fk_user_security_role_security_role_id FOREIGN KEY (security_role_id) REFERENCES public.security_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.user_security_role ADD CONSTRAINT fk_user_security_role_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.web_session ADD CONSTRAINT fk_web_session_user_id FOREIGN KEY (user_id) REFERENCES public.resource(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.webhook_action ADD CONSTRAINT fk_webhook_action_automation_id FOREIGN KEY (automation_id) REFERENCES public.automation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhook_attempt ADD CONSTRAINT fk_webhook_attempt_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.webhook_delivery(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.workflow_schema_status ADD CONSTRAINT fk_workflow_schema_status_status_id FOREIGN KEY (status_id) REFERENCES public.status(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.workflow_schema_status ADD CONSTRAINT fk_workflow_schema_status_workflow_schema_id FOREIGN KEY (workflow_schema_id) REFERENCES public.workflow_schema(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.poster ADD CONSTRAINT poster_component_id_fkey FOREIGN KEY (component_id) REFERENCES public.component(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.poster ADD CONSTRAINT poster_picture_id_fkey FOREIGN KEY (picture_id) REFERENCES public.component(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.queued_task ADD CONSTRAINT queued_task_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.job(id) ON DELETE CASCADE;
