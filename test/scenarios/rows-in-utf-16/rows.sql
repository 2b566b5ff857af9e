INSERT INTO genre VALUES ('é', '🎻'), ('x', 'a' || char(0) || 'b'), ('y', 'old' || char(10));
