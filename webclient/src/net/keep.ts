/** What survives a page change: small JSON values in sessionStorage, and ids. A full or forbidden storage keeps nothing. */

export interface Keep {
  /** What was set under this name, by this version or an older one: the caller says what it should be. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a shorter way to write the caller's cast
  get<T>(name: string): T | null;
  set(name: string, value: unknown): void;
  drop(name: string): void;
}

/** A keep over a Storage, with all names under `prefix`. Without a storage it remembers for this page only. */
export function makeKeep(prefix: string, storage: Storage | null): Keep {
  const here = new Map<string, string>();
  return {
    get: (name) => {
      try {
        const text = here.get(name) ?? storage?.getItem(prefix + name) ?? null;
        return text === null ? null : (JSON.parse(text) as never);
      } catch {
        return null;
      }
    },
    set: (name, value) => {
      const text = JSON.stringify(value);
      try {
        if (storage === null) throw new Error("no storage");
        storage.setItem(prefix + name, text);
        here.delete(name);
      } catch {
        here.set(name, text);
      }
    },
    drop: (name) => {
      here.delete(name);
      try {
        storage?.removeItem(prefix + name);
      } catch {
        // nothing was kept there then
      }
    },
  };
}

/** The tab's sessionStorage, or null where the browser forbids it. */
export function tabStorage(): Storage | null {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}

/** A new id: 128 random bits, 22 letters. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The id of this tab, made once and kept over page changes. */
export function clientId(keep: Keep): string {
  const known = keep.get<string>("client_id");
  if (typeof known === "string" && known.length >= 8) return known;
  const made = newId();
  keep.set("client_id", made);
  return made;
}
