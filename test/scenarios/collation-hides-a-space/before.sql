-- RTRIM made '5 ' compare equal to '5', so the conversion to INTEGER looked lossless. It must compare as BINARY.
CREATE TABLE tune (id INTEGER PRIMARY KEY, code TEXT COLLATE RTRIM);
