-- CreateTable
CREATE TABLE "users" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT NOT NULL,
    "full_name" TEXT,
    "role" TEXT NOT NULL DEFAULT 'adm',
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "up" DATETIME NOT NULL,
    "score" REAL NOT NULL DEFAULT 1.5,
    "big" BIGINT,
    "ok" BOOLEAN NOT NULL DEFAULT true,
    "dec" DECIMAL NOT NULL DEFAULT 3.20,
    "js" JSONB,
    "by" BLOB,
    "raw" TEXT NOT NULL DEFAULT (lower('A'))
);

-- CreateTable
CREATE TABLE "Post" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "authorId" INTEGER NOT NULL,
    "editorId" INTEGER,
    "parentId" TEXT,
    CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Post_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Post" ("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

-- CreateTable
CREATE TABLE "Category" (
    "name" TEXT NOT NULL PRIMARY KEY
);

-- CreateTable
CREATE TABLE "Pair" (
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    "c" weird,

    PRIMARY KEY ("a", "b")
);

-- CreateTable
CREATE TABLE "people" (
    "_id" TEXT NOT NULL PRIMARY KEY,
    "first" TEXT NOT NULL,
    "last" TEXT NOT NULL,
    "bytes" BLOB NOT NULL DEFAULT '0102',
    "when" DATETIME NOT NULL DEFAULT '2020-03-19 14:21:00 +00:00',
    "big" BIGINT NOT NULL DEFAULT 12345678901234,
    "text" TEXT NOT NULL DEFAULT 'it''s "so"',
    "mentorId" TEXT,
    "pairA" INTEGER,
    "pairB" INTEGER,
    CONSTRAINT "people_mentorId_fkey" FOREIGN KEY ("mentorId") REFERENCES "people" ("_id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "people_pairA_pairB_fkey" FOREIGN KEY ("pairA", "pairB") REFERENCES "Pair2" ("a", "b") ON DELETE SET DEFAULT ON UPDATE RESTRICT
);

-- CreateTable
CREATE TABLE "Pair2" (
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,

    PRIMARY KEY ("b", "a")
);

-- CreateTable
CREATE TABLE "Count" (
    "id" BIGINT NOT NULL PRIMARY KEY,
    "n" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "_Likes" (
    "A" TEXT NOT NULL,
    "B" INTEGER NOT NULL,
    CONSTRAINT "_Likes_A_fkey" FOREIGN KEY ("A") REFERENCES "Post" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_Likes_B_fkey" FOREIGN KEY ("B") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "_CategoryToPost" (
    "A" TEXT NOT NULL,
    "B" TEXT NOT NULL,
    CONSTRAINT "_CategoryToPost_A_fkey" FOREIGN KEY ("A") REFERENCES "Category" ("name") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_CategoryToPost_B_fkey" FOREIGN KEY ("B") REFERENCES "Post" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "_Friends" (
    "A" TEXT NOT NULL,
    "B" TEXT NOT NULL,
    CONSTRAINT "_Friends_A_fkey" FOREIGN KEY ("A") REFERENCES "people" ("_id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "_Friends_B_fkey" FOREIGN KEY ("B") REFERENCES "people" ("_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_email_full_name_idx" ON "users"("email", "full_name" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "odd" ON "Post"("authorId", "parentId");

-- CreateIndex
CREATE UNIQUE INDEX "one_mentor" ON "people"("mentorId");

-- CreateIndex
CREATE INDEX "by_name" ON "people"("last" DESC, "first");

-- CreateIndex
CREATE UNIQUE INDEX "people_first_last_key" ON "people"("first", "last");

-- CreateIndex
CREATE UNIQUE INDEX "Pair2_a_b_key" ON "Pair2"("a", "b");

-- CreateIndex
CREATE UNIQUE INDEX "Count_n_key" ON "Count"("n");

-- CreateIndex
CREATE UNIQUE INDEX "_Likes_AB_unique" ON "_Likes"("A", "B");

-- CreateIndex
CREATE INDEX "_Likes_B_index" ON "_Likes"("B");

-- CreateIndex
CREATE UNIQUE INDEX "_CategoryToPost_AB_unique" ON "_CategoryToPost"("A", "B");

-- CreateIndex
CREATE INDEX "_CategoryToPost_B_index" ON "_CategoryToPost"("B");

-- CreateIndex
CREATE UNIQUE INDEX "_Friends_AB_unique" ON "_Friends"("A", "B");

-- CreateIndex
CREATE INDEX "_Friends_B_index" ON "_Friends"("B");

