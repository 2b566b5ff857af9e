CREATE TABLE `columns` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`plain` integer,
	`flag` integer DEFAULT false NOT NULL,
	`at` integer DEFAULT (unixepoch()),
	`ms` integer,
	`number` integer DEFAULT -3,
	`t` text,
	`long` text(255) DEFAULT 'it''s',
	`choice` text DEFAULT 'easy' NOT NULL,
	`json` text DEFAULT '{"a":1}',
	`list` text DEFAULT '[]',
	`r` real DEFAULT 1.5,
	`n` numeric DEFAULT '10.5',
	`b` blob,
	`bj` blob,
	`big` blob,
	`custom` varchar(20),
	`bare` varchar,
	`level` integer DEFAULT 5,
	`named` text DEFAULT 'named',
	`stamp` text DEFAULT CURRENT_TIMESTAMP,
	`as_text` text DEFAULT 'CURRENT_TIMESTAMP',
	`made` text,
	`virtual` text GENERATED ALWAYS AS (lower(t)) VIRTUAL,
	`stored` integer GENERATED ALWAYS AS ((plain + 1)) STORED,
	`from_text` text GENERATED ALWAYS AS (upper(t)) VIRTUAL,
	`from_arrow` text GENERATED ALWAYS AS (upper(t)) VIRTUAL
);
CREATE TABLE `of_itself` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text GENERATED ALWAYS AS (lower(replace("name", ' ', '-'))) VIRTUAL
);
CREATE TABLE `unnamed` (
	`firstName` text,
	`lastName` text(10) NOT NULL,
	`isOn` integer DEFAULT true,
	`spoken` text
);
CREATE UNIQUE INDEX `unnamed_lastName_unique` ON `unnamed` (`lastName`);
CREATE UNIQUE INDEX `my_unique` ON `unnamed` (`spoken`);
