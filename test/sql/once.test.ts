import t from "tap";
import { once, onceEach } from "../../src/sql/once.ts";

t.test("what is made of a text is made once", async (t) => {
  let made = 0;
  const make = once((text: string) => ({ text, n: ++made }));
  t.equal(make("a"), make("a"));
  t.strictSame(make("b"), { text: "b", n: 2 });
});

t.test("what is made of an object is made again if anything else is given besides", async (t) => {
  let made = 0;
  const make = onceEach((of: { a: number }, besides: string, more: object | undefined) => [
    of.a,
    besides,
    more,
    ++made,
  ]);
  const [of, more] = [{ a: 1 }, {}];
  t.equal(make(of, "x", undefined), make(of, "x", undefined));
  t.strictSame(make(of, "y", undefined), [1, "y", undefined, 2]);
  t.strictSame(make(of, "y", more), [1, "y", more, 3]);
  t.equal(make(of, "y", more), make(of, "y", more));
  t.strictSame(make(of, "y", {}), [1, "y", {}, 4]);
  t.strictSame(make({ a: 1 }, "y", {}), [1, "y", {}, 5]);
});
