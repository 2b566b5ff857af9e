import { sql, virtualTable } from "trueup";

export const area = virtualTable(sql`rtree(id, min_x, max_x, min_y, max_y, +name TEXT, +kind)`);

export const grid = virtualTable(sql`rtree_i32(id, x0, x1)`);
