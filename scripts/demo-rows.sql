-- Example rows for `npm start`: tunes that have been in everybody's hands for a long time, and two who practise them.
INSERT INTO tune (id, title, type, genre, composer) VALUES
  (1, 'The Silver Spear', 'reel', 'irish', NULL),
  (2, 'Out on the Ocean', 'jig', 'irish', NULL),
  (3, 'The Butterfly', 'slip jig', 'irish', NULL),
  (4, 'Soldier''s Joy', 'reel', 'scottish', NULL),
  (5, 'Niel Gow''s Lament for the Death of his Second Wife', 'air', 'scottish', 'Niel Gow'),
  (6, 'The Boys of Bluehill', 'hornpipe', 'irish', NULL);
INSERT INTO tune_variant (tune, name, instrument, abc) VALUES
  (1, 'standard', 'fiddle', 'K:D
A2FA DAFA|A2FA Bcde|'),
  (2, 'standard', 'flute', 'K:G
DEG BdB|AGE GED|');
INSERT INTO user (id, name, email, instrument) VALUES
  (1, 'Mairead', 'mairead@example.org', 'fiddle'),
  (2, 'Jonas', 'jonas@example.org', 'flute');
INSERT INTO playlist (id, owner, name) VALUES (1, 1, 'Tuesday session'), (2, 2, 'Slow ones');
INSERT INTO playlist_entry (playlist, position, tune, times) VALUES
  (1, 1, 1, 3), (1, 2, 4, 3), (1, 3, 2, 2), (2, 1, 5, 1), (2, 2, 3, 2);
INSERT INTO tag (id, name) VALUES (1, 'easy'), (2, 'for dancing'), (3, 'wakes people up');
INSERT INTO tune_tag (tune, tag) VALUES (1, 2), (2, 1), (2, 2), (4, 1), (4, 2);
INSERT INTO tag_override (user, tune, tag, shown) VALUES (1, 4, 1, 0), (2, 1, 3, 1);
INSERT INTO note (user, tune, body) VALUES (1, 1, 'The second part goes up to high B: shift early.');
