CREATE TABLE rehearsal_session (id TEXT NOT NULL PRIMARY KEY, ensemble_name_for_sorting TEXT NOT NULL, where_it_takes_place TEXT) STRICT;
CREATE INDEX session_by_place ON rehearsal_session (ensemble_name_for_sorting, where_it_takes_place COLLATE NOCASE DESC) WHERE where_it_takes_place IS NOT NULL;
CREATE INDEX session_open ON rehearsal_session (ensemble_name_for_sorting) WHERE where_it_takes_place IS NULL;
CREATE TRIGGER session_added AFTER INSERT ON rehearsal_session BEGIN
		UPDATE rehearsal_session SET ensemble_name_for_sorting = lower(trim(NEW.ensemble_name_for_sorting)), where_it_takes_place = 'the usual room' WHERE id = NEW.id AND NEW.where_it_takes_place IS NULL;
		SELECT 1;
	END;
