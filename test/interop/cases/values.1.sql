CREATE TABLE `tunes` (
	`id` integer PRIMARY KEY,
	`title` text,
	`kind` text,
	`n` integer,
	CONSTRAINT "kind_known" CHECK("kind" in (?, ?)),
	CONSTRAINT "n_small" CHECK("n" between ? and ?),
	CONSTRAINT "raw" CHECK(length(title) > 1),
	CONSTRAINT "joined" CHECK("n" > 0 AND "n" < 99)
);
CREATE INDEX `a` ON `tunes` (`n`) WHERE (("tunes"."title" = ?) and ("tunes"."n" > ?));
CREATE INDEX `b` ON `tunes` (`n`) WHERE "tunes"."kind" in (?, ?);
CREATE INDEX `c` ON `tunes` (`n`) WHERE (("tunes"."kind" <> ?) or ("tunes"."title" like ?));
