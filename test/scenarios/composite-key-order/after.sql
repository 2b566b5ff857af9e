CREATE TABLE seat (flight TEXT, seat_row INTEGER, letter TEXT, who TEXT, PRIMARY KEY (flight, seat_row, letter));
CREATE TABLE gate (day TEXT, number INTEGER, PRIMARY KEY (day DESC, number)) WITHOUT ROWID;
