/** As much of a page as the loader touches: the script's tag, a place for the button, and elements that show nothing. It is part of no bundle. */

import { vi } from "vitest";

/** Every element that was made on the page of this test. */
export const elements: FakeElement[] = [];

export class FakeElement extends EventTarget {
  readonly part = { add: () => undefined };
  readonly dataset: Record<string, string> = {};
  hidden = false;
  textContent = "";
  type = "";
  src = "";
  readonly name: string;

  constructor(name = "") {
    super();
    this.name = name;
    elements.push(this);
  }

  attachShadow(): object {
    return { append: () => undefined };
  }

  setAttribute(): void {
    // nobody reads it here
  }

  insertBefore(): void {
    // it stands anyway
  }
}

/** Put it in the place of the browser's, for one test: a page with the script of the store `pk` and a place for the button. */
export function fakePage(src: string): void {
  elements.length = 0;
  vi.stubGlobal("HTMLScriptElement", FakeElement);
  vi.stubGlobal("CSSStyleSheet", class {
    replaceSync(): void {
      // no looks here
    }
  });
  const script = Object.assign(new FakeElement("script"), { src });
  script.dataset.store = "pk";
  const place = new FakeElement("place");
  vi.stubGlobal("document", Object.assign(new EventTarget(), {
    currentScript: script,
    documentElement: { lang: "en" },
    readyState: "complete",
    visibilityState: "visible",
    querySelector: (what: string) => (what === "[data-coshop-button]" ? place : null),
    createElement: (name: string) => new FakeElement(name),
  }));
}
