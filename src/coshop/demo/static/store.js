// Connects the store's own cart to coshop and keeps this page's bag up to date when the cart changes elsewhere.
// Shopping needs none of it: every page works without scripts.
(() => {
  "use strict";

  const refusal = (status, body) => {
    const outcome = body?.outcome ?? body ?? {};
    const error = new Error(outcome.message ?? `The shop answered ${status}.`);
    error.reason = outcome.reason ?? "store_error";
    error.possible = outcome.possible;
    error.cart = body?.cart;
    return error;
  };

  const ask = async (path, wish) => {
    const response = await fetch(`/api/cart${path}`, {
      method: wish ? "POST" : "GET",
      headers: wish ? { "Content-Type": "application/json" } : {},
      body: wish ? JSON.stringify(wish) : undefined,
      credentials: "same-origin",
      cache: "no-store",
    });
    const body = await response.json().catch(() => null);
    if (!response.ok || !body) throw refusal(response.status, body);
    return body;
  };

  const cart = {
    get: async () => (await ask("")).cart,
    add: ({ variant_id, quantity }) => ask("/add", { variant_id, quantity }),
    update: ({ line_id, quantity }) => ask("/update", { line_id, quantity }),
    remove: ({ line_id }) => ask("/remove", { line_id }),
    checkout_url: "/checkout",
  };

  // The page's own script and coshop's loader arrive in any order; what is said before it is there waits in the queue.
  const coshop = (window.coshop = window.coshop || { q: [] });
  const tell = (name, ...values) =>
    typeof coshop[name] === "function" ? coshop[name](...values) : coshop.q.push([name, ...values]);

  const showCount = (held) => {
    const pieces = held.lines.reduce((sum, line) => sum + line.quantity, 0);
    for (const badge of document.querySelectorAll("[data-bag-count]")) badge.textContent = String(pieces);
  };

  // The bag's page is drawn by the server alone: fetch it again and put its bag in the place of ours.
  const redrawBag = async () => {
    const old = document.getElementById("bag-page");
    if (!old) return;
    const response = await fetch("/cart", { credentials: "same-origin", cache: "no-store" });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("bag-page");
    if (!fresh) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(document.adoptNode(fresh));
    if (focused) document.getElementById(focused)?.focus();
  };

  let running = false;
  let again = false;
  const refresh = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        showCount(await cart.get());
        await redrawBag();
      } while (again);
    } catch {
      // The page still shows what it showed; its next load tells the truth.
    } finally {
      running = false;
    }
  };

  tell("cart", cart);
  tell("on", "cart_changed", refresh);

  // A page that comes back from the browser's memory may show an old bag.
  addEventListener("pageshow", (event) => event.persisted && refresh());
})();
