CREATE TABLE `posts` (
	`author_id` integer,
	`post_id` integer,
	PRIMARY KEY(`author_id`, `post_id`),
	FOREIGN KEY (`author_id`) REFERENCES `users`(`user_id`) ON UPDATE no action ON DELETE no action
);
CREATE TABLE `users` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`first_name` text,
	`html_page` text,
	`is_a_1_thing` text,
	`SaidName` text
);
CREATE UNIQUE INDEX `users_firstName_unique` ON `users` (`first_name`);
CREATE INDEX `by_page` ON `users` (`html_page`);
CREATE UNIQUE INDEX `users_firstName_HTMLPage_unique` ON `users` (`first_name`,`html_page`);
