import { compareText } from "../../model/names.ts";
import type { Diagram } from "./diagram.ts";

export interface Cluster {
  /** Null if the diagram has only one cluster. */
  readonly label: string | null;
  readonly entities: readonly number[];
}

/** Up to this many connected entities are laid out as one picture; in a larger one, the lines cannot be followed. */
const mostInOne = 70;

/** Groups of entities that refer to each other more than to the rest, the largest first. */
export function clusters(diagram: Diagram): readonly Cluster[] {
  const count = diagram.entities.length;
  const near = neighbours(diagram);
  const connected = [...near.keys()].filter((at) => (near[at]?.size ?? 0) > 0);
  const alone = [...near.keys()].filter((at) => (near[at]?.size ?? 0) === 0);
  if (count <= mostInOne) return [{ label: null, entities: [...near.keys()] }];
  const home = communities(near, connected);
  const groups = new Map<number, number[]>();
  for (const at of connected) groups.set(home[at] as number, [...(groups.get(home[at] as number) ?? []), at]);
  const found = [...groups.values()].map((entities) => ({ label: labelOf(diagram, near, entities), entities }));
  const rest = (["table", "virtual-table", "view"] as const).flatMap((kind) => {
    const entities = alone.filter((at) => diagram.entities[at]?.kind === kind);
    const label = kind === "table" ? "Without references" : kind === "view" ? "Views" : "Virtual tables";
    return entities.length === 0 ? [] : [{ label, entities }];
  });
  found.sort((a, b) => b.entities.length - a.entities.length || compareText(a.label, b.label));
  return [...found, ...rest];
}

function neighbours(diagram: Diagram): readonly ReadonlySet<number>[] {
  const near = diagram.entities.map(() => new Set<number>());
  for (const { child, parent } of diagram.relations) {
    if (child === parent) continue;
    near[child]?.add(parent);
    near[parent]?.add(child);
  }
  return near;
}

function labelOf(diagram: Diagram, near: readonly ReadonlySet<number>[], entities: readonly number[]): string {
  const inside = (at: number): number => [...(near[at] ?? [])].filter((other) => entities.includes(other)).length;
  const [middle = 0] = [...entities].sort((a, b) => inside(b) - inside(a) || a - b);
  return `Around ${diagram.entities[middle]?.name ?? ""}`;
}

/** The largest size of a group: what is drawn together should be visible together. */
const mostInGroup = 24;

/**
 * Louvain's method with a cap: each entity, then each group, moves to where it raises modularity most, until none
 * moves. Entities are taken in file order and ties go to the lowest group, so a schema always gives the same groups.
 */
function communities(near: readonly ReadonlySet<number>[], connected: readonly number[]): number[] {
  let home = near.map((_, at) => at);
  let groups = connected.map((at) => ({ id: at, size: 1 }));
  for (let level = 0; level < 6; level += 1) {
    const moves = settle(near, home, groups);
    if (moves.size === 0) break;
    home = home.map((group) => moves.get(group) ?? group);
    const sizes = new Map<number, number>();
    for (const at of connected) sizes.set(home[at] as number, (sizes.get(home[at] as number) ?? 0) + 1);
    groups = [...sizes].map(([id, size]) => ({ id, size })).sort((a, b) => a.id - b.id);
  }
  return home;
}

interface Group {
  readonly id: number;
  readonly size: number;
}

/** Which group each group joins, on the graph with one node for each group. */
function settle(
  near: readonly ReadonlySet<number>[],
  home: readonly number[],
  groups: readonly Group[],
): Map<number, number> {
  const weights = new Map(groups.map((group) => [group.id, new Map<number, number>()]));
  for (const [at, others] of near.entries())
    for (const other of others) {
      const to = weights.get(home[at] as number);
      to?.set(home[other] as number, (to.get(home[other] as number) ?? 0) + 1);
    }
  const degree = new Map(groups.map(({ id }) => [id, sum([...(weights.get(id)?.values() ?? [])])]));
  const twice = sum([...degree.values()]);
  const place = new Map(groups.map(({ id }) => [id, id]));
  const total = new Map(degree);
  const size = new Map(groups.map((group) => [group.id, group.size]));
  const add = (map: Map<number, number>, key: number, by: number): unknown => map.set(key, (map.get(key) ?? 0) + by);
  let moved = true;
  for (let pass = 0; moved && pass < 12; pass += 1) {
    moved = false;
    for (const { id, size: own } of groups) {
      const from = place.get(id) as number;
      const weight = degree.get(id) as number;
      add(total, from, -weight);
      add(size, from, -own);
      const links = new Map<number, number>();
      for (const [other, count] of weights.get(id) ?? [])
        if (other !== id) add(links, place.get(other) as number, count);
      const gain = (group: number): number => (links.get(group) ?? 0) - (weight * (total.get(group) ?? 0)) / twice;
      const open = [...links.keys()]
        .filter((group) => (size.get(group) ?? 0) + own <= mostInGroup)
        .sort((a, b) => a - b);
      let best = from;
      for (const group of open) if (gain(group) > gain(best) + 1e-9) best = group;
      add(total, best, weight);
      add(size, best, own);
      place.set(id, best);
      if (best !== from) moved = true;
    }
  }
  return new Map([...place].filter(([id, to]) => id !== to));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
