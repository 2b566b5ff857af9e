/**
 * A range of written SQL, and the value of the vocabulary that produced it. Marks nest: the smallest one that contains
 * an offset is the best source for it.
 */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** A declaration, a column, one of its clauses, a constraint, a column reference, or a sql template. */
  readonly node: object;
  /**
   * For a template: the index of this part, counting texts and `${…}` in turn. An even part is the text `strings[part /
   * 2]`, an odd one the value `values[(part - 1) / 2]`.
   */
  readonly part?: number;
  /** For a text of a template: the offset in it at which this range begins. */
  readonly from?: number;
}

export interface Written {
  readonly sql: string;
  /**
   * Ordered by their ends: an inner mark comes before the one around it. It is written again to find them, because a
   * schema has thousands and an error needs those of one object.
   */
  marks(): readonly Mark[];
}

/** Writes SQL, and tells `marks` where each part came from. */
export interface Pen {
  text(): string;
  put(text: string): void;
  mark(node: object, write: () => void): void;
  /** A part of a template. */
  part(node: object, part: number, from: number | null, write: () => void): void;
  /** Writes several items with a separator. */
  list<T>(items: readonly T[], separator: string, write: (item: T) => void): void;
}

/** What `write` writes. */
export function written(write: (pen: Pen) => void): Written {
  const pen = makePen();
  write(pen);
  return {
    sql: pen.text(),
    marks() {
      const marks: Mark[] = [];
      write(makePen(marks));
      return marks;
    },
  };
}

export function makePen(marks: Mark[] | null = null): Pen {
  let sql = "";
  const marked = (node: object, part: number | null, from: number | null, write: () => void) => {
    const start = sql.length;
    write();
    if (marks === null || sql.length === start) return;
    const mark = { start, end: sql.length, node };
    marks.push(part === null ? mark : from === null ? { ...mark, part } : { ...mark, part, from });
  };
  const pen: Pen = {
    text: () => sql,
    put: (text) => {
      sql += text;
    },
    mark: (node, write) => marked(node, null, null, write),
    part: marked,
    list: (items, separator, write) => {
      items.forEach((item, index) => {
        if (index > 0) sql += separator;
        write(item);
      });
    },
  };
  return pen;
}
