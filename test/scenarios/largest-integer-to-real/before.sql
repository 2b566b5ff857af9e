-- 9223372036854775807 becomes 9223372036854775808.0, which converts back to the largest integer and so looked lossless.
CREATE TABLE tune (id INTEGER PRIMARY KEY, plays INTEGER);
