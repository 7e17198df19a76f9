BEGIN TRANSACTION;
CREATE TABLE api_key (
	id TEXT NOT NULL, 
	user_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	last_used_at TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_api_key_user_id FOREIGN KEY(user_id) REFERENCES resource (id) ON DELETE CASCADE, 
	UNIQUE (hash)
);
INSERT INTO "api_key" VALUES('2d6efc8b-f627-4961-b2b6-e34ac5e5bd26','7779be81-0ec4-4764-9805-bc7d687669b5','First administrator','0cfef433171a2e13895196db33c28ccaa5dd9b10a446c31a8cbb0a9bac2ef4cd','2026-11-27T07:11:57','2026-11-27T07:11:57');
INSERT INTO "api_key" VALUES('374bf12d-31de-475f-bc1f-4ec2b23891cb','4175e9d0-4a40-48c2-98e8-a78c08d633fa','tests','f346f3f1fabfde276f0d36902d3abafffebea42246984579310c325b6749114b','2026-11-27T07:11:57','2026-11-27T07:11:58');
CREATE TABLE appointment (
	context_id TEXT, 
	id TEXT NOT NULL, 
	resource_id TEXT, 
	type TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_appointment_context_id FOREIGN KEY(context_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_appointment_resource_id FOREIGN KEY(resource_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "appointment" VALUES('t0','a','4175e9d0-4a40-48c2-98e8-a78c08d633fa','assignment');
CREATE TABLE asset (
	context_id TEXT, 
	id TEXT NOT NULL, 
	name TEXT, 
	type_id TEXT, 
	_project_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_asset_context_id FOREIGN KEY(context_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_asset_type_id FOREIGN KEY(type_id) REFERENCES asset_type (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_asset__project_id FOREIGN KEY(_project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "asset" VALUES('sh1','asset','comp','e4764bf5-948b-5a2a-9558-eac1b375d1fc','p');
CREATE TABLE asset_type (
	component TEXT, 
	id TEXT NOT NULL, 
	name TEXT, 
	short TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "asset_type" VALUES('main','8f4144e0-a8e6-11e2-9e96-0800200c9a66','Upload','upload');
INSERT INTO "asset_type" VALUES('main','84b8bf70-f9f8-54e5-8c8e-7709f3b943ff','Geometry','geo');
INSERT INTO "asset_type" VALUES('main','0ceec4fc-7651-5cb0-8792-3890e2bcbc8b','Rig','rig');
INSERT INTO "asset_type" VALUES('main','9685bdac-2622-54a1-9dc2-2e410adeb3b2','Animation','anim');
INSERT INTO "asset_type" VALUES('main','8a627ea2-71fd-580f-b863-1aec4cd38c45','Camera','cam');
INSERT INTO "asset_type" VALUES('main','d29df7f1-1c09-5e0d-8fc3-f1b2e6ba0c83','Cache','cache');
INSERT INTO "asset_type" VALUES('main','70288d9d-b99c-533f-99b2-037ba2221659','Render','render');
INSERT INTO "asset_type" VALUES('main','e4764bf5-948b-5a2a-9558-eac1b375d1fc','Image Sequence','img');
INSERT INTO "asset_type" VALUES('main','7f5eb7be-4d59-527c-8e8f-64056c4ea4b7','Compositing Script','comp');
INSERT INTO "asset_type" VALUES('main','23c2b9e0-657a-5e33-88ee-ae4360c07730','Script','script');
INSERT INTO "asset_type" VALUES('main','f7ea4a76-f2c5-58b7-9d1c-a5f3aabd2133','Audio','audio');
INSERT INTO "asset_type" VALUES('main','9bb10b87-376b-59bc-aed2-e187a2f1fbbc','Edit','edit');
CREATE TABLE asset_version (
	asset_id TEXT, 
	comment TEXT, 
	date TEXT, 
	id TEXT NOT NULL, 
	is_published BOOLEAN, 
	status_id TEXT, 
	task_id TEXT, 
	thumbnail_id TEXT, 
	user_id TEXT, 
	version BIGINT, 
	_project_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_asset_version_asset_id FOREIGN KEY(asset_id) REFERENCES asset (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_asset_version_status_id FOREIGN KEY(status_id) REFERENCES status (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_asset_version_task_id FOREIGN KEY(task_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_asset_version_thumbnail_id FOREIGN KEY(thumbnail_id) REFERENCES component (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_asset_version_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_asset_version__project_id FOREIGN KEY(_project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "asset_version" VALUES('asset','First pass','2026-11-27T07:11:59','v1',1,'44dded64-4164-11df-9218-0019bb4983d8','t0',NULL,'4175e9d0-4a40-48c2-98e8-a78c08d633fa',1,'p');
INSERT INTO "asset_version" VALUES('asset','Warmer','2026-11-27T07:11:59','v2',1,'44dded64-4164-11df-9218-0019bb4983d8','t0',NULL,'4175e9d0-4a40-48c2-98e8-a78c08d633fa',2,'p');
CREATE TABLE asset_version_link (
	from_id TEXT, 
	id TEXT NOT NULL, 
	to_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_asset_version_link_from_id FOREIGN KEY(from_id) REFERENCES asset_version (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_asset_version_link_to_id FOREIGN KEY(to_id) REFERENCES asset_version (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE automation (
	id TEXT NOT NULL, 
	name TEXT, 
	enabled BOOLEAN, 
	include_private_projects BOOLEAN, 
	created_at TEXT, 
	created_by_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_automation_created_by_id FOREIGN KEY(created_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "automation" VALUES('auto','Post to chat',1,0,'2026-11-27T07:11:58','7779be81-0ec4-4764-9805-bc7d687669b5');
CREATE TABLE calendar_event (
	created_at TEXT, 
	created_by_id TEXT, 
	effort DOUBLE, 
	"end" TEXT, 
	estimate DOUBLE, 
	everyone BOOLEAN, 
	forecast BOOLEAN, 
	id TEXT NOT NULL, 
	leave BOOLEAN, 
	name TEXT, 
	project_id TEXT, 
	start TEXT, 
	type_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_calendar_event_created_by_id FOREIGN KEY(created_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_calendar_event_project_id FOREIGN KEY(project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_calendar_event_type_id FOREIGN KEY(type_id) REFERENCES type (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE calendar_event_resource (
	calendar_event_id TEXT, 
	created_at TEXT, 
	created_by_id TEXT, 
	id TEXT NOT NULL, 
	resource_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_calendar_event_resource_calendar_event_id FOREIGN KEY(calendar_event_id) REFERENCES calendar_event (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_calendar_event_resource_created_by_id FOREIGN KEY(created_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_calendar_event_resource_resource_id FOREIGN KEY(resource_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE component (
	system_type TEXT, 
	name TEXT, 
	id TEXT NOT NULL, 
	file_type TEXT, 
	size BIGINT, 
	container_id TEXT, 
	version_id TEXT, 
	_project_id TEXT, 
	padding BIGINT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_component_container_id FOREIGN KEY(container_id) REFERENCES component (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_component_version_id FOREIGN KEY(version_id) REFERENCES asset_version (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_component__project_id FOREIGN KEY(_project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "component" VALUES('file','lighthouse','file','.txt',25,NULL,'v2','p',NULL);
CREATE TABLE component_location (
	id TEXT NOT NULL, 
	component_id TEXT, 
	location_id TEXT, 
	resource_identifier TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_component_location_component_id FOREIGN KEY(component_id) REFERENCES component (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_component_location_location_id FOREIGN KEY(location_id) REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE configuration_read_role (
	configuration_id TEXT NOT NULL, 
	role_id TEXT NOT NULL, 
	PRIMARY KEY (configuration_id, role_id), 
	CONSTRAINT fk_configuration_read_role_configuration_id FOREIGN KEY(configuration_id) REFERENCES custom_configuration_base (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_configuration_read_role_role_id FOREIGN KEY(role_id) REFERENCES security_role (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "configuration_read_role" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_read_role" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_read_role" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_read_role" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_read_role" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_read_role" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_read_role" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_read_role" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_read_role" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_read_role" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_read_role" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_read_role" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_read_role" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_read_role" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_read_role" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_read_role" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_read_role" VALUES('06940524-7862-5630-84e8-592ae637ca86','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_read_role" VALUES('06940524-7862-5630-84e8-592ae637ca86','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_read_role" VALUES('06940524-7862-5630-84e8-592ae637ca86','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_read_role" VALUES('06940524-7862-5630-84e8-592ae637ca86','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_read_role" VALUES('d25219d6-acb5-11e1-8668-f23c91df1211','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_read_role" VALUES('d25219d6-acb5-11e1-8668-f23c91df1211','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_read_role" VALUES('d25219d6-acb5-11e1-8668-f23c91df1211','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_read_role" VALUES('d25219d6-acb5-11e1-8668-f23c91df1211','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
CREATE TABLE configuration_write_role (
	configuration_id TEXT NOT NULL, 
	role_id TEXT NOT NULL, 
	PRIMARY KEY (configuration_id, role_id), 
	CONSTRAINT fk_configuration_write_role_configuration_id FOREIGN KEY(configuration_id) REFERENCES custom_configuration_base (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_configuration_write_role_role_id FOREIGN KEY(role_id) REFERENCES security_role (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "configuration_write_role" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_write_role" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_write_role" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_write_role" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_write_role" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_write_role" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_write_role" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_write_role" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_write_role" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_write_role" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_write_role" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_write_role" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_write_role" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_write_role" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_write_role" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_write_role" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_write_role" VALUES('06940524-7862-5630-84e8-592ae637ca86','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_write_role" VALUES('06940524-7862-5630-84e8-592ae637ca86','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_write_role" VALUES('06940524-7862-5630-84e8-592ae637ca86','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_write_role" VALUES('06940524-7862-5630-84e8-592ae637ca86','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
INSERT INTO "configuration_write_role" VALUES('d25219d6-acb5-11e1-8668-f23c91df1211','577c6d86-b736-4fd6-8d14-6f7b25a08aab');
INSERT INTO "configuration_write_role" VALUES('d25219d6-acb5-11e1-8668-f23c91df1211','855ff846-1939-4e17-9bef-0b5366c9a4c7');
INSERT INTO "configuration_write_role" VALUES('d25219d6-acb5-11e1-8668-f23c91df1211','99a148d8-a1e8-4af7-a037-ee1ef33b1aa7');
INSERT INTO "configuration_write_role" VALUES('d25219d6-acb5-11e1-8668-f23c91df1211','f1cbadb8-2ec4-401f-b381-44e2653fc8ed');
CREATE TABLE context (
	context_type TEXT, 
	created_at TEXT, 
	created_by_id TEXT, 
	id TEXT NOT NULL, 
	name TEXT, 
	parent_id TEXT, 
	thumbnail_id TEXT, 
	_kind TEXT, 
	project_id TEXT, 
	color TEXT, 
	disk_id TEXT, 
	end_date TEXT, 
	full_name TEXT, 
	is_global BOOLEAN, 
	is_private BOOLEAN, 
	project_schema_id TEXT, 
	root TEXT, 
	start_date TEXT, 
	status TEXT, 
	bid DOUBLE, 
	description TEXT, 
	object_type_id TEXT, 
	priority_id TEXT, 
	sort DOUBLE, 
	status_id TEXT, 
	type_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_context_created_by_id FOREIGN KEY(created_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_parent_id FOREIGN KEY(parent_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_thumbnail_id FOREIGN KEY(thumbnail_id) REFERENCES component (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_project_id FOREIGN KEY(project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_disk_id FOREIGN KEY(disk_id) REFERENCES disk (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_project_schema_id FOREIGN KEY(project_schema_id) REFERENCES project_schema (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_object_type_id FOREIGN KEY(object_type_id) REFERENCES object_type (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_priority_id FOREIGN KEY(priority_id) REFERENCES priority (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_status_id FOREIGN KEY(status_id) REFERENCES status (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_type_id FOREIGN KEY(type_id) REFERENCES type (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "context" VALUES('show','2026-11-27T07:11:58','7779be81-0ec4-4764-9805-bc7d687669b5','p','ferry',NULL,NULL,'show','p',NULL,NULL,NULL,'The Last Ferry',0,0,'caddd816-acb5-11e1-8668-f23c91df1211',NULL,NULL,'active',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "context" VALUES('task','2026-11-27T07:11:58','7779be81-0ec4-4764-9805-bc7d687669b5','sq','sq010','p',NULL,'e5139355-61da-4c8f-9db4-3abc870166bc','p',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,'','e5139355-61da-4c8f-9db4-3abc870166bc','9661b320-3a0c-11e2-81c1-0800200c9a66',1.0,NULL,NULL);
INSERT INTO "context" VALUES('task','2026-11-27T07:11:58','7779be81-0ec4-4764-9805-bc7d687669b5','sh1','sh010','sq',NULL,'bad911de-3bd6-47b9-8b46-3476e237cb36','p',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,'','bad911de-3bd6-47b9-8b46-3476e237cb36','9661b320-3a0c-11e2-81c1-0800200c9a66',1.0,'44dd9fb2-4164-11df-9218-0019bb4983d8',NULL);
INSERT INTO "context" VALUES('task','2026-11-27T07:11:58','7779be81-0ec4-4764-9805-bc7d687669b5','sh2','sh020','sq',NULL,'bad911de-3bd6-47b9-8b46-3476e237cb36','p',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,'','bad911de-3bd6-47b9-8b46-3476e237cb36','9661b320-3a0c-11e2-81c1-0800200c9a66',2.0,'44dd9fb2-4164-11df-9218-0019bb4983d8',NULL);
INSERT INTO "context" VALUES('task','2026-11-27T07:11:58','7779be81-0ec4-4764-9805-bc7d687669b5','t0','block','sh1',NULL,'11c137c0-ee7e-4f9c-91c5-8c77cec22b2c','p',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0.0,'','11c137c0-ee7e-4f9c-91c5-8c77cec22b2c','9661b320-3a0c-11e2-81c1-0800200c9a66',1.0,'44dd9fb2-4164-11df-9218-0019bb4983d8','44dc3636-4164-11df-9218-0019bb4983d8');
INSERT INTO "context" VALUES('task','2026-11-27T07:11:58','7779be81-0ec4-4764-9805-bc7d687669b5','t1','polish','sh1',NULL,'11c137c0-ee7e-4f9c-91c5-8c77cec22b2c','p',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,3600.0,'','11c137c0-ee7e-4f9c-91c5-8c77cec22b2c','9661b320-3a0c-11e2-81c1-0800200c9a66',2.0,'44dd9fb2-4164-11df-9218-0019bb4983d8','44dc3636-4164-11df-9218-0019bb4983d8');
INSERT INTO "context" VALUES('task','2026-11-27T07:11:58','7779be81-0ec4-4764-9805-bc7d687669b5','t2','block','sh2',NULL,'11c137c0-ee7e-4f9c-91c5-8c77cec22b2c','p',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,7200.0,'','11c137c0-ee7e-4f9c-91c5-8c77cec22b2c','9661b320-3a0c-11e2-81c1-0800200c9a66',1.0,'44dd9fb2-4164-11df-9218-0019bb4983d8','44dc3636-4164-11df-9218-0019bb4983d8');
CREATE TABLE context_ancestor (
	context_id TEXT NOT NULL, 
	ancestor_id TEXT NOT NULL, 
	PRIMARY KEY (context_id, ancestor_id), 
	CONSTRAINT fk_context_ancestor_context_id FOREIGN KEY(context_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_ancestor_ancestor_id FOREIGN KEY(ancestor_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "context_ancestor" VALUES('sh1','sq');
INSERT INTO "context_ancestor" VALUES('sh2','sq');
INSERT INTO "context_ancestor" VALUES('sq','p');
INSERT INTO "context_ancestor" VALUES('t0','sh1');
INSERT INTO "context_ancestor" VALUES('t1','sh1');
INSERT INTO "context_ancestor" VALUES('t2','sh2');
INSERT INTO "context_ancestor" VALUES('sh1','p');
INSERT INTO "context_ancestor" VALUES('sh2','p');
INSERT INTO "context_ancestor" VALUES('t0','sq');
INSERT INTO "context_ancestor" VALUES('t1','sq');
INSERT INTO "context_ancestor" VALUES('t2','sq');
INSERT INTO "context_ancestor" VALUES('t0','p');
INSERT INTO "context_ancestor" VALUES('t1','p');
INSERT INTO "context_ancestor" VALUES('t2','p');
CREATE TABLE context_scope (
	context_id TEXT NOT NULL, 
	scope_id TEXT NOT NULL, 
	PRIMARY KEY (context_id, scope_id), 
	CONSTRAINT fk_context_scope_context_id FOREIGN KEY(context_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_context_scope_scope_id FOREIGN KEY(scope_id) REFERENCES scope (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE conversation (
	created_at TEXT, 
	created_by_id TEXT, 
	id TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_conversation_created_by_id FOREIGN KEY(created_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE credential (
	user_id TEXT NOT NULL, 
	password_hash TEXT NOT NULL, 
	changed_at TEXT NOT NULL, 
	PRIMARY KEY (user_id), 
	CONSTRAINT fk_credential_user_id FOREIGN KEY(user_id) REFERENCES resource (id) ON DELETE CASCADE
);
INSERT INTO "credential" VALUES('7779be81-0ec4-4764-9805-bc7d687669b5','$argon2id$v=19$m=19456,t=2,p=1$wZMYu3DNf+mzzoix78ggag$wUe/XaOIChk62etKBx911vXTwbKHqgRXEQBfkKBsopM','2026-11-27T07:11:57');
INSERT INTO "credential" VALUES('4175e9d0-4a40-48c2-98e8-a78c08d633fa','$argon2id$v=19$m=19456,t=2,p=1$TkNLX1SmA6qlwUkn75c+GQ$A1RYyA/uNDRENop2Y0dynJ8MOuc63W9QPMn5VoCoVeE','2026-01-01T00:00:00');
CREATE TABLE custom_attribute_group (
	id TEXT NOT NULL, 
	name TEXT, 
	PRIMARY KEY (id)
);
CREATE TABLE custom_attribute_link (
	configuration_id TEXT, 
	from_id TEXT, 
	id TEXT NOT NULL, 
	to_id TEXT, 
	from_entity_type TEXT, 
	to_entity_type TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_custom_attribute_link_configuration_id FOREIGN KEY(configuration_id) REFERENCES custom_configuration_base (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE custom_attribute_type (
	core BOOLEAN, 
	form_config TEXT, 
	id TEXT NOT NULL, 
	name TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'6268aef0-381c-11e0-acff-0019bb49847a','text');
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'79968e9e-381c-11e0-acff-0019bb49847a','date');
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'92009b00-381c-11e0-acff-0019bb49847a','number');
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'ad1034d8-15e2-11e1-b21a-0019bb4983d8','boolean');
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'d2e6a530-357f-11e2-bd73-0019bb4985b8','expression');
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'6ff9c812-ead3-11e2-846c-f23c91dfaa16','enumerator');
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'882e4aee-fae6-11e3-b623-20c9d0831e59','dynamic enumerator');
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'ec616dcd-56e2-4147-99f8-7e4a4f040cf9','url');
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'0820056c-fc30-5f3d-b1ac-dd84591d6806','notificationtype');
INSERT INTO "custom_attribute_type" VALUES(1,NULL,'bea4fb4f-9e34-5f8c-9d9d-a4ec4dd4101b','dynamic user');
CREATE TABLE custom_attribute_value (
	configuration_id TEXT NOT NULL, 
	entity_id TEXT NOT NULL, 
	value TEXT, 
	_value_text TEXT, 
	_value_number DOUBLE, 
	PRIMARY KEY (configuration_id, entity_id), 
	CONSTRAINT fk_custom_attribute_value_configuration_id FOREIGN KEY(configuration_id) REFERENCES custom_configuration_base (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "custom_attribute_value" VALUES('d25219d6-acb5-11e1-8668-f23c91df1211','p','24','24',24.0);
INSERT INTO "custom_attribute_value" VALUES('06940524-7862-5630-84e8-592ae637ca86','sq','25','25',25.0);
INSERT INTO "custom_attribute_value" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','sh1','1','1',1.0);
INSERT INTO "custom_attribute_value" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','sh1','0','0',0.0);
INSERT INTO "custom_attribute_value" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','sh1','25','25',25.0);
INSERT INTO "custom_attribute_value" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','sh1','1','1',1.0);
INSERT INTO "custom_attribute_value" VALUES('lamps','sh1','7','7',7.0);
INSERT INTO "custom_attribute_value" VALUES('432bc746-4087-11e2-8250-0019bb4983d8','sh2','1','1',1.0);
INSERT INTO "custom_attribute_value" VALUES('432bdfa6-4087-11e2-8250-0019bb4983d8','sh2','0','0',0.0);
INSERT INTO "custom_attribute_value" VALUES('931e4a29-f63d-51af-9b42-b8f55500af16','sh2','25','25',25.0);
INSERT INTO "custom_attribute_value" VALUES('acd86546-4082-11e2-95b1-0019bb4983d8','sh2','1','1',1.0);
INSERT INTO "custom_attribute_value" VALUES('lamps','sh2','2','2',2.0);
CREATE TABLE custom_configuration_base (
	config TEXT, 
	core BOOLEAN, 
	entity_type TEXT, 
	group_id TEXT, 
	id TEXT NOT NULL, 
	"key" TEXT, 
	label TEXT, 
	object_type_id TEXT, 
	project_id TEXT, 
	sort BIGINT, 
	_kind TEXT, 
	"default" TEXT, 
	is_hierarchical BOOLEAN, 
	type_id TEXT, 
	_default_text TEXT, 
	_default_number DOUBLE, 
	entity_type_to TEXT, 
	object_type_id_to TEXT, 
	one_to_one BOOLEAN, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_custom_configuration_base_group_id FOREIGN KEY(group_id) REFERENCES custom_attribute_group (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_custom_configuration_base_object_type_id FOREIGN KEY(object_type_id) REFERENCES object_type (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_custom_configuration_base_project_id FOREIGN KEY(project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_custom_configuration_base_type_id FOREIGN KEY(type_id) REFERENCES custom_attribute_type (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_custom_configuration_base_object_type_id_to FOREIGN KEY(object_type_id_to) REFERENCES object_type (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "custom_configuration_base" VALUES('{"isdecimal": false}',0,'task',NULL,'acd86546-4082-11e2-95b1-0019bb4983d8','fstart','Frame start','bad911de-3bd6-47b9-8b46-3476e237cb36',NULL,0,'attribute','1',0,'92009b00-381c-11e0-acff-0019bb49847a','1',1.0,NULL,NULL,NULL);
INSERT INTO "custom_configuration_base" VALUES('{"isdecimal": false}',0,'task',NULL,'432bc746-4087-11e2-8250-0019bb4983d8','fend','Frame end','bad911de-3bd6-47b9-8b46-3476e237cb36',NULL,1,'attribute','1',0,'92009b00-381c-11e0-acff-0019bb49847a','1',1.0,NULL,NULL,NULL);
INSERT INTO "custom_configuration_base" VALUES('{"isdecimal": false}',0,'task',NULL,'432bdfa6-4087-11e2-8250-0019bb4983d8','handles','Frame handles','bad911de-3bd6-47b9-8b46-3476e237cb36',NULL,2,'attribute','0',0,'92009b00-381c-11e0-acff-0019bb49847a','0',0.0,NULL,NULL,NULL);
INSERT INTO "custom_configuration_base" VALUES('{"isdecimal": true}',0,'task',NULL,'931e4a29-f63d-51af-9b42-b8f55500af16','fps','Frame rate','bad911de-3bd6-47b9-8b46-3476e237cb36',NULL,3,'attribute','25',0,'92009b00-381c-11e0-acff-0019bb49847a','25',25.0,NULL,NULL,NULL);
INSERT INTO "custom_configuration_base" VALUES('{"isdecimal": true}',0,'task',NULL,'06940524-7862-5630-84e8-592ae637ca86','fps','Frame rate','e5139355-61da-4c8f-9db4-3abc870166bc',NULL,4,'attribute','25',0,'92009b00-381c-11e0-acff-0019bb49847a','25',25.0,NULL,NULL,NULL);
INSERT INTO "custom_configuration_base" VALUES('{"isdecimal": true}',0,'show',NULL,'d25219d6-acb5-11e1-8668-f23c91df1211','fps','Frame rate',NULL,NULL,5,'attribute','24',0,'92009b00-381c-11e0-acff-0019bb49847a','24',24.0,NULL,NULL,NULL);
INSERT INTO "custom_configuration_base" VALUES('{"isdecimal": false}',0,'task',NULL,'lamps','lamps','Lamps','bad911de-3bd6-47b9-8b46-3476e237cb36',NULL,0,'attribute','2',0,'92009b00-381c-11e0-acff-0019bb49847a','2',2.0,NULL,NULL,NULL);
CREATE TABLE dashboard (
	created_by_id TEXT, 
	id TEXT NOT NULL, 
	is_shared_with_everyone BOOLEAN, 
	name TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_dashboard_created_by_id FOREIGN KEY(created_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE dashboard_resource (
	dashboard_id TEXT NOT NULL, 
	is_shared_with_everyone BOOLEAN, 
	resource_id TEXT NOT NULL, 
	PRIMARY KEY (dashboard_id, resource_id), 
	CONSTRAINT fk_dashboard_resource_dashboard_id FOREIGN KEY(dashboard_id) REFERENCES dashboard (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_dashboard_resource_resource_id FOREIGN KEY(resource_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE dashboard_widget (
	config TEXT, 
	dashboard_id TEXT, 
	id TEXT NOT NULL, 
	sort DOUBLE, 
	type TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_dashboard_widget_dashboard_id FOREIGN KEY(dashboard_id) REFERENCES dashboard (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE disk (
	id TEXT NOT NULL, 
	name TEXT, 
	unix TEXT, 
	windows TEXT, 
	PRIMARY KEY (id)
);
CREATE TABLE entity_setting (
	"group" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	parent_id TEXT NOT NULL, 
	parent_type TEXT, 
	value TEXT, 
	PRIMARY KEY ("group", name, parent_id)
);
CREATE TABLE event (
	action TEXT, 
	created_at TEXT, 
	data TEXT, 
	id BIGINT NOT NULL, 
	"insert" TEXT, 
	parent_id TEXT, 
	parent_type TEXT, 
	project_id TEXT, 
	user_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_event_project_id FOREIGN KEY(project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_event_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "event" VALUES('asset.published','2026-11-27T07:11:59','{"version": 1}',1,'First pass','v1','assetversion','p','4175e9d0-4a40-48c2-98e8-a78c08d633fa');
INSERT INTO "event" VALUES('asset.published','2026-11-27T07:11:59','{"version": 2}',2,'Warmer','v2','assetversion','p','4175e9d0-4a40-48c2-98e8-a78c08d633fa');
CREATE TABLE feed (
	cluster_id TEXT, 
	created_at TEXT, 
	distance BIGINT, 
	id TEXT NOT NULL, 
	owner_id TEXT, 
	relation TEXT, 
	social_id BIGINT, 
	PRIMARY KEY (id)
);
CREATE TABLE global_key (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	last_used_at TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (hash)
);
CREATE TABLE global_key_role (
	key_id TEXT NOT NULL, 
	role_id TEXT NOT NULL, 
	PRIMARY KEY (key_id, role_id), 
	CONSTRAINT fk_global_key_role_key_id FOREIGN KEY(key_id) REFERENCES global_key (id) ON DELETE CASCADE, 
	CONSTRAINT fk_global_key_role_role_id FOREIGN KEY(role_id) REFERENCES security_role (id) ON DELETE CASCADE
);
CREATE TABLE hub_position (
	user_id TEXT NOT NULL, 
	subscriber TEXT NOT NULL, 
	sequence BIGINT NOT NULL, 
	seen_at TEXT NOT NULL, 
	failed_sequence BIGINT, 
	failures BIGINT DEFAULT 0 NOT NULL, 
	failure TEXT, 
	failed_at TEXT, 
	PRIMARY KEY (user_id, subscriber), 
	CONSTRAINT fk_hub_position_user_id FOREIGN KEY(user_id) REFERENCES resource (id) ON DELETE CASCADE
);
CREATE TABLE hub_process (
	process TEXT NOT NULL, 
	seen BIGINT NOT NULL, 
	report TEXT NOT NULL, 
	changed BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (process)
);
CREATE TABLE hub_ticket (
	hash TEXT NOT NULL, 
	username TEXT NOT NULL, 
	key_hash TEXT NOT NULL, 
	is_session BOOLEAN DEFAULT 0 NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (hash)
);
CREATE TABLE job (
	id TEXT NOT NULL, 
	type TEXT, 
	status TEXT, 
	user_id TEXT, 
	data TEXT, 
	created_at TEXT, 
	finished_at TEXT, 
	_changed_at TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_job_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "job" VALUES('j','api_job','done','4175e9d0-4a40-48c2-98e8-a78c08d633fa','{"description": "Render"}','2026-11-27T07:11:59','2026-11-27T07:11:59','2026-11-27T07:11:59');
CREATE TABLE job_component (
	component_id TEXT NOT NULL, 
	job_id TEXT NOT NULL, 
	PRIMARY KEY (component_id, job_id), 
	CONSTRAINT fk_job_component_component_id FOREIGN KEY(component_id) REFERENCES component (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_job_component_job_id FOREIGN KEY(job_id) REFERENCES job (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "job_component" VALUES('file','j');
CREATE TABLE job_grant (
	job_id TEXT NOT NULL, 
	user_id TEXT NOT NULL, 
	PRIMARY KEY (job_id, user_id), 
	CONSTRAINT fk_job_grant_job_id FOREIGN KEY(job_id) REFERENCES job (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_job_grant_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE list (
	category_id TEXT, 
	date TEXT, 
	id TEXT NOT NULL, 
	is_open BOOLEAN, 
	name TEXT, 
	project_id TEXT, 
	system_type TEXT, 
	user_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_list_category_id FOREIGN KEY(category_id) REFERENCES list_category (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_list_project_id FOREIGN KEY(project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_list_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "list" VALUES('77b9ab82-07c2-11e4-ba66-04011030cf01','2026-11-27T07:11:59','list',1,'Dailies','p','assetversion','7779be81-0ec4-4764-9805-bc7d687669b5');
CREATE TABLE list_category (
	id TEXT NOT NULL, 
	name TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "list_category" VALUES('77b9ab82-07c2-11e4-ba66-04011030cf01','Dailies');
INSERT INTO "list_category" VALUES('712f0fee-ead3-11e2-846c-f23c91dfaa16','Delivery');
INSERT INTO "list_category" VALUES('4c798648-d5b8-5486-adf3-cba0cd16f65a','Review');
CREATE TABLE list_object (
	entity_id TEXT, 
	id TEXT NOT NULL, 
	list_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_list_object_list_id FOREIGN KEY(list_id) REFERENCES list (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "list_object" VALUES('v2','entry','list');
CREATE TABLE location (
	name TEXT, 
	id TEXT NOT NULL, 
	label TEXT, 
	description TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "location" VALUES('ftrack.origin','ce9b348f-8809-11e3-821c-20c9d081909b','ftrack.origin',NULL);
INSERT INTO "location" VALUES('ftrack.unmanaged','cb268ecc-8809-11e3-a7e2-20c9d081909b','ftrack.unmanaged',NULL);
INSERT INTO "location" VALUES('ftrack.review','cd41be70-8809-11e3-b98a-20c9d081909b','ftrack.review',NULL);
INSERT INTO "location" VALUES('ftrack.connect','07b82a97-8cf9-11e3-9383-20c9d081909b','ftrack.connect',NULL);
INSERT INTO "location" VALUES('ftrack.server','3a372bde-05bc-11e4-8908-20c9d081909b','ftrack.server',NULL);
CREATE TABLE mail (
	id TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	body TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	sent_at TEXT, 
	failure TEXT, 
	PRIMARY KEY (id)
);
CREATE TABLE manager (
	context_id TEXT, 
	id TEXT NOT NULL, 
	type_id TEXT, 
	user_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_manager_context_id FOREIGN KEY(context_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_manager_type_id FOREIGN KEY(type_id) REFERENCES manager_type (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_manager_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE manager_type (
	id TEXT NOT NULL, 
	name TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "manager_type" VALUES('ca52b0f7-35b3-566d-88d4-2bf86c8c1a97','Producer');
INSERT INTO "manager_type" VALUES('7fb3f091-43f9-5312-b248-99b5d69d1767','Supervisor');
INSERT INTO "manager_type" VALUES('2ca7a4e7-14ef-52b2-ba1c-ee4886c8ad08','Coordinator');
CREATE TABLE membership (
	group_id TEXT, 
	user_id TEXT, 
	id TEXT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_membership_group_id FOREIGN KEY(group_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_membership_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE message (
	conversation_id TEXT, 
	created_at TEXT, 
	created_by_id TEXT, 
	id TEXT NOT NULL, 
	text TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_message_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversation (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_message_created_by_id FOREIGN KEY(created_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE metadata (
	parent_id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	value TEXT, 
	parent_type TEXT, 
	PRIMARY KEY (parent_id, "key")
);
INSERT INTO "metadata" VALUES('sh1','weather','Regen, 5 °C','Shot');
CREATE TABLE note (
	category_id TEXT, 
	completed_at TEXT, 
	completed_by_id TEXT, 
	content TEXT, 
	date TEXT, 
	id TEXT NOT NULL, 
	in_reply_to_id TEXT, 
	is_todo BOOLEAN, 
	parent_id TEXT, 
	parent_type TEXT, 
	thread_activity TEXT, 
	user_id TEXT, 
	_project_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_note_category_id FOREIGN KEY(category_id) REFERENCES note_label (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_note_completed_by_id FOREIGN KEY(completed_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_note_in_reply_to_id FOREIGN KEY(in_reply_to_id) REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_note_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_note__project_id FOREIGN KEY(_project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "note" VALUES(NULL,NULL,NULL,'A little warmer?','2026-11-27T07:11:59','n',NULL,0,'v1','AssetVersion','2026-11-27T07:11:59','7779be81-0ec4-4764-9805-bc7d687669b5','p');
INSERT INTO "note" VALUES(NULL,NULL,NULL,'Done in v2.','2026-11-27T07:11:59','n2','n',0,'v1','AssetVersion','2026-11-27T07:11:59','4175e9d0-4a40-48c2-98e8-a78c08d633fa','p');
CREATE TABLE note_component (
	component_id TEXT NOT NULL, 
	note_id TEXT NOT NULL, 
	PRIMARY KEY (component_id, note_id), 
	CONSTRAINT fk_note_component_component_id FOREIGN KEY(component_id) REFERENCES component (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_note_component_note_id FOREIGN KEY(note_id) REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE note_label (
	color TEXT, 
	id TEXT NOT NULL, 
	name TEXT, 
	sort BIGINT, 
	PRIMARY KEY (id)
);
INSERT INTO "note_label" VALUES('#3498DB','535dd25a-9039-56f7-8582-47479b91e167','Internal',0);
INSERT INTO "note_label" VALUES('#E67E22','3d1f52b4-ce25-5766-8600-d5862d043a9e','External Note',1);
INSERT INTO "note_label" VALUES('#9B59B6','1384642d-3652-5bd4-8f91-c11750979808','Client feedback',2);
INSERT INTO "note_label" VALUES('#1CBC90','88664d46-4039-5000-82f6-595dd27b2eb5','For review',3);
CREATE TABLE note_label_link (
	label_id TEXT NOT NULL, 
	note_id TEXT NOT NULL, 
	PRIMARY KEY (label_id, note_id), 
	CONSTRAINT fk_note_label_link_label_id FOREIGN KEY(label_id) REFERENCES note_label (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_note_label_link_note_id FOREIGN KEY(note_id) REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE object_type (
	icon TEXT, 
	id TEXT NOT NULL, 
	is_leaf BOOLEAN, 
	is_schedulable BOOLEAN, 
	is_statusable BOOLEAN, 
	is_taskable BOOLEAN, 
	is_time_reportable BOOLEAN, 
	is_typeable BOOLEAN, 
	name TEXT, 
	sort BIGINT, 
	PRIMARY KEY (id)
);
INSERT INTO "object_type" VALUES('task','11c137c0-ee7e-4f9c-91c5-8c77cec22b2c',1,1,1,0,1,1,'Task',0);
INSERT INTO "object_type" VALUES('milestone','01decdd1-51cb-11e3-9d5b-20c9d0831e59',1,1,1,0,0,1,'Milestone',1);
INSERT INTO "object_type" VALUES('movie','bad911de-3bd6-47b9-8b46-3476e237cb36',0,0,1,1,0,0,'Shot',2);
INSERT INTO "object_type" VALUES('folder_open','e5139355-61da-4c8f-9db4-3abc870166bc',0,0,0,1,0,0,'Sequence',3);
INSERT INTO "object_type" VALUES('video_library','22139355-61da-4c8f-9db4-3abc870166bc',0,0,1,1,0,0,'Episode',4);
INSERT INTO "object_type" VALUES('widgets','4be63b64-5010-42fb-bf1f-428af9d638f0',0,0,1,1,0,1,'Asset Build',5);
INSERT INTO "object_type" VALUES('folder','3c133785-51cb-11e3-980a-20c9d0831e59',0,0,0,1,0,0,'Folder',6);
INSERT INTO "object_type" VALUES('default','puppet',0,0,1,1,0,1,'Puppet',0);
CREATE TABLE outbox (
	sequence BIGINT NOT NULL, 
	topic TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	audience TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (sequence)
);
INSERT INTO "outbox" VALUES(1,'ftrack.update','{"id":"1b2ac127-4115-4ae9-8e78-74c2bd5b5647","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":null,"username":"operator"}},"data":{"pushToken":"8ea46cd9-927c-45b4-88d0-b3ada6d15c85","clientToken":null,"user":{"userid":null,"name":"Operator"},"parents":["7779be81-0ec4-4764-9805-bc7d687669b5","92ed5dc3-45f9-4360-8824-5f48f7b2f33f"],"entities":[{"action":"add","entityType":"user","entity_type":"User","entityId":"7779be81-0ec4-4764-9805-bc7d687669b5","parentId":null,"keys":["username","isactive","resource_type","id","email","firstname","lastname","otp_enabled","totp_enabled","require_details_update","thumbid","typeid"],"changes":{"username":{"old":null,"new":"admin"},"isactive":{"old":null,"new":true},"resource_type":{"old":null,"new":"user"},"id":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"},"email":{"old":null,"new":null},"firstname":{"old":null,"new":null},"lastname":{"old":null,"new":null},"otp_enabled":{"old":null,"new":false},"totp_enabled":{"old":null,"new":false},"require_details_update":{"old":null,"new":false},"thumbid":{"old":null,"new":null},"typeid":{"old":null,"new":"ac9fa5aa-4361-11e0-b7cc-0019bb4983d8"}},"parents":[{"entityId":"7779be81-0ec4-4764-9805-bc7d687669b5","entityType":"user","entity_type":"User","parentId":null}]},{"action":"add","entityType":"auth_userrole","entity_type":"UserSecurityRole","entityId":"92ed5dc3-45f9-4360-8824-5f48f7b2f33f","parentId":null,"keys":["id","isallprojects","roleid","userid"],"changes":{"id":{"old":null,"new":"92ed5dc3-45f9-4360-8824-5f48f7b2f33f"},"isallprojects":{"old":null,"new":false},"roleid":{"old":null,"new":"f1cbadb8-2ec4-401f-b381-44e2653fc8ed"},"userid":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"}},"parents":[{"entityId":"92ed5dc3-45f9-4360-8824-5f48f7b2f33f","entityType":"auth_userrole","entity_type":"UserSecurityRole","parentId":null}]}]}}','[null, null]','2026-11-27T07:11:57');
INSERT INTO "outbox" VALUES(2,'ftrack.update','{"id":"bee8e8ee-07d0-43c9-a402-7dbcec0859d0","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":null,"username":"operator"}},"data":{"pushToken":"98405e65-d118-4f66-b1ec-81a6ed17303c","clientToken":null,"user":{"userid":null,"name":"Operator"},"parents":["4175e9d0-4a40-48c2-98e8-a78c08d633fa"],"entities":[{"action":"add","entityType":"user","entity_type":"User","entityId":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","parentId":null,"keys":["username","isactive","resource_type","id","email","firstname","lastname","otp_enabled","totp_enabled","require_details_update","thumbid","typeid"],"changes":{"username":{"old":null,"new":"ann-dc8d6cb1"},"isactive":{"old":null,"new":true},"resource_type":{"old":null,"new":"user"},"id":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"},"email":{"old":null,"new":null},"firstname":{"old":null,"new":"Ann"},"lastname":{"old":null,"new":null},"otp_enabled":{"old":null,"new":false},"totp_enabled":{"old":null,"new":false},"require_details_update":{"old":null,"new":false},"thumbid":{"old":null,"new":null},"typeid":{"old":null,"new":"ac9fa5aa-4361-11e0-b7cc-0019bb4983d8"}},"parents":[{"entityId":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","entityType":"user","entity_type":"User","parentId":null}]}]}}','[null]','2026-11-27T07:11:57');
INSERT INTO "outbox" VALUES(3,'ftrack.update','{"id":"59862feb-fe39-48b4-a4cd-a19d3d56abec","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"7779be81-0ec4-4764-9805-bc7d687669b5","username":"admin"}},"data":{"pushToken":"44b707e5-f08b-4790-a6b7-3431f0f7e1c9","clientToken":null,"user":{"userid":"7779be81-0ec4-4764-9805-bc7d687669b5","name":"admin"},"parents":["7779be81-0ec4-4764-9805-bc7d687669b5","4175e9d0-4a40-48c2-98e8-a78c08d633fa"],"entities":[{"action":"update","entityType":"user","entity_type":"User","entityId":"7779be81-0ec4-4764-9805-bc7d687669b5","parentId":null,"keys":["firstname"],"changes":{"firstname":{"old":null,"new":"Ada"}},"parents":[{"entityId":"7779be81-0ec4-4764-9805-bc7d687669b5","entityType":"user","entity_type":"User","parentId":null}]},{"action":"update","entityType":"user","entity_type":"User","entityId":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","parentId":null,"keys":["username"],"changes":{"username":{"old":"ann-dc8d6cb1","new":"ann"}},"parents":[{"entityId":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","entityType":"user","entity_type":"User","parentId":null}]}]}}','[null, null]','2026-11-27T07:11:58');
INSERT INTO "outbox" VALUES(4,'ftrack.update','{"id":"c01b850a-e644-4840-adef-e3238af95199","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"7779be81-0ec4-4764-9805-bc7d687669b5","username":"admin"}},"data":{"pushToken":"c2feca57-b415-4ac8-8d7b-cc4e0e1c7493","clientToken":null,"user":{"userid":"7779be81-0ec4-4764-9805-bc7d687669b5","name":"Ada"},"parents":["lamps","puppet"],"entities":[{"action":"add","entityType":"variable_register","entity_type":"CustomAttributeConfiguration","entityId":"lamps","parentId":null,"keys":["config","core","casted_default","entity","groupid","registerid","ishierarchical","key","label","entity_key","topid","sort","typeid"],"changes":{"config":{"old":null,"new":"{\"isdecimal\": false}"},"core":{"old":null,"new":false},"casted_default":{"old":null,"new":"2"},"entity":{"old":null,"new":"task"},"groupid":{"old":null,"new":null},"registerid":{"old":null,"new":"lamps"},"ishierarchical":{"old":null,"new":false},"key":{"old":null,"new":"lamps"},"label":{"old":null,"new":"Lamps"},"entity_key":{"old":null,"new":"bad911de-3bd6-47b9-8b46-3476e237cb36"},"topid":{"old":null,"new":null},"sort":{"old":null,"new":0},"typeid":{"old":null,"new":"92009b00-381c-11e0-acff-0019bb49847a"}},"parents":[{"entityId":"lamps","entityType":"variable_register","entity_type":"CustomAttributeConfiguration","parentId":null}]},{"action":"add","entityType":"objecttype","entity_type":"ObjectType","entityId":"puppet","parentId":null,"keys":["icon","typeid","isleaf","isschedulable","isstatusable","istaskable","istimereportable","istypeable","name","sort"],"changes":{"icon":{"old":null,"new":"default"},"typeid":{"old":null,"new":"puppet"},"isleaf":{"old":null,"new":false},"isschedulable":{"old":null,"new":false},"isstatusable":{"old":null,"new":true},"istaskable":{"old":null,"new":true},"istimereportable":{"old":null,"new":false},"istypeable":{"old":null,"new":true},"name":{"old":null,"new":"Puppet"},"sort":{"old":null,"new":0}},"parents":[{"entityId":"puppet","entityType":"objecttype","entity_type":"ObjectType","parentId":null}]}]}}','[null, null]','2026-11-27T07:11:58');
INSERT INTO "outbox" VALUES(5,'ftrack.update','{"id":"b51ab59c-9923-4b0d-89cc-4de322adee10","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"7779be81-0ec4-4764-9805-bc7d687669b5","username":"admin"}},"data":{"pushToken":"5a93aa7e-e11b-4646-bb7f-814a3166a1fa","clientToken":null,"user":{"userid":"7779be81-0ec4-4764-9805-bc7d687669b5","name":"Ada"},"parents":["p","sq","sh1","sh2","t0","t1","t2","a","36aa6200-43df-47a1-8b5c-809f612c5971","7d09e629-b99c-4081-9036-7366df505af5","e8694838-3417-4b10-a030-5227fa2ef10d","b8a484e1-1b1e-4c9e-a92d-6db0db7c3132","c865e0ea-ca08-4bd7-8cb6-537275cd2b7f"],"entities":[{"action":"add","entityType":"show","entity_type":"Project","entityId":"p","parentId":null,"keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","color","diskid","enddate","fullname","isglobal","private","project_id","projectschemeid","root","startdate","status"],"changes":{"context_type":{"old":null,"new":"show"},"created_at":{"old":null,"new":"2026-11-27T07:11:58"},"created_by":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"},"id":{"old":null,"new":"p"},"name":{"old":null,"new":"ferry"},"parent_id":{"old":null,"new":null},"thumbid":{"old":null,"new":null},"color":{"old":null,"new":null},"diskid":{"old":null,"new":null},"enddate":{"old":null,"new":null},"fullname":{"old":null,"new":"The Last Ferry"},"isglobal":{"old":null,"new":false},"private":{"old":null,"new":false},"project_id":{"old":null,"new":"p"},"projectschemeid":{"old":null,"new":"caddd816-acb5-11e1-8668-f23c91df1211"},"root":{"old":null,"new":null},"startdate":{"old":null,"new":null},"status":{"old":null,"new":"active"}},"parents":[{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Sequence","objectTypeId":"e5139355-61da-4c8f-9db4-3abc870166bc","entityId":"sq","parentId":"p","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:11:58"},"created_by":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"},"id":{"old":null,"new":"sq"},"name":{"old":null,"new":"sq010"},"parent_id":{"old":null,"new":"p"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":0.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"e5139355-61da-4c8f-9db4-3abc870166bc"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":1.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":null},"typeid":{"old":null,"new":null},"taskid":{"old":null,"new":"sq"}},"parents":[{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Shot","objectTypeId":"bad911de-3bd6-47b9-8b46-3476e237cb36","entityId":"sh1","parentId":"sq","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:11:58"},"created_by":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"},"id":{"old":null,"new":"sh1"},"name":{"old":null,"new":"sh010"},"parent_id":{"old":null,"new":"sq"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":0.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"bad911de-3bd6-47b9-8b46-3476e237cb36"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":1.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":null},"taskid":{"old":null,"new":"sh1"}},"parents":[{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Shot","objectTypeId":"bad911de-3bd6-47b9-8b46-3476e237cb36","entityId":"sh2","parentId":"sq","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:11:58"},"created_by":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"},"id":{"old":null,"new":"sh2"},"name":{"old":null,"new":"sh020"},"parent_id":{"old":null,"new":"sq"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":0.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"bad911de-3bd6-47b9-8b46-3476e237cb36"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":2.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":null},"taskid":{"old":null,"new":"sh2"}},"parents":[{"entityId":"sh2","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Task","objectTypeId":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c","entityId":"t0","parentId":"sh1","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:11:58"},"created_by":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"},"id":{"old":null,"new":"t0"},"name":{"old":null,"new":"block"},"parent_id":{"old":null,"new":"sh1"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":0.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":1.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":"44dc3636-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t0"}},"parents":[{"entityId":"t0","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Task","objectTypeId":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c","entityId":"t1","parentId":"sh1","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:11:58"},"created_by":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"},"id":{"old":null,"new":"t1"},"name":{"old":null,"new":"polish"},"parent_id":{"old":null,"new":"sh1"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":3600.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":2.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":"44dc3636-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t1"}},"parents":[{"entityId":"t1","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"task","entity_type":"Task","objectTypeId":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c","entityId":"t2","parentId":"sh2","keys":["context_type","created_at","created_by","id","name","parent_id","thumbid","bid","description","enddate","object_typeid","priorityid","showid","sort","startdate","statusid","typeid","taskid"],"changes":{"context_type":{"old":null,"new":"task"},"created_at":{"old":null,"new":"2026-11-27T07:11:58"},"created_by":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"},"id":{"old":null,"new":"t2"},"name":{"old":null,"new":"block"},"parent_id":{"old":null,"new":"sh2"},"thumbid":{"old":null,"new":null},"bid":{"old":null,"new":7200.0},"description":{"old":null,"new":""},"enddate":{"old":null,"new":null},"object_typeid":{"old":null,"new":"11c137c0-ee7e-4f9c-91c5-8c77cec22b2c"},"priorityid":{"old":null,"new":"9661b320-3a0c-11e2-81c1-0800200c9a66"},"showid":{"old":null,"new":"p"},"sort":{"old":null,"new":1.0},"startdate":{"old":null,"new":null},"statusid":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"typeid":{"old":null,"new":"44dc3636-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t2"}},"parents":[{"entityId":"t2","entityType":"task","entity_type":"Task","parentId":"sh2"},{"entityId":"sh2","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"appointment","entity_type":"Appointment","entityId":"a","parentId":"t0","keys":["context_id","id","resource_id","type"],"changes":{"context_id":{"old":null,"new":"t0"},"id":{"old":null,"new":"a"},"resource_id":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"},"type":{"old":null,"new":"assignment"}},"parents":[{"entityId":"a","entityType":"appointment","entity_type":"Appointment","parentId":"t0"},{"entityId":"t0","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"meta","entity_type":"Metadata","entityId":"sh1","entityKey":["sh1","weather"],"parentId":"sh1","keys":["meta_id","variable","value","meta_type"],"changes":{"meta_id":{"old":null,"new":"sh1"},"variable":{"old":null,"new":"weather"},"value":{"old":null,"new":"Regen, 5 °C"},"meta_type":{"old":null,"new":"Shot"}},"parents":[{"entityId":"sh1","entityType":"meta","entity_type":"Metadata","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"36aa6200-43df-47a1-8b5c-809f612c5971","parentId":"sh1","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:11:58"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"36aa6200-43df-47a1-8b5c-809f612c5971"},"parent_id":{"old":null,"new":"sh1"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"}},"parents":[{"entityId":"36aa6200-43df-47a1-8b5c-809f612c5971","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"7d09e629-b99c-4081-9036-7366df505af5","parentId":"sh2","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:11:58"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"7d09e629-b99c-4081-9036-7366df505af5"},"parent_id":{"old":null,"new":"sh2"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"}},"parents":[{"entityId":"7d09e629-b99c-4081-9036-7366df505af5","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"sh2"},{"entityId":"sh2","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"e8694838-3417-4b10-a030-5227fa2ef10d","parentId":"t0","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:11:58"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"e8694838-3417-4b10-a030-5227fa2ef10d"},"parent_id":{"old":null,"new":"t0"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"}},"parents":[{"entityId":"e8694838-3417-4b10-a030-5227fa2ef10d","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"t0"},{"entityId":"t0","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"b8a484e1-1b1e-4c9e-a92d-6db0db7c3132","parentId":"t1","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:11:58"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"b8a484e1-1b1e-4c9e-a92d-6db0db7c3132"},"parent_id":{"old":null,"new":"t1"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"}},"parents":[{"entityId":"b8a484e1-1b1e-4c9e-a92d-6db0db7c3132","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"t1"},{"entityId":"t1","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","entityId":"c865e0ea-ca08-4bd7-8cb6-537275cd2b7f","parentId":"t2","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:11:58"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"c865e0ea-ca08-4bd7-8cb6-537275cd2b7f"},"parent_id":{"old":null,"new":"t2"},"parent_type":{"old":null,"new":"task"},"status_id":{"old":null,"new":"44dd9fb2-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"}},"parents":[{"entityId":"c865e0ea-ca08-4bd7-8cb6-537275cd2b7f","entityType":"typedcontextstatuschange","entity_type":"TypedContextStatusChange","parentId":"t2"},{"entityId":"t2","entityType":"task","entity_type":"Task","parentId":"sh2"},{"entityId":"sh2","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}','[null, null, null, null, null, null, null, null, null, null, null, null, null, null]','2026-11-27T07:11:58');
INSERT INTO "outbox" VALUES(6,'ftrack.update','{"id":"432f819a-5ea1-452f-aa4e-f8f219136286","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"7779be81-0ec4-4764-9805-bc7d687669b5","username":"admin"}},"data":{"pushToken":"48f88e6d-7b91-4eeb-b229-07dd56657e35","clientToken":null,"user":{"userid":"7779be81-0ec4-4764-9805-bc7d687669b5","name":"Ada"},"parents":["sh1","sq","p"],"entities":[{"action":"update","entityType":"task","entity_type":"Shot","objectTypeId":"bad911de-3bd6-47b9-8b46-3476e237cb36","entityId":"sh1","parentId":"sq","keys":["lamps"],"changes":{"lamps":{"old":"2","new":"7"}},"parents":[{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}','[null]','2026-11-27T07:11:58');
INSERT INTO "outbox" VALUES(7,'ftrack.update','{"id":"e74cde96-de4e-40fa-95a0-5881159503b1","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"7779be81-0ec4-4764-9805-bc7d687669b5","username":"admin"}},"data":{"pushToken":"2d895b56-a1f3-4602-a45b-b1d4b7b4494b","clientToken":null,"user":{"userid":"7779be81-0ec4-4764-9805-bc7d687669b5","name":"Ada"},"parents":["auto","07cefcff-4eac-4bb6-9054-dd92774c6594","hook"],"entities":[{"action":"add","entityType":"automation","entity_type":"Automation","entityId":"auto","parentId":null,"keys":["id","name","enabled","include_private_projects","created_at","created_by_id"],"changes":{"id":{"old":null,"new":"auto"},"name":{"old":null,"new":"Post to chat"},"enabled":{"old":null,"new":true},"include_private_projects":{"old":null,"new":false},"created_at":{"old":null,"new":"2026-11-27T07:11:58"},"created_by_id":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"}},"parents":[{"entityId":"auto","entityType":"automation","entity_type":"Automation","parentId":null}]},{"action":"add","entityType":"trigger","entity_type":"Trigger","entityId":"07cefcff-4eac-4bb6-9054-dd92774c6594","parentId":"auto","keys":["id","automation_id","filter"],"changes":{"id":{"old":null,"new":"07cefcff-4eac-4bb6-9054-dd92774c6594"},"automation_id":{"old":null,"new":"auto"},"filter":{"old":null,"new":"entity.entity_type = \"Job\""}},"parents":[{"entityId":"07cefcff-4eac-4bb6-9054-dd92774c6594","entityType":"trigger","entity_type":"Trigger","parentId":"auto"},{"entityId":"auto","entityType":"automation","entity_type":"Automation","parentId":null}]},{"action":"add","entityType":"webhookaction","entity_type":"WebhookAction","entityId":"hook","parentId":"auto","keys":["id","automation_id","webhook_url","headers"],"changes":{"id":{"old":null,"new":"hook"},"automation_id":{"old":null,"new":"auto"},"webhook_url":{"old":null,"new":"https://chat.example/hook"},"headers":{"old":null,"new":null}},"parents":[{"entityId":"hook","entityType":"webhookaction","entity_type":"WebhookAction","parentId":"auto"},{"entityId":"auto","entityType":"automation","entity_type":"Automation","parentId":null}]}]}}','[[], [], []]','2026-11-27T07:11:58');
INSERT INTO "outbox" VALUES(8,'ftrack.update','{"id":"0bdb20fe-d213-4c77-ad44-d26aa83df928","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","username":"ann"}},"data":{"pushToken":"b016c38a-8925-4046-b567-6748ec46b1ec","clientToken":null,"user":{"userid":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","name":"Ann"},"parents":["asset","sh1","sq","p","v1","62084640-f051-42b6-81dd-a29095c53a5f","1"],"entities":[{"action":"add","entityType":"asset","entity_type":"Asset","entityId":"asset","parentId":"sh1","keys":["context_id","assetid","name","typeid"],"changes":{"context_id":{"old":null,"new":"sh1"},"assetid":{"old":null,"new":"asset"},"name":{"old":null,"new":"comp"},"typeid":{"old":null,"new":"e4764bf5-948b-5a2a-9558-eac1b375d1fc"}},"parents":[{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"assetversion","entity_type":"AssetVersion","entityId":"v1","parentId":"asset","keys":["assetid","comment","date","versionid","ispublished","statusid","taskid","thumbid","userid","version"],"changes":{"assetid":{"old":null,"new":"asset"},"comment":{"old":null,"new":"First pass"},"date":{"old":null,"new":"2026-11-27T07:11:59"},"versionid":{"old":null,"new":"v1"},"ispublished":{"old":null,"new":true},"statusid":{"old":null,"new":"44dded64-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t0"},"thumbid":{"old":null,"new":null},"userid":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"},"version":{"old":null,"new":1}},"parents":[{"entityId":"v1","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"assetversionstatuschange","entity_type":"AssetVersionStatusChange","entityId":"62084640-f051-42b6-81dd-a29095c53a5f","parentId":"v1","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:11:59"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"62084640-f051-42b6-81dd-a29095c53a5f"},"parent_id":{"old":null,"new":"v1"},"parent_type":{"old":null,"new":"assetversion"},"status_id":{"old":null,"new":"44dded64-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"}},"parents":[{"entityId":"62084640-f051-42b6-81dd-a29095c53a5f","entityType":"assetversionstatuschange","entity_type":"AssetVersionStatusChange","parentId":"v1"},{"entityId":"v1","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"socialevent","entity_type":"Event","entityId":"1","parentId":"p","keys":["action","created_at","data","socialid","insert","parent_id","parent_type","showid","userid"],"changes":{"action":{"old":null,"new":"asset.published"},"created_at":{"old":null,"new":"2026-11-27T07:11:59"},"data":{"old":null,"new":"{\"version\": 1}"},"socialid":{"old":null,"new":1},"insert":{"old":null,"new":"First pass"},"parent_id":{"old":null,"new":"v1"},"parent_type":{"old":null,"new":"assetversion"},"showid":{"old":null,"new":"p"},"userid":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"}},"parents":[{"entityId":"1","entityType":"socialevent","entity_type":"Event","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}','[null, null, null, null]','2026-11-27T07:11:59');
INSERT INTO "outbox" VALUES(9,'ftrack.update','{"id":"3a1c5cce-9258-4cd1-8f1d-db01bc1643fb","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","username":"ann"}},"data":{"pushToken":"4908c106-fef7-42aa-afb6-1e55fc122f0f","clientToken":null,"user":{"userid":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","name":"Ann"},"parents":["v2","asset","sh1","sq","p","file","log","t0","e979f606-dcbf-4cd4-a38b-3130b8445116","2"],"entities":[{"action":"add","entityType":"assetversion","entity_type":"AssetVersion","entityId":"v2","parentId":"asset","keys":["assetid","comment","date","versionid","ispublished","statusid","taskid","thumbid","userid","version"],"changes":{"assetid":{"old":null,"new":"asset"},"comment":{"old":null,"new":"Warmer"},"date":{"old":null,"new":"2026-11-27T07:11:59"},"versionid":{"old":null,"new":"v2"},"ispublished":{"old":null,"new":true},"statusid":{"old":null,"new":"44dded64-4164-11df-9218-0019bb4983d8"},"taskid":{"old":null,"new":"t0"},"thumbid":{"old":null,"new":null},"userid":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"},"version":{"old":null,"new":2}},"parents":[{"entityId":"v2","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"filecomponent","entity_type":"FileComponent","entityId":"file","parentId":"v2","keys":["system_type","name","id","filetype","size","container_id","version_id"],"changes":{"system_type":{"old":null,"new":"file"},"name":{"old":null,"new":"lighthouse"},"id":{"old":null,"new":"file"},"filetype":{"old":null,"new":".txt"},"size":{"old":null,"new":25},"container_id":{"old":null,"new":null},"version_id":{"old":null,"new":"v2"}},"parents":[{"entityId":"file","entityType":"filecomponent","entity_type":"FileComponent","parentId":"v2"},{"entityId":"v2","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"timelog","entity_type":"Timelog","entityId":"log","parentId":"t0","keys":["comment","context_id","duration","id","name","start","time_zone_offset","user_id"],"changes":{"comment":{"old":null,"new":""},"context_id":{"old":null,"new":"t0"},"duration":{"old":null,"new":5400.0},"id":{"old":null,"new":"log"},"name":{"old":null,"new":null},"start":{"old":null,"new":"2026-11-27T07:11:59"},"time_zone_offset":{"old":null,"new":null},"user_id":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"}},"parents":[{"entityId":"log","entityType":"timelog","entity_type":"Timelog","parentId":"t0"},{"entityId":"t0","entityType":"task","entity_type":"Task","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"assetversionstatuschange","entity_type":"AssetVersionStatusChange","entityId":"e979f606-dcbf-4cd4-a38b-3130b8445116","parentId":"v2","keys":["date","from_status_id","tracid","parent_id","parent_type","status_id","userid"],"changes":{"date":{"old":null,"new":"2026-11-27T07:11:59"},"from_status_id":{"old":null,"new":null},"tracid":{"old":null,"new":"e979f606-dcbf-4cd4-a38b-3130b8445116"},"parent_id":{"old":null,"new":"v2"},"parent_type":{"old":null,"new":"assetversion"},"status_id":{"old":null,"new":"44dded64-4164-11df-9218-0019bb4983d8"},"userid":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"}},"parents":[{"entityId":"e979f606-dcbf-4cd4-a38b-3130b8445116","entityType":"assetversionstatuschange","entity_type":"AssetVersionStatusChange","parentId":"v2"},{"entityId":"v2","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"socialevent","entity_type":"Event","entityId":"2","parentId":"p","keys":["action","created_at","data","socialid","insert","parent_id","parent_type","showid","userid"],"changes":{"action":{"old":null,"new":"asset.published"},"created_at":{"old":null,"new":"2026-11-27T07:11:59"},"data":{"old":null,"new":"{\"version\": 2}"},"socialid":{"old":null,"new":2},"insert":{"old":null,"new":"Warmer"},"parent_id":{"old":null,"new":"v2"},"parent_type":{"old":null,"new":"assetversion"},"showid":{"old":null,"new":"p"},"userid":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"}},"parents":[{"entityId":"2","entityType":"socialevent","entity_type":"Event","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}','[null, null, null, null, null]','2026-11-27T07:11:59');
INSERT INTO "outbox" VALUES(10,'ftrack.update','{"id":"20d8ee88-5abc-46c5-8219-5c0760addffe","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"7779be81-0ec4-4764-9805-bc7d687669b5","username":"admin"}},"data":{"pushToken":"38f54942-194f-4b65-b5c2-0cd9107bb293","clientToken":null,"user":{"userid":"7779be81-0ec4-4764-9805-bc7d687669b5","name":"Ada"},"parents":["list","p","entry","n","v1","asset","sh1","sq"],"entities":[{"action":"add","entityType":"list","entity_type":"AssetVersionList","entityId":"list","parentId":"p","keys":["typeid","date","listid","isopen","name","showid","entity","userid"],"changes":{"typeid":{"old":null,"new":"77b9ab82-07c2-11e4-ba66-04011030cf01"},"date":{"old":null,"new":"2026-11-27T07:11:59"},"listid":{"old":null,"new":"list"},"isopen":{"old":null,"new":true},"name":{"old":null,"new":"Dailies"},"showid":{"old":null,"new":"p"},"entity":{"old":null,"new":"assetversion"},"userid":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"}},"parents":[{"entityId":"list","entityType":"list","entity_type":"AssetVersionList","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"listobject","entity_type":"ListObject","entityId":"entry","parentId":"list","keys":["entityid","id","listid"],"changes":{"entityid":{"old":null,"new":"v2"},"id":{"old":null,"new":"entry"},"listid":{"old":null,"new":"list"}},"parents":[{"entityId":"entry","entityType":"listobject","entity_type":"ListObject","parentId":"list"},{"entityId":"list","entityType":"list","entity_type":"AssetVersionList","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]},{"action":"add","entityType":"note","entity_type":"Note","entityId":"n","parentId":"v1","keys":["categoryid","completed_at","completed_by_id","text","date","noteid","noteparentid","is_todo","parent_id","parent_type","triggerdate","userid"],"changes":{"categoryid":{"old":null,"new":null},"completed_at":{"old":null,"new":null},"completed_by_id":{"old":null,"new":null},"text":{"old":null,"new":"A little warmer?"},"date":{"old":null,"new":"2026-11-27T07:11:59"},"noteid":{"old":null,"new":"n"},"noteparentid":{"old":null,"new":null},"is_todo":{"old":null,"new":false},"parent_id":{"old":null,"new":"v1"},"parent_type":{"old":null,"new":"AssetVersion"},"triggerdate":{"old":null,"new":"2026-11-27T07:11:59"},"userid":{"old":null,"new":"7779be81-0ec4-4764-9805-bc7d687669b5"}},"parents":[{"entityId":"n","entityType":"note","entity_type":"Note","parentId":"v1"},{"entityId":"v1","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}','[null, null, null]','2026-11-27T07:11:59');
INSERT INTO "outbox" VALUES(11,'ftrack.update','{"id":"e0714bec-d04d-467c-8ccc-5c11b3cd6c4b","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","username":"ann"}},"data":{"pushToken":"20ca7278-b77f-42c1-968c-85c73259e9c0","clientToken":null,"user":{"userid":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","name":"Ann"},"parents":["n2","v1","asset","sh1","sq","p"],"entities":[{"action":"add","entityType":"note","entity_type":"Note","entityId":"n2","parentId":"v1","keys":["categoryid","completed_at","completed_by_id","text","date","noteid","noteparentid","is_todo","parent_id","parent_type","triggerdate","userid"],"changes":{"categoryid":{"old":null,"new":null},"completed_at":{"old":null,"new":null},"completed_by_id":{"old":null,"new":null},"text":{"old":null,"new":"Done in v2."},"date":{"old":null,"new":"2026-11-27T07:11:59"},"noteid":{"old":null,"new":"n2"},"noteparentid":{"old":null,"new":"n"},"is_todo":{"old":null,"new":false},"parent_id":{"old":null,"new":"v1"},"parent_type":{"old":null,"new":"AssetVersion"},"triggerdate":{"old":null,"new":"2026-11-27T07:11:59"},"userid":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"}},"parents":[{"entityId":"n2","entityType":"note","entity_type":"Note","parentId":"v1"},{"entityId":"v1","entityType":"assetversion","entity_type":"AssetVersion","parentId":"asset"},{"entityId":"asset","entityType":"asset","entity_type":"Asset","parentId":"sh1"},{"entityId":"sh1","entityType":"task","entity_type":"Shot","parentId":"sq"},{"entityId":"sq","entityType":"task","entity_type":"Sequence","parentId":"p"},{"entityId":"p","entityType":"show","entity_type":"Project","parentId":null}]}]}}','[null]','2026-11-27T07:11:59');
INSERT INTO "outbox" VALUES(12,'ftrack.update','{"id":"b2cb61c0-6700-484a-b2df-a0a2addc60cd","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","username":"ann"}},"data":{"pushToken":"cb3b3463-18cf-46d6-97c7-97e4b90eb8fa","clientToken":null,"user":{"userid":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","name":"Ann"},"parents":["j"],"entities":[{"action":"add","entityType":"job","entity_type":"Job","entityId":"j","parentId":null,"keys":["jobid","type","status","userid","data","created_at","finished_at"],"changes":{"jobid":{"old":null,"new":"j"},"type":{"old":null,"new":"api_job"},"status":{"old":null,"new":"running"},"userid":{"old":null,"new":"4175e9d0-4a40-48c2-98e8-a78c08d633fa"},"data":{"old":null,"new":"{\"description\": \"Render\"}"},"created_at":{"old":null,"new":"2026-11-27T07:11:59"},"finished_at":{"old":null,"new":null}},"parents":[{"entityId":"j","entityType":"job","entity_type":"Job","parentId":null}]}]}}','[["4175e9d0-4a40-48c2-98e8-a78c08d633fa"]]','2026-11-27T07:11:59');
INSERT INTO "outbox" VALUES(13,'ftrack.update','{"id":"87627ea5-0d22-49e6-bb68-057e2518e2ec","topic":"ftrack.update","sent":null,"target":"","inReplyToEvent":null,"source":{"id":null,"applicationId":"ftrack.client.web","user":{"id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","username":"ann"}},"data":{"pushToken":"23a833d1-378a-4f00-be7a-dda1ffa4382b","clientToken":null,"user":{"userid":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","name":"Ann"},"parents":["file","j"],"entities":[{"action":"add","entityType":"jobcomponent","entity_type":"JobComponent","entityId":"file","entityKey":["file","j"],"parentId":"j","keys":["component_id","job_id"],"changes":{"component_id":{"old":null,"new":"file"},"job_id":{"old":null,"new":"j"}},"parents":[{"entityId":"file","entityType":"jobcomponent","entity_type":"JobComponent","parentId":"j"},{"entityId":"j","entityType":"job","entity_type":"Job","parentId":null}]},{"action":"update","entityType":"job","entity_type":"Job","entityId":"j","parentId":null,"keys":["status","finished_at"],"changes":{"status":{"old":"running","new":"done"},"finished_at":{"old":null,"new":"2026-11-27T07:11:59"}},"parents":[{"entityId":"j","entityType":"job","entity_type":"Job","parentId":null}]}]}}','[["4175e9d0-4a40-48c2-98e8-a78c08d633fa"], ["4175e9d0-4a40-48c2-98e8-a78c08d633fa"]]','2026-11-27T07:11:59');
CREATE TABLE participant (
	conversation_id TEXT, 
	id TEXT NOT NULL, 
	last_visit TEXT, 
	resource_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_participant_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversation (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_participant_resource_id FOREIGN KEY(resource_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE poster (
	component_id TEXT NOT NULL, 
	picture_id TEXT NOT NULL, 
	PRIMARY KEY (component_id), 
	CONSTRAINT poster_component_id_fkey FOREIGN KEY(component_id) REFERENCES component (id) ON DELETE CASCADE, 
	CONSTRAINT poster_picture_id_fkey FOREIGN KEY(picture_id) REFERENCES component (id) ON DELETE CASCADE
);
CREATE TABLE priority (
	color TEXT, 
	id TEXT NOT NULL, 
	name TEXT, 
	sort BIGINT, 
	value DOUBLE, 
	PRIMARY KEY (id)
);
INSERT INTO "priority" VALUES('#E74C3C','847fb90e-ead3-11e2-846c-f23c91dfaa16','Urgent',0,0.0);
INSERT INTO "priority" VALUES('#E67E22','847f9cda-ead3-11e2-846c-f23c91dfaa16','High',1,0.0);
INSERT INTO "priority" VALUES('#F1C40F','847f8146-ead3-11e2-846c-f23c91dfaa16','Medium',2,0.0);
INSERT INTO "priority" VALUES('#1CBC90','847f663e-ead3-11e2-846c-f23c91dfaa16','Low',3,0.0);
INSERT INTO "priority" VALUES('#CACACA','9661b320-3a0c-11e2-81c1-0800200c9a66','None',4,0.0);
CREATE TABLE project_schema (
	asset_version_workflow_schema_id TEXT, 
	id TEXT NOT NULL, 
	name TEXT, 
	task_type_schema_id TEXT, 
	task_workflow_schema_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_project_schema_asset_version_workflow_schema_id FOREIGN KEY(asset_version_workflow_schema_id) REFERENCES workflow_schema (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_project_schema_task_type_schema_id FOREIGN KEY(task_type_schema_id) REFERENCES task_type_schema (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_project_schema_task_workflow_schema_id FOREIGN KEY(task_workflow_schema_id) REFERENCES workflow_schema (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "project_schema" VALUES('cadb4c0e-acb5-11e1-8668-f23c91df1211','caddd816-acb5-11e1-8668-f23c91df1211','VFX Scheme','cadd9e5a-acb5-11e1-8668-f23c91df1211','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "project_schema" VALUES('e3f28e20-09f6-5d97-8dcb-901c96876f4f','400c1caa-55f4-5d39-ad56-ee97ae77b9ac','Animation Scheme','13af59db-522b-5c3b-b524-d21f6ffb2a6b','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "project_schema" VALUES('a82f4fe6-8a15-5492-afa5-542970718489','df14438d-36ab-512d-98ec-64d508f22c0c','Episodic Scheme','9dd1148d-81f1-5641-aab2-c364c10d0d66','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
CREATE TABLE project_schema_object_type (
	object_type_id TEXT NOT NULL, 
	project_schema_id TEXT NOT NULL, 
	PRIMARY KEY (object_type_id, project_schema_id), 
	CONSTRAINT fk_project_schema_object_type_object_type_id FOREIGN KEY(object_type_id) REFERENCES object_type (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_project_schema_object_type_project_schema_id FOREIGN KEY(project_schema_id) REFERENCES project_schema (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "project_schema_object_type" VALUES('11c137c0-ee7e-4f9c-91c5-8c77cec22b2c','caddd816-acb5-11e1-8668-f23c91df1211');
INSERT INTO "project_schema_object_type" VALUES('01decdd1-51cb-11e3-9d5b-20c9d0831e59','caddd816-acb5-11e1-8668-f23c91df1211');
INSERT INTO "project_schema_object_type" VALUES('3c133785-51cb-11e3-980a-20c9d0831e59','caddd816-acb5-11e1-8668-f23c91df1211');
INSERT INTO "project_schema_object_type" VALUES('e5139355-61da-4c8f-9db4-3abc870166bc','caddd816-acb5-11e1-8668-f23c91df1211');
INSERT INTO "project_schema_object_type" VALUES('bad911de-3bd6-47b9-8b46-3476e237cb36','caddd816-acb5-11e1-8668-f23c91df1211');
INSERT INTO "project_schema_object_type" VALUES('4be63b64-5010-42fb-bf1f-428af9d638f0','caddd816-acb5-11e1-8668-f23c91df1211');
INSERT INTO "project_schema_object_type" VALUES('11c137c0-ee7e-4f9c-91c5-8c77cec22b2c','400c1caa-55f4-5d39-ad56-ee97ae77b9ac');
INSERT INTO "project_schema_object_type" VALUES('01decdd1-51cb-11e3-9d5b-20c9d0831e59','400c1caa-55f4-5d39-ad56-ee97ae77b9ac');
INSERT INTO "project_schema_object_type" VALUES('3c133785-51cb-11e3-980a-20c9d0831e59','400c1caa-55f4-5d39-ad56-ee97ae77b9ac');
INSERT INTO "project_schema_object_type" VALUES('e5139355-61da-4c8f-9db4-3abc870166bc','400c1caa-55f4-5d39-ad56-ee97ae77b9ac');
INSERT INTO "project_schema_object_type" VALUES('bad911de-3bd6-47b9-8b46-3476e237cb36','400c1caa-55f4-5d39-ad56-ee97ae77b9ac');
INSERT INTO "project_schema_object_type" VALUES('4be63b64-5010-42fb-bf1f-428af9d638f0','400c1caa-55f4-5d39-ad56-ee97ae77b9ac');
INSERT INTO "project_schema_object_type" VALUES('11c137c0-ee7e-4f9c-91c5-8c77cec22b2c','df14438d-36ab-512d-98ec-64d508f22c0c');
INSERT INTO "project_schema_object_type" VALUES('01decdd1-51cb-11e3-9d5b-20c9d0831e59','df14438d-36ab-512d-98ec-64d508f22c0c');
INSERT INTO "project_schema_object_type" VALUES('3c133785-51cb-11e3-980a-20c9d0831e59','df14438d-36ab-512d-98ec-64d508f22c0c');
INSERT INTO "project_schema_object_type" VALUES('22139355-61da-4c8f-9db4-3abc870166bc','df14438d-36ab-512d-98ec-64d508f22c0c');
INSERT INTO "project_schema_object_type" VALUES('e5139355-61da-4c8f-9db4-3abc870166bc','df14438d-36ab-512d-98ec-64d508f22c0c');
INSERT INTO "project_schema_object_type" VALUES('bad911de-3bd6-47b9-8b46-3476e237cb36','df14438d-36ab-512d-98ec-64d508f22c0c');
INSERT INTO "project_schema_object_type" VALUES('4be63b64-5010-42fb-bf1f-428af9d638f0','df14438d-36ab-512d-98ec-64d508f22c0c');
CREATE TABLE project_schema_override (
	id TEXT NOT NULL, 
	project_schema_id TEXT, 
	type_id TEXT, 
	workflow_schema_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_project_schema_override_project_schema_id FOREIGN KEY(project_schema_id) REFERENCES project_schema (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_project_schema_override_type_id FOREIGN KEY(type_id) REFERENCES type (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_project_schema_override_workflow_schema_id FOREIGN KEY(workflow_schema_id) REFERENCES workflow_schema (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE queued_task (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	job_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts BIGINT NOT NULL, 
	lease_until BIGINT NOT NULL, 
	token TEXT, 
	created_at BIGINT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT queued_task_job_id_fkey FOREIGN KEY(job_id) REFERENCES job (id) ON DELETE CASCADE
);
CREATE TABLE recipient (
	note_id TEXT NOT NULL, 
	resource_id TEXT NOT NULL, 
	text_mentioned TEXT, 
	PRIMARY KEY (note_id, resource_id), 
	CONSTRAINT fk_recipient_note_id FOREIGN KEY(note_id) REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_recipient_resource_id FOREIGN KEY(resource_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE resource (
	id TEXT NOT NULL, 
	resource_type TEXT, 
	username TEXT, 
	is_active BOOLEAN, 
	email TEXT, 
	first_name TEXT, 
	last_name TEXT, 
	is_otp_enabled BOOLEAN, 
	is_totp_enabled BOOLEAN, 
	require_details_update BOOLEAN, 
	thumbnail_id TEXT, 
	user_type_id TEXT, 
	name TEXT, 
	local BOOLEAN, 
	parent_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_resource_thumbnail_id FOREIGN KEY(thumbnail_id) REFERENCES component (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_resource_user_type_id FOREIGN KEY(user_type_id) REFERENCES user_type (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_resource_parent_id FOREIGN KEY(parent_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "resource" VALUES('7779be81-0ec4-4764-9805-bc7d687669b5','user','admin',1,NULL,'Ada',NULL,0,0,0,NULL,'ac9fa5aa-4361-11e0-b7cc-0019bb4983d8',NULL,NULL,NULL);
INSERT INTO "resource" VALUES('4175e9d0-4a40-48c2-98e8-a78c08d633fa','user','ann',1,NULL,'Ann',NULL,0,0,0,NULL,'ac9fa5aa-4361-11e0-b7cc-0019bb4983d8',NULL,NULL,NULL);
CREATE TABLE review_session (
	availability TEXT, 
	created_at TEXT, 
	created_by_id TEXT, 
	description TEXT, 
	end_date TEXT, 
	id TEXT NOT NULL, 
	is_moderated BOOLEAN, 
	name TEXT, 
	passphrase TEXT, 
	passphrase_enabled BOOLEAN, 
	project_id TEXT, 
	shareable_url_enabled BOOLEAN, 
	start_date TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_review_session_created_by_id FOREIGN KEY(created_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_review_session_project_id FOREIGN KEY(project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE review_session_invitee (
	created_at TEXT, 
	created_by_id TEXT, 
	created_from_shared_url BOOLEAN, 
	email TEXT, 
	id TEXT NOT NULL, 
	last_sent_at TEXT, 
	name TEXT, 
	review_session_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_review_session_invitee_created_by_id FOREIGN KEY(created_by_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_review_session_invitee_review_session_id FOREIGN KEY(review_session_id) REFERENCES review_session (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE review_session_object (
	created_at TEXT, 
	description TEXT, 
	id TEXT NOT NULL, 
	name TEXT, 
	review_session_id TEXT, 
	sort_order DOUBLE, 
	version TEXT, 
	version_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_review_session_object_review_session_id FOREIGN KEY(review_session_id) REFERENCES review_session (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_review_session_object_version_id FOREIGN KEY(version_id) REFERENCES asset_version (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE review_session_object_status (
	created_at TEXT, 
	id TEXT NOT NULL, 
	review_session_invitee_id TEXT, 
	review_session_object_id TEXT, 
	status TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_review_session_object_status_review_session_invitee_id FOREIGN KEY(review_session_invitee_id) REFERENCES review_session_invitee (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_review_session_object_status_review_session_object_id FOREIGN KEY(review_session_object_id) REFERENCES review_session_object (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE schema (
	id TEXT NOT NULL, 
	project_schema_id TEXT, 
	type_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_schema_project_schema_id FOREIGN KEY(project_schema_id) REFERENCES project_schema (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_schema_type_id FOREIGN KEY(type_id) REFERENCES object_type (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "schema" VALUES('ad861386-4454-51ac-89cb-bfde921b457a','caddd816-acb5-11e1-8668-f23c91df1211','01decdd1-51cb-11e3-9d5b-20c9d0831e59');
INSERT INTO "schema" VALUES('0e746a73-f7ea-5d79-8f5a-afda76cce254','caddd816-acb5-11e1-8668-f23c91df1211','3c133785-51cb-11e3-980a-20c9d0831e59');
INSERT INTO "schema" VALUES('54f0cdf6-7ba2-5e42-9b48-985a1d23600b','caddd816-acb5-11e1-8668-f23c91df1211','e5139355-61da-4c8f-9db4-3abc870166bc');
INSERT INTO "schema" VALUES('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c','caddd816-acb5-11e1-8668-f23c91df1211','bad911de-3bd6-47b9-8b46-3476e237cb36');
INSERT INTO "schema" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df','caddd816-acb5-11e1-8668-f23c91df1211','4be63b64-5010-42fb-bf1f-428af9d638f0');
INSERT INTO "schema" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278','400c1caa-55f4-5d39-ad56-ee97ae77b9ac','01decdd1-51cb-11e3-9d5b-20c9d0831e59');
INSERT INTO "schema" VALUES('5f7373a7-46db-55d6-8343-ade3ad15423e','400c1caa-55f4-5d39-ad56-ee97ae77b9ac','3c133785-51cb-11e3-980a-20c9d0831e59');
INSERT INTO "schema" VALUES('bceb88de-2821-56dd-a3d9-6c6751371e2e','400c1caa-55f4-5d39-ad56-ee97ae77b9ac','e5139355-61da-4c8f-9db4-3abc870166bc');
INSERT INTO "schema" VALUES('4aadac49-421a-5fdc-afc8-b14c392aca06','400c1caa-55f4-5d39-ad56-ee97ae77b9ac','bad911de-3bd6-47b9-8b46-3476e237cb36');
INSERT INTO "schema" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e','400c1caa-55f4-5d39-ad56-ee97ae77b9ac','4be63b64-5010-42fb-bf1f-428af9d638f0');
INSERT INTO "schema" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c','df14438d-36ab-512d-98ec-64d508f22c0c','01decdd1-51cb-11e3-9d5b-20c9d0831e59');
INSERT INTO "schema" VALUES('c52b49ce-0e32-5d58-8ada-350d73c65386','df14438d-36ab-512d-98ec-64d508f22c0c','3c133785-51cb-11e3-980a-20c9d0831e59');
INSERT INTO "schema" VALUES('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815','df14438d-36ab-512d-98ec-64d508f22c0c','22139355-61da-4c8f-9db4-3abc870166bc');
INSERT INTO "schema" VALUES('953fbfcb-e328-56fd-b3a3-21072b91e84e','df14438d-36ab-512d-98ec-64d508f22c0c','e5139355-61da-4c8f-9db4-3abc870166bc');
INSERT INTO "schema" VALUES('939f5769-8d26-569a-a60c-214a2216eec5','df14438d-36ab-512d-98ec-64d508f22c0c','bad911de-3bd6-47b9-8b46-3476e237cb36');
INSERT INTO "schema" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9','df14438d-36ab-512d-98ec-64d508f22c0c','4be63b64-5010-42fb-bf1f-428af9d638f0');
CREATE TABLE schema_status (
	schema_id TEXT NOT NULL, 
	sort BIGINT, 
	status_id TEXT NOT NULL, 
	PRIMARY KEY (schema_id, status_id), 
	CONSTRAINT fk_schema_status_schema_id FOREIGN KEY(schema_id) REFERENCES schema (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_schema_status_status_id FOREIGN KEY(status_id) REFERENCES status (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "schema_status" VALUES('ad861386-4454-51ac-89cb-bfde921b457a',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad861386-4454-51ac-89cb-bfde921b457a',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad861386-4454-51ac-89cb-bfde921b457a',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad861386-4454-51ac-89cb-bfde921b457a',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad861386-4454-51ac-89cb-bfde921b457a',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('ad861386-4454-51ac-89cb-bfde921b457a',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('ad861386-4454-51ac-89cb-bfde921b457a',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad861386-4454-51ac-89cb-bfde921b457a',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('b96467b4-5bfe-5358-82d4-4cbc6eea3f7c',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('4aadac49-421a-5fdc-afc8-b14c392aca06',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('4aadac49-421a-5fdc-afc8-b14c392aca06',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('4aadac49-421a-5fdc-afc8-b14c392aca06',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('4aadac49-421a-5fdc-afc8-b14c392aca06',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('4aadac49-421a-5fdc-afc8-b14c392aca06',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('4aadac49-421a-5fdc-afc8-b14c392aca06',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('4aadac49-421a-5fdc-afc8-b14c392aca06',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('4aadac49-421a-5fdc-afc8-b14c392aca06',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('eaf04b0b-8bd2-5e16-9bc6-000ce5f3c815',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('939f5769-8d26-569a-a60c-214a2216eec5',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('939f5769-8d26-569a-a60c-214a2216eec5',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('939f5769-8d26-569a-a60c-214a2216eec5',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('939f5769-8d26-569a-a60c-214a2216eec5',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('939f5769-8d26-569a-a60c-214a2216eec5',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('939f5769-8d26-569a-a60c-214a2216eec5',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('939f5769-8d26-569a-a60c-214a2216eec5',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('939f5769-8d26-569a-a60c-214a2216eec5',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',0,'44dd9fb2-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',1,'44ddd0fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',2,'44dded64-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',3,'44de097a-4164-11df-9218-0019bb4983d8');
INSERT INTO "schema_status" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',4,'d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16');
INSERT INTO "schema_status" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',5,'9bb65936-88e7-11e3-9264-04011030cf01');
INSERT INTO "schema_status" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',6,'a0bc2444-15e2-11e1-b21a-0019bb4983d8');
INSERT INTO "schema_status" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',7,'a0bc3f24-15e2-11e1-b21a-0019bb4983d8');
CREATE TABLE schema_step (
	number BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	applied_at TEXT NOT NULL, 
	version TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "schema_step" VALUES(1,'baseline','2026-11-27T07:11:56','0.1.0');
CREATE TABLE schema_type (
	schema_id TEXT NOT NULL, 
	sort BIGINT, 
	type_id TEXT NOT NULL, 
	PRIMARY KEY (schema_id, type_id), 
	CONSTRAINT fk_schema_type_schema_id FOREIGN KEY(schema_id) REFERENCES schema (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_schema_type_type_id FOREIGN KEY(type_id) REFERENCES type (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "schema_type" VALUES('ad861386-4454-51ac-89cb-bfde921b457a',0,'d3685248-637a-5c64-9d07-717b41ead093');
INSERT INTO "schema_type" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',0,'66d145f0-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',1,'66d1aedc-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',2,'66d1daba-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',3,'218d40bd-4be1-551c-a6ba-f8edc606238f');
INSERT INTO "schema_type" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',4,'504c7190-7f77-57ef-bfc4-83e982e3aaa3');
INSERT INTO "schema_type" VALUES('0edb6ef4-13b6-5de9-a81e-b390c8a7b5df',5,'66d2038c-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('ad92fa5a-e0be-5315-a6ef-fc8720c16278',0,'d3685248-637a-5c64-9d07-717b41ead093');
INSERT INTO "schema_type" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',0,'66d145f0-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',1,'66d1aedc-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',2,'66d1daba-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',3,'218d40bd-4be1-551c-a6ba-f8edc606238f');
INSERT INTO "schema_type" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',4,'504c7190-7f77-57ef-bfc4-83e982e3aaa3');
INSERT INTO "schema_type" VALUES('45569543-d82f-58c8-9eae-7f8782c3926e',5,'66d2038c-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('565997b9-5535-55dd-9fcf-0f71829b133c',0,'d3685248-637a-5c64-9d07-717b41ead093');
INSERT INTO "schema_type" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',0,'66d145f0-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',1,'66d1aedc-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',2,'66d1daba-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "schema_type" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',3,'218d40bd-4be1-551c-a6ba-f8edc606238f');
INSERT INTO "schema_type" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',4,'504c7190-7f77-57ef-bfc4-83e982e3aaa3');
INSERT INTO "schema_type" VALUES('04751ef9-8b7a-51af-a3a4-6bee51d329f9',5,'66d2038c-13c6-11e3-abf2-f23c91dfaa16');
CREATE TABLE scope (
	id TEXT NOT NULL, 
	name TEXT, 
	PRIMARY KEY (id)
);
CREATE TABLE security_role (
	id TEXT NOT NULL, 
	name TEXT, 
	type TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "security_role" VALUES('f1cbadb8-2ec4-401f-b381-44e2653fc8ed','Administrator','PROJECT');
INSERT INTO "security_role" VALUES('99a148d8-a1e8-4af7-a037-ee1ef33b1aa7','Project Manager','PROJECT');
INSERT INTO "security_role" VALUES('577c6d86-b736-4fd6-8d14-6f7b25a08aab','User','PROJECT');
INSERT INTO "security_role" VALUES('855ff846-1939-4e17-9bef-0b5366c9a4c7','API','API');
CREATE TABLE server_lease (
	name TEXT NOT NULL, 
	holder TEXT NOT NULL, 
	until BIGINT NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE server_state (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "server_state" VALUES('seed.written','places words schemas frames');
INSERT INTO "server_state" VALUES('server.secret','1DxeykaOfFm-mo5bjfFZ-KpwkrrSMM5-y-V9bvUeE__kHgYfHvOL7TwDVFhikY_M');
INSERT INTO "server_state" VALUES('model.revision','15a1b350-f360-47e9-922a-650733dcaa3e');
INSERT INTO "server_state" VALUES('automations.revision','8b3ba917-6072-4e17-8131-0626db67562f');
CREATE TABLE setting (
	"group" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT, 
	PRIMARY KEY ("group", name)
);
INSERT INTO "setting" VALUES('STORAGE','storage_scenario','{"scenario": "ftrack.automatic", "data": {}}');
CREATE TABLE setting_component (
	component_id TEXT NOT NULL, 
	"group" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (component_id, "group", name), 
	CONSTRAINT fk_setting_component_component_id FOREIGN KEY(component_id) REFERENCES component (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE share_link (
	hash TEXT NOT NULL, 
	job_id TEXT NOT NULL, 
	created_by TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (hash), 
	CONSTRAINT fk_share_link_job_id FOREIGN KEY(job_id) REFERENCES job (id) ON DELETE CASCADE
);
CREATE TABLE sign_in_failure (
	subject TEXT NOT NULL, 
	failures BIGINT NOT NULL, 
	last_at TEXT NOT NULL, 
	PRIMARY KEY (subject)
);
CREATE TABLE state (
	id TEXT NOT NULL, 
	name TEXT, 
	short TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "state" VALUES('cea0ba04-acb5-11e1-8668-f23c91df1211','Not Started','NOT_STARTED');
INSERT INTO "state" VALUES('cea0efc4-acb5-11e1-8668-f23c91df1211','In Progress','IN_PROGRESS');
INSERT INTO "state" VALUES('cea116d4-acb5-11e1-8668-f23c91df1211','Done','DONE');
INSERT INTO "state" VALUES('5709c04e-2f4b-11e2-b663-0019bb4983d8','Blocked','BLOCKED');
CREATE TABLE status (
	color TEXT, 
	id TEXT NOT NULL, 
	is_active BOOLEAN, 
	name TEXT, 
	sort BIGINT, 
	_state_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_status__state_id FOREIGN KEY(_state_id) REFERENCES state (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "status" VALUES('#CACACA','44dd9fb2-4164-11df-9218-0019bb4983d8',1,'Not started',0,'cea0ba04-acb5-11e1-8668-f23c91df1211');
INSERT INTO "status" VALUES('#00FFFF','9078de1a-40ce-11ed-a028-8e70b81a65da',1,'Ready to start',1,'cea0ba04-acb5-11e1-8668-f23c91df1211');
INSERT INTO "status" VALUES('#CC99FF','cadb9a06-acb5-11e1-8668-f23c91df1211',1,'WIP',2,'cea0ba04-acb5-11e1-8668-f23c91df1211');
INSERT INTO "status" VALUES('#3498DB','44ddd0fe-4164-11df-9218-0019bb4983d8',1,'In progress',3,'cea0efc4-acb5-11e1-8668-f23c91df1211');
INSERT INTO "status" VALUES('#F1C40F','44dded64-4164-11df-9218-0019bb4983d8',1,'Pending Review',4,'cea0efc4-acb5-11e1-8668-f23c91df1211');
INSERT INTO "status" VALUES('#FF6600','2286947e-a2d4-11e9-825d-d27cf242b68b',1,'Revise',5,'cea0efc4-acb5-11e1-8668-f23c91df1211');
INSERT INTO "status" VALUES('#2ECC71','44de097a-4164-11df-9218-0019bb4983d8',1,'Approved',6,'cea116d4-acb5-11e1-8668-f23c91df1211');
INSERT INTO "status" VALUES('#1CBC90','d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16',1,'Client approved',7,'cea116d4-acb5-11e1-8668-f23c91df1211');
INSERT INTO "status" VALUES('#1CBC90','9bb65936-88e7-11e3-9264-04011030cf01',1,'Completed',8,'cea116d4-acb5-11e1-8668-f23c91df1211');
INSERT INTO "status" VALUES('#E74C3C','a0bc2444-15e2-11e1-b21a-0019bb4983d8',1,'On Hold',9,'5709c04e-2f4b-11e2-b663-0019bb4983d8');
INSERT INTO "status" VALUES('#E74C3C','a0bc3f24-15e2-11e1-b21a-0019bb4983d8',1,'Omitted',10,'5709c04e-2f4b-11e2-b663-0019bb4983d8');
CREATE TABLE status_change (
	date TEXT, 
	from_status_id TEXT, 
	id TEXT NOT NULL, 
	parent_id TEXT, 
	parent_type TEXT, 
	status_id TEXT, 
	user_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_status_change_from_status_id FOREIGN KEY(from_status_id) REFERENCES status (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_status_change_status_id FOREIGN KEY(status_id) REFERENCES status (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_status_change_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "status_change" VALUES('2026-11-27T07:11:58',NULL,'36aa6200-43df-47a1-8b5c-809f612c5971','sh1','task','44dd9fb2-4164-11df-9218-0019bb4983d8','7779be81-0ec4-4764-9805-bc7d687669b5');
INSERT INTO "status_change" VALUES('2026-11-27T07:11:58',NULL,'7d09e629-b99c-4081-9036-7366df505af5','sh2','task','44dd9fb2-4164-11df-9218-0019bb4983d8','7779be81-0ec4-4764-9805-bc7d687669b5');
INSERT INTO "status_change" VALUES('2026-11-27T07:11:58',NULL,'e8694838-3417-4b10-a030-5227fa2ef10d','t0','task','44dd9fb2-4164-11df-9218-0019bb4983d8','7779be81-0ec4-4764-9805-bc7d687669b5');
INSERT INTO "status_change" VALUES('2026-11-27T07:11:58',NULL,'b8a484e1-1b1e-4c9e-a92d-6db0db7c3132','t1','task','44dd9fb2-4164-11df-9218-0019bb4983d8','7779be81-0ec4-4764-9805-bc7d687669b5');
INSERT INTO "status_change" VALUES('2026-11-27T07:11:58',NULL,'c865e0ea-ca08-4bd7-8cb6-537275cd2b7f','t2','task','44dd9fb2-4164-11df-9218-0019bb4983d8','7779be81-0ec4-4764-9805-bc7d687669b5');
INSERT INTO "status_change" VALUES('2026-11-27T07:11:59',NULL,'62084640-f051-42b6-81dd-a29095c53a5f','v1','assetversion','44dded64-4164-11df-9218-0019bb4983d8','4175e9d0-4a40-48c2-98e8-a78c08d633fa');
INSERT INTO "status_change" VALUES('2026-11-27T07:11:59',NULL,'e979f606-dcbf-4cd4-a38b-3130b8445116','v2','assetversion','44dded64-4164-11df-9218-0019bb4983d8','4175e9d0-4a40-48c2-98e8-a78c08d633fa');
CREATE TABLE stored_file (
	component_id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	md5 TEXT NOT NULL, 
	uploaded_by TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (component_id), 
	UNIQUE ("key")
);
INSERT INTO "stored_file" VALUES('file','4223f17774de8302d8c877dd053d713c','lighthouse.txt',25,'732ad4f0fb8372c379454a4aa9a1c5fd','4175e9d0-4a40-48c2-98e8-a78c08d633fa','2026-11-27T07:11:59');
CREATE TABLE task_template (
	id TEXT NOT NULL, 
	name TEXT, 
	project_schema_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_task_template_project_schema_id FOREIGN KEY(project_schema_id) REFERENCES project_schema (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "task_template" VALUES('9b68f9d5-5b75-55de-9c6c-5437fa0c9584','Effects shot','caddd816-acb5-11e1-8668-f23c91df1211');
INSERT INTO "task_template" VALUES('2787013b-5026-5853-a8bf-e942509768a2','Asset','caddd816-acb5-11e1-8668-f23c91df1211');
INSERT INTO "task_template" VALUES('71c7f5a1-85d7-5a50-b065-9fc852670374','Shot','400c1caa-55f4-5d39-ad56-ee97ae77b9ac');
INSERT INTO "task_template" VALUES('bfe956bb-3b8b-5c31-902d-986540d94d5c','Character','400c1caa-55f4-5d39-ad56-ee97ae77b9ac');
INSERT INTO "task_template" VALUES('3c0c0d6b-7efe-579a-a197-bf51585180c6','Shot','df14438d-36ab-512d-98ec-64d508f22c0c');
CREATE TABLE task_template_item (
	id TEXT NOT NULL, 
	task_type_id TEXT, 
	template_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_task_template_item_task_type_id FOREIGN KEY(task_type_id) REFERENCES type (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_task_template_item_template_id FOREIGN KEY(template_id) REFERENCES task_template (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "task_template_item" VALUES('fc0086cf-f2a0-5456-b3ad-90425ba941d7','44dd3ed2-4164-11df-9218-0019bb4983d8','9b68f9d5-5b75-55de-9c6c-5437fa0c9584');
INSERT INTO "task_template_item" VALUES('dcab59aa-1abc-5642-8efe-5e781d8638ad','44dcea86-4164-11df-9218-0019bb4983d8','9b68f9d5-5b75-55de-9c6c-5437fa0c9584');
INSERT INTO "task_template_item" VALUES('37faeb75-dfb5-5141-9374-55d1733b254a','44dd08fe-4164-11df-9218-0019bb4983d8','9b68f9d5-5b75-55de-9c6c-5437fa0c9584');
INSERT INTO "task_template_item" VALUES('30e8eb51-6c6d-5866-8702-cf0930ce2fbf','44dd23b6-4164-11df-9218-0019bb4983d8','9b68f9d5-5b75-55de-9c6c-5437fa0c9584');
INSERT INTO "task_template_item" VALUES('fec0e01c-7ed0-572d-bfbf-5eb22eba06ec','44dc53c8-4164-11df-9218-0019bb4983d8','2787013b-5026-5853-a8bf-e942509768a2');
INSERT INTO "task_template_item" VALUES('a9c9172c-a6b5-50c5-b074-2249415591fc','ca1a53f7-1614-5c9f-b38f-24057a765788','2787013b-5026-5853-a8bf-e942509768a2');
INSERT INTO "task_template_item" VALUES('bf5fb7ff-27f1-5067-b271-6f261ab4298e','44dd5868-4164-11df-9218-0019bb4983d8','2787013b-5026-5853-a8bf-e942509768a2');
INSERT INTO "task_template_item" VALUES('4df3f829-adbd-5a93-8a92-0db1b1f49edc','44dc8cd0-4164-11df-9218-0019bb4983d8','2787013b-5026-5853-a8bf-e942509768a2');
INSERT INTO "task_template_item" VALUES('55e1c6f6-2041-53eb-996a-9124dbf15ba2','37f3e7cc-8717-5249-980c-e90581df5fd4','71c7f5a1-85d7-5a50-b065-9fc852670374');
INSERT INTO "task_template_item" VALUES('5a802661-0186-5436-a621-f7bb15cbecb2','44dc3636-4164-11df-9218-0019bb4983d8','71c7f5a1-85d7-5a50-b065-9fc852670374');
INSERT INTO "task_template_item" VALUES('322b2d62-a3c3-561e-819b-cb09de1c1412','44dd08fe-4164-11df-9218-0019bb4983d8','71c7f5a1-85d7-5a50-b065-9fc852670374');
INSERT INTO "task_template_item" VALUES('8d07afc9-b34c-5756-ac0a-50536b86feef','44dd23b6-4164-11df-9218-0019bb4983d8','71c7f5a1-85d7-5a50-b065-9fc852670374');
INSERT INTO "task_template_item" VALUES('eabf8d9a-d528-5e56-9290-cbbb1a35dcce','44dc53c8-4164-11df-9218-0019bb4983d8','bfe956bb-3b8b-5c31-902d-986540d94d5c');
INSERT INTO "task_template_item" VALUES('4e498f01-6490-5609-9351-4138e1f060a8','44dd5868-4164-11df-9218-0019bb4983d8','bfe956bb-3b8b-5c31-902d-986540d94d5c');
INSERT INTO "task_template_item" VALUES('9a9f4889-56a8-58df-b2f9-e6eec912c7c5','ca1a53f7-1614-5c9f-b38f-24057a765788','bfe956bb-3b8b-5c31-902d-986540d94d5c');
INSERT INTO "task_template_item" VALUES('d0eb1819-9308-52db-a67b-e461fd812085','44dc8cd0-4164-11df-9218-0019bb4983d8','bfe956bb-3b8b-5c31-902d-986540d94d5c');
INSERT INTO "task_template_item" VALUES('bfe56e41-330c-509a-a0eb-7fd441228e38','37f3e7cc-8717-5249-980c-e90581df5fd4','3c0c0d6b-7efe-579a-a197-bf51585180c6');
INSERT INTO "task_template_item" VALUES('0dd77736-597e-525b-8759-7aff1be61e2a','44dc3636-4164-11df-9218-0019bb4983d8','3c0c0d6b-7efe-579a-a197-bf51585180c6');
INSERT INTO "task_template_item" VALUES('ad65c2eb-548d-5f5f-888a-641cac3c2351','44dd08fe-4164-11df-9218-0019bb4983d8','3c0c0d6b-7efe-579a-a197-bf51585180c6');
INSERT INTO "task_template_item" VALUES('791074d6-63bb-5e3d-b52e-1014c6028572','44dd23b6-4164-11df-9218-0019bb4983d8','3c0c0d6b-7efe-579a-a197-bf51585180c6');
CREATE TABLE task_type_schema (
	id TEXT NOT NULL, 
	name TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "task_type_schema" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','VFX Scheme');
INSERT INTO "task_type_schema" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','Animation Scheme');
INSERT INTO "task_type_schema" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','Episodic Scheme');
CREATE TABLE task_type_schema_type (
	task_type_schema_id TEXT NOT NULL, 
	type_id TEXT NOT NULL, 
	PRIMARY KEY (task_type_schema_id, type_id), 
	CONSTRAINT fk_task_type_schema_type_task_type_schema_id FOREIGN KEY(task_type_schema_id) REFERENCES task_type_schema (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_task_type_schema_type_type_id FOREIGN KEY(type_id) REFERENCES type (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','44dd3ed2-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','37f3e7cc-8717-5249-980c-e90581df5fd4');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','44dc3636-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','44dcea86-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','44dd08fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','c3bcfdb4-ad7d-11e1-a444-f23c91df1211');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','44dd23b6-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','ef9e0a44-5209-5097-ba46-a626d235bee0');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','44dc53c8-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','ca1a53f7-1614-5c9f-b38f-24057a765788');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','44dd5868-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','44dc8cd0-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','66d2038c-13c6-11e3-abf2-f23c91dfaa16');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','44dc6ffc-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','c7f0bd42-20b3-5d2f-8b1b-b2a3d35ad888');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','cc46c4c6-13d2-11e3-8915-f23c91dfaa16');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','b628a004-ad7d-11e1-896c-f23c91df1211');
INSERT INTO "task_type_schema_type" VALUES('cadd9e5a-acb5-11e1-8668-f23c91df1211','ae1e2480-f24e-11e2-bd1f-f23c91dfaa16');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','38c5c2e4-9b52-5aa4-9c65-83aa9d4cf33c');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','6d71599b-55ae-500e-a260-27496c394eb7');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','44dc53c8-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','ca1a53f7-1614-5c9f-b38f-24057a765788');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','44dd5868-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','44dc8cd0-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','37f3e7cc-8717-5249-980c-e90581df5fd4');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','44dc3636-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','44dcea86-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','44dd08fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','ef9e0a44-5209-5097-ba46-a626d235bee0');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','44dd23b6-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','cc46c4c6-13d2-11e3-8915-f23c91dfaa16');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','b628a004-ad7d-11e1-896c-f23c91df1211');
INSERT INTO "task_type_schema_type" VALUES('13af59db-522b-5c3b-b524-d21f6ffb2a6b','ae1e2480-f24e-11e2-bd1f-f23c91dfaa16');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','38c5c2e4-9b52-5aa4-9c65-83aa9d4cf33c');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','37f3e7cc-8717-5249-980c-e90581df5fd4');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','44dc53c8-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','ca1a53f7-1614-5c9f-b38f-24057a765788');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','44dd5868-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','44dc8cd0-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','44dc3636-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','44dcea86-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','44dd08fe-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','ef9e0a44-5209-5097-ba46-a626d235bee0');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','44dd23b6-4164-11df-9218-0019bb4983d8');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','c7f0bd42-20b3-5d2f-8b1b-b2a3d35ad888');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','cc46c4c6-13d2-11e3-8915-f23c91dfaa16');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','b628a004-ad7d-11e1-896c-f23c91df1211');
INSERT INTO "task_type_schema_type" VALUES('9dd1148d-81f1-5641-aab2-c364c10d0d66','ae1e2480-f24e-11e2-bd1f-f23c91dfaa16');
CREATE TABLE timelog (
	comment TEXT, 
	context_id TEXT, 
	duration DOUBLE, 
	id TEXT NOT NULL, 
	name TEXT, 
	start TEXT, 
	time_zone_offset DOUBLE, 
	user_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_timelog_context_id FOREIGN KEY(context_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_timelog_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "timelog" VALUES('','t0',5400.0,'log',NULL,'2026-11-27T07:11:59',NULL,'4175e9d0-4a40-48c2-98e8-a78c08d633fa');
CREATE TABLE timer (
	comment TEXT, 
	context_id TEXT, 
	id TEXT NOT NULL, 
	name TEXT, 
	start TEXT, 
	user_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_timer_context_id FOREIGN KEY(context_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_timer_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE "trigger" (
	id TEXT NOT NULL, 
	automation_id TEXT, 
	filter TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_trigger_automation_id FOREIGN KEY(automation_id) REFERENCES automation (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "trigger" VALUES('07cefcff-4eac-4bb6-9054-dd92774c6594','auto','entity.entity_type = "Job"');
CREATE TABLE type (
	color TEXT, 
	id TEXT NOT NULL, 
	is_billable BOOLEAN, 
	name TEXT, 
	sort BIGINT, 
	PRIMARY KEY (id)
);
INSERT INTO "type" VALUES('#935BA2','44dc53c8-4164-11df-9218-0019bb4983d8',1,'Modeling',0);
INSERT INTO "type" VALUES('#58592D','44dd5868-4164-11df-9218-0019bb4983d8',1,'Rigging',1);
INSERT INTO "type" VALUES('#A3635D','44dc8cd0-4164-11df-9218-0019bb4983d8',1,'Lookdev',2);
INSERT INTO "type" VALUES('#27AE60','44dd3ed2-4164-11df-9218-0019bb4983d8',1,'Tracking',3);
INSERT INTO "type" VALUES('#27AE60','44dc6ffc-4164-11df-9218-0019bb4983d8',1,'Previz',4);
INSERT INTO "type" VALUES('#35592D','44dc3636-4164-11df-9218-0019bb4983d8',1,'Animation',5);
INSERT INTO "type" VALUES('#9B59B6','44dcea86-4164-11df-9218-0019bb4983d8',1,'FX',6);
INSERT INTO "type" VALUES('#5B5BA3','44dd08fe-4164-11df-9218-0019bb4983d8',1,'Lighting',7);
INSERT INTO "type" VALUES('#2D5959','44dd23b6-4164-11df-9218-0019bb4983d8',1,'Compositing',8);
INSERT INTO "type" VALUES('#2D3E59','c3bcfdb4-ad7d-11e1-a444-f23c91df1211',1,'Rotoscoping',9);
INSERT INTO "type" VALUES('#59402D','cc46c4c6-13d2-11e3-8915-f23c91dfaa16',1,'Editing',10);
INSERT INTO "type" VALUES('#595959','b628a004-ad7d-11e1-896c-f23c91df1211',0,'Production',11);
INSERT INTO "type" VALUES('#2D5940','ae1e2480-f24e-11e2-bd1f-f23c91dfaa16',1,'Deliverable',12);
INSERT INTO "type" VALUES('#40592D','37f3e7cc-8717-5249-980c-e90581df5fd4',1,'Layout',13);
INSERT INTO "type" VALUES('#592D40','ef9e0a44-5209-5097-ba46-a626d235bee0',1,'Rendering',14);
INSERT INTO "type" VALUES('#2D4C59','6d71599b-55ae-500e-a260-27496c394eb7',1,'Concept Art',15);
INSERT INTO "type" VALUES('#594C2D','ca1a53f7-1614-5c9f-b38f-24057a765788',1,'Texture',16);
INSERT INTO "type" VALUES('#4C2D59','c7f0bd42-20b3-5d2f-8b1b-b2a3d35ad888',1,'Conform',17);
INSERT INTO "type" VALUES('#59492D','38c5c2e4-9b52-5aa4-9c65-83aa9d4cf33c',1,'Storyboard',18);
INSERT INTO "type" VALUES('#A35B5B','66d145f0-13c6-11e3-abf2-f23c91dfaa16',1,'Character',19);
INSERT INTO "type" VALUES('#5BA38C','66d1aedc-13c6-11e3-abf2-f23c91dfaa16',1,'Prop',20);
INSERT INTO "type" VALUES('#5B8CA3','66d1daba-13c6-11e3-abf2-f23c91dfaa16',1,'Environment',21);
INSERT INTO "type" VALUES('#8CA35B','66d2038c-13c6-11e3-abf2-f23c91dfaa16',1,'Matte Painting',22);
INSERT INTO "type" VALUES('#A38C5B','218d40bd-4be1-551c-a6ba-f8edc606238f',1,'Vehicle',23);
INSERT INTO "type" VALUES('#8C5BA3','504c7190-7f77-57ef-bfc4-83e982e3aaa3',1,'Furniture',24);
INSERT INTO "type" VALUES('#7F8C8D','d3685248-637a-5c64-9d07-717b41ead093',1,'Milestone',25);
CREATE TABLE typed_context_link (
	from_id TEXT, 
	id TEXT NOT NULL, 
	to_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_typed_context_link_from_id FOREIGN KEY(from_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_typed_context_link_to_id FOREIGN KEY(to_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE upload (
	id TEXT NOT NULL, 
	component_id TEXT NOT NULL, 
	user_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	size BIGINT, 
	checksum TEXT, 
	parts BIGINT NOT NULL, 
	created_at TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "upload" VALUES('18d9c38a-4f09-4b59-9fb1-4dbaf2efee41','file','4175e9d0-4a40-48c2-98e8-a78c08d633fa','lighthouse.txt',25,'cyrU8PuDcsN5RUpKqaHF/Q==',0,'2026-11-27T07:11:58');
CREATE TABLE upload_part (
	upload_id TEXT NOT NULL, 
	part_number BIGINT NOT NULL, 
	"key" TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	md5 TEXT NOT NULL, 
	PRIMARY KEY (upload_id, part_number), 
	CONSTRAINT fk_upload_part_upload_id FOREIGN KEY(upload_id) REFERENCES upload (id) ON DELETE CASCADE
);
CREATE TABLE user_application_state (
	"key" TEXT NOT NULL, 
	user_id TEXT NOT NULL, 
	value TEXT, 
	PRIMARY KEY ("key", user_id), 
	CONSTRAINT fk_user_application_state_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE user_security_role (
	id TEXT NOT NULL, 
	is_all_open_projects BOOLEAN, 
	security_role_id TEXT, 
	user_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_user_security_role_security_role_id FOREIGN KEY(security_role_id) REFERENCES security_role (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_user_security_role_user_id FOREIGN KEY(user_id) REFERENCES resource (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "user_security_role" VALUES('92ed5dc3-45f9-4360-8824-5f48f7b2f33f',0,'f1cbadb8-2ec4-401f-b381-44e2653fc8ed','7779be81-0ec4-4764-9805-bc7d687669b5');
CREATE TABLE user_security_role_project (
	id TEXT NOT NULL, 
	project_id TEXT, 
	user_security_role_id TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_user_security_role_project_project_id FOREIGN KEY(project_id) REFERENCES context (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_user_security_role_project_user_security_role_id FOREIGN KEY(user_security_role_id) REFERENCES user_security_role (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE user_type (
	id TEXT NOT NULL, 
	name TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "user_type" VALUES('ac9fa5aa-4361-11e0-b7cc-0019bb4983d8','Default');
CREATE TABLE web_session (
	hash TEXT NOT NULL, 
	user_id TEXT NOT NULL, 
	csrf TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	expires_at TEXT NOT NULL, 
	PRIMARY KEY (hash), 
	CONSTRAINT fk_web_session_user_id FOREIGN KEY(user_id) REFERENCES resource (id) ON DELETE CASCADE
);
CREATE TABLE webhook_action (
	id TEXT NOT NULL, 
	automation_id TEXT, 
	webhook_url TEXT, 
	headers TEXT, 
	_secret TEXT, 
	_former_secret TEXT, 
	_rotated_at TEXT, 
	PRIMARY KEY (id), 
	CONSTRAINT fk_webhook_action_automation_id FOREIGN KEY(automation_id) REFERENCES automation (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "webhook_action" VALUES('hook','auto','https://chat.example/hook',NULL,'whsec_FPJT4J0EGjeaLWEi0rAJBK785mCsKxT/i+JEumnEcAw=',NULL,NULL);
CREATE TABLE webhook_attempt (
	delivery_id TEXT NOT NULL, 
	number BIGINT NOT NULL, 
	webhook_id TEXT NOT NULL, 
	tried_at BIGINT NOT NULL, 
	is_delivered BOOLEAN NOT NULL, 
	status BIGINT, 
	error TEXT, 
	milliseconds BIGINT NOT NULL, 
	answer TEXT, 
	PRIMARY KEY (delivery_id, number), 
	CONSTRAINT fk_webhook_attempt_delivery_id FOREIGN KEY(delivery_id) REFERENCES webhook_delivery (id) ON DELETE CASCADE
);
INSERT INTO "webhook_attempt" VALUES('e7554c1e-f14d-4c37-9fb5-a75088525894',1,'hook',1795763519517,0,NULL,'The name was not found: Name or service not known.',1,NULL);
CREATE TABLE webhook_delivery (
	id TEXT NOT NULL, 
	automation_id TEXT NOT NULL, 
	webhook_id TEXT NOT NULL, 
	entity_type TEXT NOT NULL, 
	entity_key TEXT NOT NULL, 
	operation TEXT NOT NULL, 
	sequence BIGINT NOT NULL, 
	payload TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts BIGINT NOT NULL, 
	next_at BIGINT, 
	token TEXT, 
	created_at BIGINT NOT NULL, 
	tried_at BIGINT, 
	delivered_at BIGINT, 
	status BIGINT, 
	error TEXT, 
	milliseconds BIGINT, 
	PRIMARY KEY (id)
);
INSERT INTO "webhook_delivery" VALUES('e7554c1e-f14d-4c37-9fb5-a75088525894','auto','hook','Job','["j"]','create',12,'{"id":"e7554c1e-f14d-4c37-9fb5-a75088525894","fez_id":"ftrack_entity_event_v1","metadata":{"date":"2026-11-27T07:11:59.412361+00:00","resource_id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","server_url":"http://127.0.0.1:34519/","configuration_hash":"7035c840f26f36a08600fdb34a58573a0daf146808eaded66a2edf323531c028"},"entity":{"id":["j"],"entity_type":"Job","operation":"create","new":{"id":"j","type":"api_job","status":"running","user_id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","data":"{\"description\": \"Render\"}","created_at":"2026-11-27T07:11:59","finished_at":null},"old":null}}','failed',1,1795763530249,NULL,1795763519413,1795763519512,NULL,NULL,'The name was not found: Name or service not known.',1);
INSERT INTO "webhook_delivery" VALUES('0adf2fe7-eb3c-4474-a74d-08b1994a40fc','auto','hook','Job','["j"]','update',13,'{"id":"0adf2fe7-eb3c-4474-a74d-08b1994a40fc","fez_id":"ftrack_entity_event_v1","metadata":{"date":"2026-11-27T07:11:59.434248+00:00","resource_id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","server_url":"http://127.0.0.1:34519/","configuration_hash":"7035c840f26f36a08600fdb34a58573a0daf146808eaded66a2edf323531c028"},"entity":{"id":["j"],"entity_type":"Job","operation":"update","new":{"id":"j","type":"api_job","status":"done","user_id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","data":"{\"description\": \"Render\"}","created_at":"2026-11-27T07:11:59","finished_at":"2026-11-27T07:11:59"},"old":{"id":"j","type":"api_job","status":"running","user_id":"4175e9d0-4a40-48c2-98e8-a78c08d633fa","data":"{\"description\": \"Render\"}","created_at":"2026-11-27T07:11:59","finished_at":null}}}','waiting',0,1795763519434,NULL,1795763519434,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE workflow_schema (
	id TEXT NOT NULL, 
	name TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "workflow_schema" VALUES('cadb0afa-acb5-11e1-8668-f23c91df1211','VFX Scheme, tasks');
INSERT INTO "workflow_schema" VALUES('cadb4c0e-acb5-11e1-8668-f23c91df1211','VFX Scheme, versions');
INSERT INTO "workflow_schema" VALUES('1ce45315-1df3-5b01-9dc0-3d82e9f389bd','Animation Scheme, tasks');
INSERT INTO "workflow_schema" VALUES('e3f28e20-09f6-5d97-8dcb-901c96876f4f','Animation Scheme, versions');
INSERT INTO "workflow_schema" VALUES('6b357067-82a6-5ff9-9b45-c10c82f80fdb','Episodic Scheme, tasks');
INSERT INTO "workflow_schema" VALUES('a82f4fe6-8a15-5492-afa5-542970718489','Episodic Scheme, versions');
CREATE TABLE workflow_schema_status (
	status_id TEXT NOT NULL, 
	workflow_schema_id TEXT NOT NULL, 
	PRIMARY KEY (status_id, workflow_schema_id), 
	CONSTRAINT fk_workflow_schema_status_status_id FOREIGN KEY(status_id) REFERENCES status (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_workflow_schema_status_workflow_schema_id FOREIGN KEY(workflow_schema_id) REFERENCES workflow_schema (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "workflow_schema_status" VALUES('44dd9fb2-4164-11df-9218-0019bb4983d8','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('9078de1a-40ce-11ed-a028-8e70b81a65da','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('44ddd0fe-4164-11df-9218-0019bb4983d8','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('44dded64-4164-11df-9218-0019bb4983d8','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('2286947e-a2d4-11e9-825d-d27cf242b68b','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('44de097a-4164-11df-9218-0019bb4983d8','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('9bb65936-88e7-11e3-9264-04011030cf01','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('a0bc2444-15e2-11e1-b21a-0019bb4983d8','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('a0bc3f24-15e2-11e1-b21a-0019bb4983d8','cadb0afa-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('44dded64-4164-11df-9218-0019bb4983d8','cadb4c0e-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('2286947e-a2d4-11e9-825d-d27cf242b68b','cadb4c0e-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('44de097a-4164-11df-9218-0019bb4983d8','cadb4c0e-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16','cadb4c0e-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('a0bc3f24-15e2-11e1-b21a-0019bb4983d8','cadb4c0e-acb5-11e1-8668-f23c91df1211');
INSERT INTO "workflow_schema_status" VALUES('44dd9fb2-4164-11df-9218-0019bb4983d8','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "workflow_schema_status" VALUES('9078de1a-40ce-11ed-a028-8e70b81a65da','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "workflow_schema_status" VALUES('44ddd0fe-4164-11df-9218-0019bb4983d8','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "workflow_schema_status" VALUES('44dded64-4164-11df-9218-0019bb4983d8','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "workflow_schema_status" VALUES('2286947e-a2d4-11e9-825d-d27cf242b68b','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "workflow_schema_status" VALUES('44de097a-4164-11df-9218-0019bb4983d8','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "workflow_schema_status" VALUES('9bb65936-88e7-11e3-9264-04011030cf01','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "workflow_schema_status" VALUES('a0bc2444-15e2-11e1-b21a-0019bb4983d8','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "workflow_schema_status" VALUES('a0bc3f24-15e2-11e1-b21a-0019bb4983d8','1ce45315-1df3-5b01-9dc0-3d82e9f389bd');
INSERT INTO "workflow_schema_status" VALUES('44dded64-4164-11df-9218-0019bb4983d8','e3f28e20-09f6-5d97-8dcb-901c96876f4f');
INSERT INTO "workflow_schema_status" VALUES('2286947e-a2d4-11e9-825d-d27cf242b68b','e3f28e20-09f6-5d97-8dcb-901c96876f4f');
INSERT INTO "workflow_schema_status" VALUES('44de097a-4164-11df-9218-0019bb4983d8','e3f28e20-09f6-5d97-8dcb-901c96876f4f');
INSERT INTO "workflow_schema_status" VALUES('d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16','e3f28e20-09f6-5d97-8dcb-901c96876f4f');
INSERT INTO "workflow_schema_status" VALUES('a0bc3f24-15e2-11e1-b21a-0019bb4983d8','e3f28e20-09f6-5d97-8dcb-901c96876f4f');
INSERT INTO "workflow_schema_status" VALUES('44dd9fb2-4164-11df-9218-0019bb4983d8','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO "workflow_schema_status" VALUES('9078de1a-40ce-11ed-a028-8e70b81a65da','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO "workflow_schema_status" VALUES('44ddd0fe-4164-11df-9218-0019bb4983d8','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO "workflow_schema_status" VALUES('44dded64-4164-11df-9218-0019bb4983d8','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO "workflow_schema_status" VALUES('2286947e-a2d4-11e9-825d-d27cf242b68b','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO "workflow_schema_status" VALUES('44de097a-4164-11df-9218-0019bb4983d8','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO "workflow_schema_status" VALUES('9bb65936-88e7-11e3-9264-04011030cf01','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO "workflow_schema_status" VALUES('a0bc2444-15e2-11e1-b21a-0019bb4983d8','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO "workflow_schema_status" VALUES('a0bc3f24-15e2-11e1-b21a-0019bb4983d8','6b357067-82a6-5ff9-9b45-c10c82f80fdb');
INSERT INTO "workflow_schema_status" VALUES('44dded64-4164-11df-9218-0019bb4983d8','a82f4fe6-8a15-5492-afa5-542970718489');
INSERT INTO "workflow_schema_status" VALUES('2286947e-a2d4-11e9-825d-d27cf242b68b','a82f4fe6-8a15-5492-afa5-542970718489');
INSERT INTO "workflow_schema_status" VALUES('44de097a-4164-11df-9218-0019bb4983d8','a82f4fe6-8a15-5492-afa5-542970718489');
INSERT INTO "workflow_schema_status" VALUES('d5d6d8ca-ebb2-11e2-aef9-f23c91dfaa16','a82f4fe6-8a15-5492-afa5-542970718489');
INSERT INTO "workflow_schema_status" VALUES('a0bc3f24-15e2-11e1-b21a-0019bb4983d8','a82f4fe6-8a15-5492-afa5-542970718489');
CREATE INDEX ix_resource_parent_id ON resource (parent_id);
CREATE INDEX ix_resource_thumbnail_id ON resource (thumbnail_id);
CREATE INDEX ix_resource_user_type_id ON resource (user_type_id);
CREATE UNIQUE INDEX unique_resource_username ON resource (callboard_fold(username));
CREATE INDEX ix_membership_group_id ON membership (group_id);
CREATE INDEX ix_membership_user_id ON membership (user_id);
CREATE UNIQUE INDEX unique_membership_group_id_user_id ON membership (group_id, user_id);
CREATE INDEX ix_user_security_role_security_role_id ON user_security_role (security_role_id);
CREATE INDEX ix_user_security_role_user_id ON user_security_role (user_id);
CREATE UNIQUE INDEX unique_user_security_role_user_id_security_role_id ON user_security_role (user_id, security_role_id);
CREATE INDEX ix_user_security_role_project_project_id ON user_security_role_project (project_id);
CREATE INDEX ix_user_security_role_project_user_security_role_id ON user_security_role_project (user_security_role_id);
CREATE UNIQUE INDEX unique_user_security_role_project_user_security_role_i_167bf940 ON user_security_role_project (user_security_role_id, project_id);
CREATE INDEX ix_context__kind ON context (_kind);
CREATE INDEX ix_context_created_by_id ON context (created_by_id);
CREATE INDEX ix_context_disk_id ON context (disk_id);
CREATE INDEX ix_context_object_type_id ON context (object_type_id);
CREATE INDEX ix_context_parent_id ON context (parent_id);
CREATE INDEX ix_context_priority_id ON context (priority_id);
CREATE INDEX ix_context_project_id ON context (project_id);
CREATE INDEX ix_context_project_schema_id ON context (project_schema_id);
CREATE INDEX ix_context_status_id ON context (status_id);
CREATE INDEX ix_context_thumbnail_id ON context (thumbnail_id);
CREATE INDEX ix_context_type_id ON context (type_id);
CREATE UNIQUE INDEX unique_context_parent_id_name ON context (coalesce(parent_id, ''), callboard_fold(name));
CREATE INDEX ix_context_ancestor_ancestor_id ON context_ancestor (ancestor_id);
CREATE INDEX ix_context_scope_scope_id ON context_scope (scope_id);
CREATE INDEX ix_typed_context_link_from_id ON typed_context_link (from_id);
CREATE INDEX ix_typed_context_link_to_id ON typed_context_link (to_id);
CREATE INDEX ix_manager_context_id ON manager (context_id);
CREATE INDEX ix_manager_type_id ON manager (type_id);
CREATE INDEX ix_manager_user_id ON manager (user_id);
CREATE INDEX ix_status__state_id ON status (_state_id);
CREATE INDEX ix_project_schema_asset_version_workflow_schema_id ON project_schema (asset_version_workflow_schema_id);
CREATE INDEX ix_project_schema_task_type_schema_id ON project_schema (task_type_schema_id);
CREATE INDEX ix_project_schema_task_workflow_schema_id ON project_schema (task_workflow_schema_id);
CREATE INDEX ix_project_schema_object_type_project_schema_id ON project_schema_object_type (project_schema_id);
CREATE INDEX ix_project_schema_override_project_schema_id ON project_schema_override (project_schema_id);
CREATE INDEX ix_project_schema_override_type_id ON project_schema_override (type_id);
CREATE INDEX ix_project_schema_override_workflow_schema_id ON project_schema_override (workflow_schema_id);
CREATE INDEX ix_schema_project_schema_id ON schema (project_schema_id);
CREATE INDEX ix_schema_type_id ON schema (type_id);
CREATE INDEX ix_schema_status_schema_id ON schema_status (schema_id);
CREATE INDEX ix_schema_type_schema_id ON schema_type (schema_id);
CREATE INDEX ix_task_type_schema_type_type_id ON task_type_schema_type (type_id);
CREATE INDEX ix_workflow_schema_status_status_id ON workflow_schema_status (status_id);
CREATE INDEX ix_task_template_project_schema_id ON task_template (project_schema_id);
CREATE INDEX ix_task_template_item_task_type_id ON task_template_item (task_type_id);
CREATE INDEX ix_task_template_item_template_id ON task_template_item (template_id);
CREATE INDEX ix_status_change_from_status_id ON status_change (from_status_id);
CREATE INDEX ix_status_change_parent_id ON status_change (parent_id);
CREATE INDEX ix_status_change_status_id ON status_change (status_id);
CREATE INDEX ix_status_change_user_id ON status_change (user_id);
CREATE INDEX ix_asset__project_id ON asset (_project_id);
CREATE INDEX ix_asset_context_id ON asset (context_id);
CREATE INDEX ix_asset_type_id ON asset (type_id);
CREATE UNIQUE INDEX unique_asset_type_short ON asset_type (callboard_fold(short));
CREATE INDEX ix_asset_version__project_id ON asset_version (_project_id);
CREATE INDEX ix_asset_version_asset_id ON asset_version (asset_id);
CREATE INDEX ix_asset_version_status_id ON asset_version (status_id);
CREATE INDEX ix_asset_version_task_id ON asset_version (task_id);
CREATE INDEX ix_asset_version_thumbnail_id ON asset_version (thumbnail_id);
CREATE INDEX ix_asset_version_user_id ON asset_version (user_id);
CREATE UNIQUE INDEX unique_asset_version_asset_id_version ON asset_version (asset_id, version);
CREATE INDEX ix_asset_version_link_from_id ON asset_version_link (from_id);
CREATE INDEX ix_asset_version_link_to_id ON asset_version_link (to_id);
CREATE INDEX ix_component__project_id ON component (_project_id);
CREATE INDEX ix_component_container_id ON component (container_id);
CREATE INDEX ix_component_version_id ON component (version_id);
CREATE UNIQUE INDEX unique_location_name ON location (callboard_fold(name));
CREATE INDEX ix_component_location_component_id ON component_location (component_id);
CREATE INDEX ix_component_location_location_id ON component_location (location_id);
CREATE UNIQUE INDEX unique_component_location_component_id_location_id ON component_location (component_id, location_id);
CREATE INDEX ix_job_created_at ON job (created_at);
CREATE INDEX ix_job_finished_at ON job (finished_at);
CREATE INDEX ix_job_status ON job (status);
CREATE INDEX ix_job_user_id ON job (user_id);
CREATE INDEX ix_job_component_job_id ON job_component (job_id);
CREATE INDEX ix_job_grant_user_id ON job_grant (user_id);
CREATE INDEX ix_note__project_id ON note (_project_id);
CREATE INDEX ix_note_category_id ON note (category_id);
CREATE INDEX ix_note_completed_by_id ON note (completed_by_id);
CREATE INDEX ix_note_in_reply_to_id ON note (in_reply_to_id);
CREATE INDEX ix_note_parent_id ON note (parent_id);
CREATE INDEX ix_note_user_id ON note (user_id);
CREATE INDEX ix_note_label_link_label_id ON note_label_link (label_id);
CREATE INDEX ix_note_component_note_id ON note_component (note_id);
CREATE INDEX ix_recipient_resource_id ON recipient (resource_id);
CREATE INDEX ix_review_session_created_by_id ON review_session (created_by_id);
CREATE INDEX ix_review_session_project_id ON review_session (project_id);
CREATE INDEX ix_review_session_invitee_created_by_id ON review_session_invitee (created_by_id);
CREATE INDEX ix_review_session_invitee_review_session_id ON review_session_invitee (review_session_id);
CREATE INDEX ix_review_session_object_review_session_id ON review_session_object (review_session_id);
CREATE INDEX ix_review_session_object_version_id ON review_session_object (version_id);
CREATE INDEX ix_review_session_object_status_review_session_invitee_id ON review_session_object_status (review_session_invitee_id);
CREATE INDEX ix_review_session_object_status_review_session_object_id ON review_session_object_status (review_session_object_id);
CREATE UNIQUE INDEX unique_review_session_object_status_review_session_inv_3ef2dfe9 ON review_session_object_status (review_session_invitee_id, review_session_object_id);
CREATE INDEX ix_appointment_context_id ON appointment (context_id);
CREATE INDEX ix_appointment_resource_id ON appointment (resource_id);
CREATE UNIQUE INDEX unique_appointment_context_id_resource_id_type ON appointment (context_id, resource_id, type);
CREATE INDEX ix_calendar_event_created_by_id ON calendar_event (created_by_id);
CREATE INDEX ix_calendar_event_project_id ON calendar_event (project_id);
CREATE INDEX ix_calendar_event_type_id ON calendar_event (type_id);
CREATE INDEX ix_calendar_event_resource_calendar_event_id ON calendar_event_resource (calendar_event_id);
CREATE INDEX ix_calendar_event_resource_created_by_id ON calendar_event_resource (created_by_id);
CREATE INDEX ix_calendar_event_resource_resource_id ON calendar_event_resource (resource_id);
CREATE INDEX ix_timelog_context_id ON timelog (context_id);
CREATE INDEX ix_timelog_start ON timelog (start);
CREATE INDEX ix_timelog_user_id ON timelog (user_id);
CREATE INDEX ix_timer_context_id ON timer (context_id);
CREATE INDEX ix_timer_user_id ON timer (user_id);
CREATE UNIQUE INDEX unique_timer_user_id ON timer (user_id);
CREATE INDEX ix_list_category_id ON list (category_id);
CREATE INDEX ix_list_project_id ON list (project_id);
CREATE INDEX ix_list_user_id ON list (user_id);
CREATE INDEX ix_list_object_entity_id ON list_object (entity_id);
CREATE INDEX ix_list_object_list_id ON list_object (list_id);
CREATE UNIQUE INDEX unique_list_object_list_id_entity_id ON list_object (list_id, entity_id);
CREATE INDEX ix_configuration_read_role_role_id ON configuration_read_role (role_id);
CREATE INDEX ix_configuration_write_role_role_id ON configuration_write_role (role_id);
CREATE INDEX ix_custom_configuration_base_group_id ON custom_configuration_base (group_id);
CREATE INDEX ix_custom_configuration_base_object_type_id ON custom_configuration_base (object_type_id);
CREATE INDEX ix_custom_configuration_base_object_type_id_to ON custom_configuration_base (object_type_id_to);
CREATE INDEX ix_custom_configuration_base_project_id ON custom_configuration_base (project_id);
CREATE INDEX ix_custom_configuration_base_type_id ON custom_configuration_base (type_id);
CREATE UNIQUE INDEX unique_custom_configuration_base_key_entity_type_objec_86a781e1 ON custom_configuration_base ("key", entity_type, coalesce(object_type_id, ''), coalesce(project_id, ''), is_hierarchical);
CREATE INDEX ix_custom_attribute_value_entity_id ON custom_attribute_value (entity_id);
CREATE INDEX ix_custom_attribute_link_configuration_id ON custom_attribute_link (configuration_id);
CREATE INDEX ix_custom_attribute_link_from_id ON custom_attribute_link (from_id);
CREATE INDEX ix_custom_attribute_link_to_id ON custom_attribute_link (to_id);
CREATE UNIQUE INDEX unique_custom_attribute_link_from_id_to_id_configuration_id ON custom_attribute_link (from_id, to_id, configuration_id);
CREATE INDEX ix_event_parent_id ON event (parent_id);
CREATE INDEX ix_event_project_id ON event (project_id);
CREATE INDEX ix_event_user_id ON event (user_id);
CREATE INDEX ix_feed_owner_id ON feed (owner_id);
CREATE INDEX ix_feed_social_id ON feed (social_id);
CREATE INDEX ix_conversation_created_by_id ON conversation (created_by_id);
CREATE INDEX ix_message_conversation_id ON message (conversation_id);
CREATE INDEX ix_message_created_by_id ON message (created_by_id);
CREATE INDEX ix_participant_conversation_id ON participant (conversation_id);
CREATE INDEX ix_participant_resource_id ON participant (resource_id);
CREATE INDEX ix_dashboard_created_by_id ON dashboard (created_by_id);
CREATE INDEX ix_dashboard_resource_resource_id ON dashboard_resource (resource_id);
CREATE INDEX ix_dashboard_widget_dashboard_id ON dashboard_widget (dashboard_id);
CREATE INDEX ix_automation_created_by_id ON automation (created_by_id);
CREATE INDEX ix_trigger_automation_id ON "trigger" (automation_id);
CREATE INDEX ix_webhook_action_automation_id ON webhook_action (automation_id);
CREATE INDEX ix_api_key_user_id ON api_key (user_id);
CREATE INDEX ix_web_session_user_id ON web_session (user_id);
CREATE INDEX ix_upload_component_id ON upload (component_id);
CREATE INDEX ix_share_link_job_id ON share_link (job_id);
CREATE INDEX ix_queued_task_job_id ON queued_task (job_id);
CREATE INDEX queued_task_open ON queued_task (state, lease_until);
CREATE INDEX ix_poster_picture_id ON poster (picture_id);
CREATE INDEX ix_mail_created_at ON mail (created_at);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_at, sequence) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_delivery_made ON webhook_delivery (created_at, id);
CREATE INDEX webhook_delivery_turn ON webhook_delivery (webhook_id, entity_key, sequence) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_attempt_at ON webhook_attempt (tried_at);
CREATE INDEX webhook_attempt_of ON webhook_attempt (webhook_id, is_delivered, tried_at);
COMMIT;
