CREATE TABLE `groups` (
	`id` integer PRIMARY KEY,
	`name` text
);
CREATE TABLE `members` (
	`person` text NOT NULL,
	`grp` integer NOT NULL,
	`age` integer,
	CONSTRAINT `members_pk` PRIMARY KEY(`person`, `grp`),
	CONSTRAINT `fk_members_person_people_id_fk` FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE RESTRICT ON DELETE CASCADE,
	CONSTRAINT `members_grp_age_unique` UNIQUE(`grp`,`age`),
	CONSTRAINT `odd name` UNIQUE(`age`,`person`),
	CONSTRAINT "grown" CHECK("age" > 17)
);
CREATE TABLE `named` (
	`a` integer,
	`b` integer,
	`p` integer,
	CONSTRAINT `the_key` PRIMARY KEY(`b`, `a`),
	CONSTRAINT `the_fk` FOREIGN KEY (`a`,`b`) REFERENCES `named`(`a`,`b`)
);
CREATE TABLE `people` (
	`id` text PRIMARY KEY,
	`manager` text,
	`group` integer,
	`email` text NOT NULL UNIQUE,
	CONSTRAINT `fk_people_manager_people_id_fk` FOREIGN KEY (`manager`) REFERENCES `people`(`id`),
	CONSTRAINT `fk_people_group_groups_id_fk` FOREIGN KEY (`group`) REFERENCES `groups`(`id`) ON UPDATE CASCADE ON DELETE SET NULL
);
CREATE TABLE `single` (
	`a` text PRIMARY KEY NOT NULL
);
