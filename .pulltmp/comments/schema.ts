import { check, index, integer, sql, table, text, trigger, unique } from "trueup";

/** what was practised */
export const practice = table({
  /**
   * the key
   * never reused
   */
  id: integer().primaryKey(),
  /**
   * minutes, as a whole number
   * not null
   * positive:
   */
  minutes: integer().check(sql`minutes > 0 /* zero is nothing */`),
  /** free text, with a comma */
  note: text().nullable(),
  /**
   * ');
   * the rules
   * long enough
   * one day
   * and
   * no doubles
   * the end
   */
  mood: text().nullable().default("fine"),
}, { constraints: (t) => [unique(t.note, t.mood), check("sane", sql`${t.minutes} < 1440`)] });

export const practice_mood = index(practice.mood.collate("NOCASE").desc()).where(sql`${practice.note} IS NOT NULL`);

export const practice_t = trigger(sql`
  /* one */ AFTER /* two */ INSERT ON ${practice} BEGIN /* three */ SELECT 1; -- four
  END
`);
