import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import { type Box, boxOf, headHeight, rowHeight } from "./box.ts";
import { type Cluster, clusters } from "./cluster.ts";
import type { Diagram, Relation } from "./diagram.ts";
import { packed } from "./pack.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox extends Box, Point {}

export interface PlacedLine {
  readonly relation: number;
  /** From the parent to the child; every segment is horizontal or vertical. */
  readonly points: readonly Point[];
}

export interface PlacedGroup extends Point {
  readonly label: string;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
  readonly groups: readonly PlacedGroup[];
}

const margin = 24;
const groupHead = 34;
/** Above this many entities, each shows only its keys and what changed, and counts its other columns. */
const mostInFull = 60;

type Lay = (graph: ElkNode) => Promise<ElkNode>;

/** Lays out a diagram. elkjs is 1.6 MB and is loaded only here, when something is drawn. */
export async function layOut(diagram: Diagram): Promise<Layout> {
  const { default: elkjs } = await import("elkjs/lib/elk.bundled.js");
  const elk = new elkjs.default();
  const lay: Lay = (graph) => elk.layout(graph);
  const all = clusters(diagram);
  const home = new Map(all.flatMap((cluster, at) => cluster.entities.map((entity) => [entity, at] as const)));
  const parts: Part[] = [];
  for (const cluster of all) parts.push(await layOutCluster(diagram, cluster, home, hubsOf(diagram), lay));
  const whole = shift(together(parts, 40), { x: margin, y: margin });
  return { ...whole, width: Math.ceil(whole.width + 2 * margin), height: Math.ceil(whole.height + 2 * margin) };
}

/** A table that nearly every other table refers to would fill the picture with lines; its children name it instead. */
function hubsOf(diagram: Diagram): ReadonlySet<number> {
  if (diagram.entities.length <= 24) return new Set();
  const children = diagram.entities.map((_, at) =>
    diagram.relations.filter((one) => one.parent === at && one.child !== at),
  );
  return new Set(children.flatMap((some, at) => (some.length > 12 ? [at] : [])));
}

interface Part {
  readonly label: string | null;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
  readonly groups: readonly PlacedGroup[];
}

async function layOutCluster(
  diagram: Diagram,
  cluster: Cluster,
  home: ReadonlyMap<number, number>,
  hubs: ReadonlySet<number>,
  lay: Lay,
): Promise<Part> {
  const apart = (relation: Relation): boolean =>
    home.get(relation.child) !== home.get(relation.parent) || hubs.has(relation.parent);
  const boxes = cluster.entities.map((at) => {
    const stubs = diagram.relations.filter((relation) => relation.child === at && apart(relation));
    return boxOf(diagram, at, diagram.entities.length > mostInFull, stubs);
  });
  const inside = new Set(cluster.entities);
  const relations = diagram.relations
    .map((relation, at) => ({ relation, at }))
    .filter(({ relation }) => inside.has(relation.child) && !apart(relation));
  const parts: Part[] = [];
  for (const members of components(
    cluster.entities,
    relations.map(({ relation }) => relation),
  )) {
    const own = relations.filter(({ relation }) => members.has(relation.child));
    parts.push(
      await layOutConnected(
        boxes.filter((box) => members.has(box.entity)),
        own,
        lay,
      ),
    );
  }
  return { ...together(parts, 44), label: cluster.label };
}

/** Entities that are connected by lines, in file order. */
function components(entities: readonly number[], relations: readonly Relation[]): readonly ReadonlySet<number>[] {
  const home = new Map(entities.map((at) => [at, new Set([at])]));
  for (const { child, parent } of relations) {
    const [a, b] = [home.get(child), home.get(parent)];
    if (a === undefined || b === undefined || a === b) continue;
    for (const at of b) home.set(at, a.add(at));
  }
  return [...new Set(home.values())];
}

async function layOutConnected(
  boxes: readonly Box[],
  relations: readonly { relation: Relation; at: number }[],
  lay: Lay,
): Promise<Part> {
  const arrange = (options: Record<string, string>): Promise<ElkNode> =>
    lay({
      id: "root",
      layoutOptions: { ...layered, ...options },
      children: boxes.map((box) => node(box, relations)),
      edges: relations.map(({ relation, at }) => edge(relation, at)),
    });
  const first = await arrange({});
  const graph = isRibbon(first) ? await arrange(shortLayers(boxes.length)) : first;
  const placed = boxes.map((box, at) => ({ ...box, x: graph.children?.[at]?.x ?? 0, y: graph.children?.[at]?.y ?? 0 }));
  const lines = (graph.edges ?? []).flatMap((one) => {
    const section = (one as ElkExtendedEdge).sections?.[0];
    if (section === undefined) return [];
    const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
    return [{ relation: Number(one.id.slice(1)), points }];
  });
  return { label: null, width: graph.width ?? 0, height: graph.height ?? 0, boxes: placed, lines, groups: [] };
}

