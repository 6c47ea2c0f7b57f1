import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { makeHttp } from "../net/http.js";
import { makeKeep } from "../net/keep.js";
import { Catalogue } from "./catalogue.js";

let server: Server | undefined;

afterEach(() => server?.close());

/** A real server that answers with these statuses in turn, then with the product. */
async function serve(...statuses: number[]): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const made = createServer((_, response) => {
    const status = statuses[asked] ?? 200;
    asked += 1;
    const body = status === 200 ? { product_id: "P", title: "Jacket", variants: [] } : { refusal: { code: "unknown_product", message: "m" } };
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, asked: () => asked };
}

it("asks once, however often a card is drawn, also while it is asked for again", async () => {
  const { url, asked } = await serve(503, 503);
  const catalogue: Catalogue = new Catalogue(makeHttp(url), makeKeep("", null), () => catalogue.get("P"));
  const draw = setInterval(() => catalogue.get("P"), 2);
  await expect.poll(() => catalogue.get("P")?.title, { timeout: 6_000, interval: 10 }).toBe("Jacket");
  clearInterval(draw);
  expect(asked()).toBe(3);
});

it("what the store does not have is never drawn and never asked for again", async () => {
  const { url, asked } = await serve(404);
  const catalogue = new Catalogue(makeHttp(url), makeKeep("", null), () => undefined);
  catalogue.get("P");
  await expect.poll(() => catalogue.get("P"), { timeout: 6_000, interval: 10 }).toBeNull();
  catalogue.get("P");
  expect(asked()).toBe(1);
});

it("the next page has the cards at once", async () => {
  const { url, asked } = await serve();
  const keep = makeKeep("", null);
  const first = new Catalogue(makeHttp(url), keep, () => undefined);
  first.get("P");
  await expect.poll(() => first.get("P")?.title, { timeout: 6_000 }).toBe("Jacket");
  expect(new Catalogue(makeHttp(url), keep, () => undefined).get("P")?.title).toBe("Jacket");
  expect(asked()).toBe(1);
});
