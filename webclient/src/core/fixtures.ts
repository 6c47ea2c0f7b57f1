/** A call in the line, for tests. It is part of no bundle. */

import type { Call } from "../protocol/index.js";

export function aCall(call_id: string, change: Partial<Call> = {}): Call {
  return {
    call_id,
    store_id: "store",
    mode: "video",
    language: "en",
    requested_at_ms: 1000,
    question: "",
    shopper: {
      person_id: "s",
      name: "",
      client_id: "tab-0001",
      microphone: true,
      camera: true,
      lost_at_ms: 0,
      lost_deadline_ms: 0,
      lost_reason: null,
    },
    page: { url: "https://shop.example/", title: "", product_id: "", variant_id: "" },
    phase: { phase: "waiting", deadline_ms: 9000, returned: false },
    left_out: [],
    shown: [],
    cart: { store: null, changes: [] },
    chat: [],
    checkout: null,
    kind: "customer",
    reserved_for: "",
    guests: [],
    recording: null,
    ...change,
  };
}
