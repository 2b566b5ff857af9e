-- R*Tree with auxiliary columns, and the one with whole numbers.
CREATE VIRTUAL TABLE area USING rtree(id, min_x, max_x, min_y, max_y, +name TEXT, +kind);
CREATE VIRTUAL TABLE grid USING rtree_i32(id, x0, x1);
