CREATE TABLE `posts` (
	`authorId` integer,
	`postId` integer,
	CONSTRAINT `posts_pk` PRIMARY KEY(`authorId`, `postId`),
	CONSTRAINT `fk_posts_authorId_users_userId_fk` FOREIGN KEY (`authorId`) REFERENCES `users`(`userId`)
);
CREATE TABLE `users` (
	`userId` integer PRIMARY KEY,
	`firstName` text UNIQUE,
	`HTMLPage` text,
	`isA1Thing` text,
	`SaidName` text,
	CONSTRAINT `users_firstName_HTMLPage_unique` UNIQUE(`firstName`,`HTMLPage`)
);
CREATE INDEX `by_page` ON `users` (`HTMLPage`);
