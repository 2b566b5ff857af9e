CREATE TABLE `posts` (
	`authorId` integer,
	CONSTRAINT `fk_posts_authorId_users_user_id_fk` FOREIGN KEY (`authorId`) REFERENCES `users`(`user_id`)
);
CREATE TABLE `users` (
	`user_id` integer PRIMARY KEY,
	`first_name` text UNIQUE,
	`html_page` text,
	`SaidName` text,
	CONSTRAINT `users_first_name_html_page_unique` UNIQUE(`first_name`,`html_page`)
);
CREATE INDEX `by_page` ON `users` (`html_page`);
