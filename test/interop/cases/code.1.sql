CREATE TABLE `app_others` (
	`id` integer PRIMARY KEY,
	`owner` text,
	`updated` integer,
	`note` text
);
CREATE TABLE `app_things` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`owner` text NOT NULL,
	`created` integer DEFAULT (unixepoch()) NOT NULL,
	`updated` integer,
	`is_hot` integer DEFAULT true,
	`is_new` integer DEFAULT false,
	`size` text DEFAULT 'M',
	`limit` integer DEFAULT 86400
);
CREATE INDEX `app_owner_idx` ON `app_things` (`owner`);
CREATE INDEX `by_size` ON `app_things` (`size`);
