import type { Connection, Snapshot } from "./connection.ts";

/** A question about the rows that takes longer than a moment. */
export interface Asking {
  readonly about: string;
  readonly milliseconds: number;
}

/** Null once such a question has its answer. */
export type OnAsking = (asking: Asking | null) => void;

/** Milliseconds until a question is reported, and between reports. */
const [moment, beat] = [1000, 250];

/** The same connection, reporting questions about rows that take long. */
export function heard(connection: Connection, onAsking: OnAsking): Connection {
  const { kind, profile, remembered, label, about } = connection;
  const reporting = ({ read }: Snapshot): Snapshot => ({
    read: async (queries, rows) => {
      const answer = read(queries, rows);
      if (rows === undefined) return answer;
      const since = performance.now();
      let said = false;
      const timer = setInterval(() => {
        const milliseconds = performance.now() - since;
        if (milliseconds < moment) return;
        said = true;
        onAsking({ about: rows, milliseconds });
      }, beat);
      try {
        return await answer;
      } finally {
        clearInterval(timer);
        if (said) onAsking(null);
      }
    },
  });
  return {
    kind,
    profile,
    remembered,
    label,
    ...(about === undefined ? {} : { about: () => about.call(connection) }),
    snapshot: (work) => connection.snapshot((snapshot) => work(reporting(snapshot))),
    close: () => connection.close(),
  };
}
