INSERT INTO Genre VALUES (1, 'reel'); INSERT INTO Tune (Id, Title, GenreId, Key) VALUES (1, 'reel', 1, 'REEL');
