-- A result column without a name is called what it says, letter by letter, and other views may go by that.
CREATE TABLE lap (runner TEXT, seconds REAL, [on track] TEXT);
CREATE VIEW best AS SELECT "lap"."runner", min("lap"."seconds"), `lap`.`seconds`  *  2, (select max(`seconds`)
     from "lap"), [on track] || '!' FROM "lap" GROUP BY `lap`.`runner`;
CREATE VIEW least AS SELECT `min("lap"."seconds")` AS seconds FROM `best` WHERE `best`.`runner` IS NOT NULL;
CREATE TRIGGER `lap_added` AFTER INSERT ON `lap` WHEN NEW.`runner` IS NULL BEGIN UPDATE `lap` SET `runner` = 'unknown to all of us here', `seconds` = coalesce(`seconds`, 0), [on track] = 'inner' WHERE `lap`.rowid = NEW.rowid AND `seconds` BETWEEN 0 AND 86400 AND NEW.`on track` IS NOT NULL; DELETE FROM `lap` WHERE `seconds` < 0; END;
CREATE VIEW all_of_it AS SELECT  lap.runner AS who,  lap.seconds AS how_long_it_took,  lap."on track" AS where_it_was_run,   least.seconds AS the_best_there_was FROM lap LEFT JOIN least ON   least.seconds <= lap.seconds AND lap.runner IS NOT NULL WHERE lap.seconds BETWEEN 1 AND 5000 AND lap.runner <> 'unknown to all of us here' ORDER BY 1;
