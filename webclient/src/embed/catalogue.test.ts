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

it("what only the other browser names is asked for within a small budget, a few at a time, and once", async () => {
  const { url, asked } = await serve(...Array<number>(200).fill(503));
  const catalogue = new Catalogue(makeHttp(url), makeKeep("", null), () => undefined);
  for (let n = 0; n < 2_000; n += 1) catalogue.expect(`hinted${n}`);
  for (let n = 0; n < 2_000; n += 1) catalogue.get(`painted${n}`, false);
  await expect.poll(asked, { timeout: 6_000, interval: 10 }).toBe(20);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(asked()).toBeLessThanOrEqual(21);
});

it("what the server names comes, however much was hinted before", async () => {
  const { url } = await serve(...Array<number>(20).fill(404));
  const catalogue = new Catalogue(makeHttp(url), makeKeep("", null), () => undefined);
  for (let n = 0; n < 100; n += 1) catalogue.expect(`hinted${n}`);
  await expect.poll(() => catalogue.get("P")?.title, { timeout: 6_000, interval: 10 }).toBe("Jacket");
});

it("asks for four at a time at most", async () => {
  let [now, most] = [0, 0];
  const made = createServer((_, response) => {
    now += 1;
    most = Math.max(most, now);
    setTimeout(() => {
      now -= 1;
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ product_id: "P", title: "Jacket", variants: [] }));
    }, 20);
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const catalogue = new Catalogue(makeHttp(`http://127.0.0.1:${(made.address() as AddressInfo).port}`), makeKeep("", null), () => undefined);
  for (let n = 0; n < 12; n += 1) catalogue.get(`P${n}`);
  await expect.poll(() => catalogue.get("P11")?.title, { timeout: 6_000, interval: 10 }).toBe("Jacket");
  expect(most).toBe(4);
});
