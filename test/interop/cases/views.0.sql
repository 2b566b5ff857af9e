CREATE TABLE `tunes` (
	`id` integer PRIMARY KEY NOT NULL,
	`title` text
);
CREATE VIEW `titles` AS select "tunes"."id", "tunes"."title" from "tunes" where "tunes"."title" is not null;
