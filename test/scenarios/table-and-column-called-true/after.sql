CREATE TABLE "true" ("true" TEXT, kind TEXT, plays INT NOT NULL, CHECK ("true"."true" <> ''));
