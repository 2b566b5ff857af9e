CREATE TABLE `groups` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text
);
CREATE TABLE `members` (
	`person` text NOT NULL,
	`grp` integer NOT NULL,
	`age` integer,
	PRIMARY KEY(`person`, `grp`),
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE restrict ON DELETE cascade,
	CONSTRAINT "grown" CHECK("members"."age" > 17)
);
CREATE UNIQUE INDEX `members_grp_age_unique` ON `members` (`grp`,`age`);
CREATE UNIQUE INDEX `odd name` ON `members` (`age`,`person`);
CREATE TABLE `named` (
	`a` integer,
	`b` integer,
	`p` integer,
	PRIMARY KEY(`b`, `a`),
	FOREIGN KEY (`a`,`b`) REFERENCES `named`(`a`,`b`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`manager` text,
	`group` integer,
	`email` text NOT NULL,
	FOREIGN KEY (`manager`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`group`) REFERENCES `groups`(`id`) ON UPDATE cascade ON DELETE set null
);
CREATE UNIQUE INDEX `people_email_unique` ON `people` (`email`);
CREATE TABLE `single` (
	`a` text PRIMARY KEY NOT NULL
);
