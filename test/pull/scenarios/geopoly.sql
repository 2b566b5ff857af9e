-- Polygons.
CREATE VIRTUAL TABLE shape USING geopoly(name, colour);
