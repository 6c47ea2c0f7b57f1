/** The call bundle's entry: makes the session, and the panel as soon as the page has a body. Loaded on intent, or to resume. */

import type { Bridge, WidgetHandle } from "./bridge.js";
import { Panel } from "./panel.js";
import { Session } from "./session.js";

/** Start the widget on this page; called once by the loader. */
export function start(bridge: Bridge): WidgetHandle {
  const session = new Session(bridge);
  void Promise.all([body(), session.speak(), session.call.calm()]).then(() => {
    const panel = new Panel();
    panel.follow(session);
    document.body.append(panel);
  });
  return {
    warm: () => session.warm(),
    open: ({ product }) => session.open(product),
    end: () => session.end(),
    cartIsHere: () => session.cartIsHere(),
    get state() {
      return session.stage;
    },
  };
}

/** Resolves once there is a body: the loader runs in the head. */
function body(): Promise<void> {
  const here = (): boolean => (document.body as HTMLElement | null) !== null;
  if (here()) return Promise.resolve();
  return new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      if (!here()) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(document.documentElement, { childList: true });
  });
}
