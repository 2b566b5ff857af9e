--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:35a1167961ec0809fd839424b9e6ec81a9986eac93fa0f996ed204b41e3bd389
--@ target fp1:f44de18c6835abb4343f61c6eacef6747620923929f90b5601a62d5affbf81c2
-- 3 added, 1 changed

--@ session foreign-keys off
--@ transaction

--@ step drop-view user_tag (created again below)
DROP VIEW "user_tag";

--@ step create-table tag_override
CREATE TABLE tag_override (
  user INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  tag INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
  PRIMARY KEY (user, tune, tag)
) WITHOUT ROWID, STRICT;

--@ step create-index tag_override_by_tag
CREATE INDEX tag_override_by_tag ON tag_override (tag);

--@ step create-index tag_override_by_tune
CREATE INDEX tag_override_by_tune ON tag_override (tune);

--@ step create-view user_tag
CREATE VIEW user_tag (user, tune, tag) AS
SELECT user.id, tune_tag.tune, tag.name
FROM user
JOIN tune_tag
JOIN tag ON tag.id = tune_tag.tag
LEFT JOIN tag_override ON tag_override.user = user.id
  AND tag_override.tune = tune_tag.tune
  AND tag_override.tag = tune_tag.tag
WHERE tag_override.shown IS NOT 0
UNION
SELECT tag_override.user, tag_override.tune, tag.name
FROM tag_override
JOIN tag ON tag.id = tag_override.tag
WHERE tag_override.shown = 1;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before view user_tag
--= CREATE VIEW user_tag (user, tune, tag) AS
--= SELECT user.id, tune_tag.tune, tag.name
--= FROM user
--= JOIN tune_tag
--= JOIN tag ON tag.id = tune_tag.tag
--@ seal sha256:c097039af4364b90f31052a822ddb505a26365c1dc8c044980ac526b5a8de551
