/** Generated from src/coshop/protocol by `npm run generate`. Never edited. The fields that may come over the data channel, with their limits. */
export interface FieldShape {
  readonly kind: "string" | "integer";
  readonly min: number;
  readonly max: number;
  readonly required: boolean;
}

export const CHANNEL_COMMANDS = {
  "product_show": {
    "product_id": {
      "kind": "string",
      "min": 1,
      "max": 128,
      "required": true
    },
    "variant_id": {
      "kind": "string",
      "min": 0,
      "max": 128,
      "required": false
    }
  },
  "product_hide": {
    "product_id": {
      "kind": "string",
      "min": 1,
      "max": 128,
      "required": true
    }
  },
  "cart_add": {
    "product_id": {
      "kind": "string",
      "min": 0,
      "max": 128,
      "required": false
    },
    "quantity": {
      "kind": "integer",
      "min": 1,
      "max": 99,
      "required": true
    },
    "variant_id": {
      "kind": "string",
      "min": 1,
      "max": 128,
      "required": true
    }
  },
  "cart_set": {
    "line_id": {
      "kind": "string",
      "min": 1,
      "max": 128,
      "required": true
    },
    "quantity": {
      "kind": "integer",
      "min": 1,
      "max": 10000,
      "required": true
    }
  },
  "cart_remove": {
    "line_id": {
      "kind": "string",
      "min": 1,
      "max": 128,
      "required": true
    }
  },
  "cart_undo": {
    "change_id": {
      "kind": "string",
      "min": 8,
      "max": 64,
      "required": true
    }
  },
  "chat_send": {
    "text": {
      "kind": "string",
      "min": 1,
      "max": 2000,
      "required": true
    }
  },
  "checkout_offer": {}
} as const satisfies Record<string, Record<string, FieldShape>>;

export const CHANNEL_SIGNALS = {
  "typing": {},
  "product_hint": {
    "product_id": {
      "kind": "string",
      "min": 1,
      "max": 128,
      "required": true
    },
    "variant_id": {
      "kind": "string",
      "min": 0,
      "max": 128,
      "required": false
    }
  }
} as const satisfies Record<string, Record<string, FieldShape>>;