/** Keys often form a broad tree, which would be laid out as one long column of boxes. */
function isRibbon(graph: ElkNode): boolean {
  return (graph.height ?? 0) > 1_200 && (graph.height ?? 0) > 1.7 * (graph.width ?? 1);
}

function shortLayers(count: number): Record<string, string> {
  return {
    "elk.layered.layering.strategy": "COFFMAN_GRAHAM",
    "elk.layered.layering.coffmanGraham.layerBound": String(Math.ceil(Math.sqrt(count * 1.1))),
  };
}

const layered = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
  "elk.spacing.nodeNode": "36",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.nodeSelfLoop": "24",
  "elk.spacing.edgeEdge": "12",
  "elk.layered.spacing.nodeNodeBetweenLayers": "70",
  "elk.layered.spacing.edgeNodeBetweenLayers": "26",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "12",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.thoroughness": "15",
  "elk.randomSeed": "1",
};

/** A key leaves its parent on the right, beside the column it names, and arrives at the child's column on the left. */
function node(box: Box, relations: readonly { relation: Relation; at: number }[]): ElkNode {
  const out = relations
    .filter(({ relation }) => relation.parent === box.entity)
    .map(({ relation }) => relation.parentField);
  const arrive = relations
    .filter(({ relation }) => relation.child === box.entity)
    .map(({ relation }) => relation.childField);
  const port = (side: "EAST" | "WEST", field: number) => ({
    id: portName(side, box.entity, field),
    width: 0,
    height: 0,
    x: side === "EAST" ? box.width : 0,
    y: rowMiddle(box, field),
    layoutOptions: { "elk.port.side": side },
  });
  return {
    id: `n${box.entity}`,
    width: box.width,
    height: box.height,
    layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    ports: [
      ...[...new Set(out)].map((field) => port("EAST", field)),
      ...[...new Set(arrive)].map((field) => port("WEST", field)),
    ],
  };
}

function portName(side: string, entity: number, field: number): string {
  return `p${entity}${side}${field}`;
}

function rowMiddle(box: Box, field: number): number {
  const row = box.rows.findIndex((one) => one.field === field);
  return row < 0 || field < 0 ? headHeight / 2 : headHeight + row * rowHeight + rowHeight / 2;
}

function edge(relation: Relation, at: number): ElkExtendedEdge {
  return {
    id: `r${at}`,
    sources: [portName("EAST", relation.parent, relation.parentField)],
    targets: [portName("WEST", relation.child, relation.childField)],
  };
}

/** Puts parts side by side, each inside the frame that its label needs. */
function together(parts: readonly Part[], gap: number): Part {
  const framed = parts.map((part) => (part.label === null ? part : frame(part, part.label)));
  const places = packed(framed, gap);
  const moved = framed.map((part, at) => shift(part, places[at] as Point));
  return {
    label: null,
    width: Math.max(0, ...framed.map((part, at) => part.width + (places[at]?.x ?? 0))),
    height: Math.max(0, ...framed.map((part, at) => part.height + (places[at]?.y ?? 0))),
    boxes: moved.flatMap((part) => part.boxes),
    lines: moved.flatMap((part) => part.lines),
    groups: moved.flatMap((part) => part.groups),
  };
}

function frame(part: Part, label: string): Part {
  const width = Math.max(part.width, label.length * 9) + 2 * margin;
  const height = part.height + 2 * margin + groupHead - 12;
  const inside = shift(part, { x: margin, y: groupHead + margin - 12 });
  return { ...inside, width, height, groups: [{ label, x: 0, y: 0, width, height }] };
}

function shift(part: Part, by: Point): Part {
  const move = <T extends Point>(one: T): T => ({ ...one, x: round(one.x + by.x), y: round(one.y + by.y) });
  return {
    ...part,
    boxes: part.boxes.map(move),
    lines: part.lines.map((line) => ({ ...line, points: line.points.map(move) })),
    groups: part.groups.map(move),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
