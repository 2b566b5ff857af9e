CREATE TABLE `tunes` (
	`id` integer PRIMARY KEY,
	`title` text,
	`type` text,
	`gone` integer
);
CREATE INDEX `by_title` ON `tunes` (`title`);
CREATE INDEX `by_two` ON `tunes` (`title`,`type`);
CREATE UNIQUE INDEX `one_type` ON `tunes` (`type`);
CREATE INDEX `lowered` ON `tunes` (lower("title"));
CREATE INDEX `descending` ON `tunes` ("title" desc);
CREATE UNIQUE INDEX `living` ON `tunes` (`title`) WHERE ("tunes"."gone" is null);
CREATE INDEX `some` ON `tunes` (`type`) WHERE "tunes"."gone" is not null;
CREATE INDEX `several` ON `tunes` (`gone`) WHERE ((("tunes"."title" is not null)) and (((("tunes"."type" is null)) or (("tunes"."gone" is not null)))));
