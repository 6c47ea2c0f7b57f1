/** Who is signed in at this tablet. It remembers nothing but the server's cookie; every answer is asked for anew. */

import type { ConsoleHttp } from "../net/console_http.js";
import { HttpRefused } from "../net/http.js";
import type { SignedIn } from "../protocol/index.js";
import type { SignInFailure } from "./parts/sign_in.js";

/** `unknown`: not asked yet or no answer yet. `expired`: it was in, and the server wants a sign-in before anything goes on. */
export type AccountState = "unknown" | "out" | "in" | "expired";

const AGAIN_MS = 3_000;

export class Account {
  state: AccountState = "unknown";
  signed_in: SignedIn | null = null;
  /** The server gave no answer when last asked. */
  unreachable = false;
  private readonly http: ConsoleHttp;
  private readonly onChange: () => void;

  constructor(http: ConsoleHttp, onChange: () => void) {
    this.http = http;
    this.onChange = onChange;
  }

  /** Ask who is signed in; asks again while there is no answer and nobody is known. */
  async ask(): Promise<void> {
    try {
      this.enter(await this.http.me());
    } catch (error) {
      this.unreachable = !(error instanceof HttpRefused);
      if (error instanceof HttpRefused && error.status === 401) this.leave();
      else if (this.state === "unknown") setTimeout(() => void this.ask(), AGAIN_MS);
      this.onChange();
    }
  }

  /** Null when signed in. */
  readonly signIn = async (email: string, password: string): Promise<SignInFailure | null> => {
    try {
      this.enter(await this.http.signIn(email, password));
      return null;
    } catch (error) {
      if (!(error instanceof HttpRefused)) return { kind: "offline" };
      if (error.status === 429) return { kind: "limited", retry_after_s: Math.max(1, error.retry_after_s) };
      return { kind: error.refusal.code === "wrong_password" || error.refusal.code === "invalid_field" ? "wrong" : "failed" };
    }
  };

  /** False where the server could not be told. Being signed out already is as good. */
  async signOut(everywhere: boolean): Promise<boolean> {
    try {
      await (everywhere ? this.http.signOutEverywhere() : this.http.signOut());
    } catch (error) {
      if (!(error instanceof HttpRefused) || error.status !== 401) return false;
    }
    this.state = "out";
    this.signed_in = null;
    this.onChange();
    return true;
  }

  /** The server said that the sign-in is over. */
  leave(): void {
    if (this.state === "in") this.state = "expired";
    else if (this.state === "unknown") this.state = "out";
    this.onChange();
  }

  private enter(signed_in: SignedIn): void {
    this.signed_in = signed_in;
    this.state = "in";
    this.unreachable = false;
    this.onChange();
  }
}
