"""Lets a test cut a page's socket, and keep it cut: `cutSocket()`, and `window.__cut = false` to let it come back."""

CUT = """(() => {
  const Real = window.WebSocket;
  const open = new Set();
  window.__cut = false;
  window.cutSocket = () => { window.__cut = true; for (const each of open) each.close(); };
  window.WebSocket = new Proxy(Real, { construct(target, [url, protocols]) {
    const made = new target(window.__cut ? url.replace("/v1/socket", "/v1/nothing") : url, protocols ?? []);
    open.add(made);
    return made;
  } });
})();"""
