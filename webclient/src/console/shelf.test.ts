/** Tests of the shelf: what is asked of the catalogue, how often, and how many at once. */

import { describe, expect, it, vi } from "vitest";
import { HttpFailed, HttpRefused } from "../net/http.js";
import type { ProductView } from "../protocol/index.js";
import { Shelf } from "./shelf.js";

const product = (product_id: string): ProductView => ({
  product_id, title: `title of ${product_id}`, description: "", brand: "", group: "", url: "", picture_urls: [], variants: [],
});

/** A shelf over a catalogue that answers when told to. */
function shelf() {
  const open = new Map<string, { yes: () => void; no: (error: Error) => void }>();
  const asked: string[] = [];
  const http = {
    product: (id: string) =>
      new Promise<ProductView>((yes, no) => {
        asked.push(id);
        open.set(id, { yes: () => yes(product(id)), no });
      }),
    search: () => Promise.resolve({ type: "search_results", products: [] } as never),
  };
  const made = new Shelf(http, () => undefined);
  const answer = async (id: string, error?: Error) => {
    if (error) open.get(id)?.no(error);
    else open.get(id)?.yes();
    await new Promise((go) => setImmediate(go));
  };
  return { made, asked, answer };
}

describe("the shelf", () => {
  it("asks for a product once, however often it is drawn", async () => {
    const { made, asked, answer } = shelf();
    expect([made.title("a", ""), made.title("a", "")]).toEqual(["", ""]);
    await answer("a");
    expect([made.title("a", ""), asked]).toEqual(["title of a", ["a"]]);
  });

  it("has four questions on their way at most; the next are asked when drawn again", async () => {
    const { made, asked, answer } = shelf();
    for (let n = 0; n < 300; n++) made.product(`p${n}`);
    expect(asked).toEqual(["p0", "p1", "p2", "p3"]);
    await answer("p1");
    for (let n = 0; n < 300; n++) made.product(`p${n}`);
    expect(asked).toEqual(["p0", "p1", "p2", "p3", "p4"]);
  });

  it("asks nothing where it may not", () => {
    const { made, asked } = shelf();
    expect(made.title("a", "", false)).toBe("");
    expect(asked).toEqual([]);
  });

  it("does not ask again for what the catalogue does not have", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const { made, asked, answer } = shelf();
    const refusal = { code: "unknown_product", message: "", detail: "", allowed: [] } as const;
    made.product("none");
    await answer("none", new HttpRefused(404, refusal as never, 0));
    made.product("away");
    await answer("away", new HttpFailed("no answer"));
    made.product("away");
    vi.advanceTimersByTime(60_000);
    made.product("none");
    made.product("away");
    expect(asked).toEqual(["none", "away", "away"]);
    vi.useRealTimers();
  });
});
