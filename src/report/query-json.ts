import type { Finding, Impact } from "../queries/impact.ts";

/** What a plan does to the application's queries, for --json. */
export function queriesJson(impact: Impact | null) {
  if (impact === null) return null;
  const { read, checked, part, breaks, captured, inserts, columns, scans, works, order } = impact;
  return {
    read,
    checked,
    part,
    unread: unreadJson(impact.unread),
    breaks: breaks.map(findingJson),
    captured: captured.map(findingJson),
    inserts: inserts.map(findingJson),
    columns: columns.map(findingJson),
    scans: scans.map(findingJson),
    works: works.map(findingJson),
    order,
  };
}

export function unreadJson(unread: Impact["unread"]) {
  return unread.map(({ query: { file, line, endLine, name }, why }) => ({ file, line, endLine, name, message: why }));
}

function findingJson({ query: { file, line, endLine, name }, message, because, cause }: Finding) {
  return { file, line, endLine, name, message, because, cause };
}
