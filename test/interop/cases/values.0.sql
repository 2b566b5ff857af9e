CREATE TABLE `tunes` (
	`id` integer PRIMARY KEY NOT NULL,
	`title` text,
	`kind` text,
	`n` integer,
	CONSTRAINT "kind_known" CHECK("tunes"."kind" in (?, ?)),
	CONSTRAINT "n_small" CHECK("tunes"."n" between ? and ?),
	CONSTRAINT "raw" CHECK(length(title) > 1),
	CONSTRAINT "joined" CHECK("tunes"."n" > 0 AND "tunes"."n" < 99)
);
CREATE INDEX `a` ON `tunes` (`n`) WHERE ("tunes"."title" = ? and "tunes"."n" > ?);
CREATE INDEX `b` ON `tunes` (`n`) WHERE "tunes"."kind" in (?, ?);
CREATE INDEX `c` ON `tunes` (`n`) WHERE ("tunes"."kind" <> ? or "tunes"."title" like ?);
