/** The sign-in: two fields, one button, and in plain words what went wrong. It keeps nothing. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { icons } from "../icons.js";
import { texts } from "../speech.js";
import { base, buttons, fields } from "../styles.js";

/** What signing in came to. `retry_after_s` belongs to `limited`. */
export type SignInFailure = { readonly kind: "wrong" | "offline" | "failed" } | { readonly kind: "limited"; readonly retry_after_s: number };

@customElement("console-sign-in")
export class SignIn extends LitElement {
  /** Why the person is here again, for example an expired sign-in; may be empty. */
  @property() reason = "";
  /** Does it. Resolves to null when signed in. */
  @property({ attribute: false }) signIn!: (email: string, password: string) => Promise<SignInFailure | null>;
  @state() private busy = false;
  @state() private problem = "";
  @state() private plain = false;
  @query("#email") private email!: HTMLInputElement;
  @query("#password") private password!: HTMLInputElement;

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        place-items: center;
        min-height: 100%;
        padding: 24px 16px;
      }
      form {
        width: min(400px, 100%);
        display: grid;
        gap: 16px;
        padding: 32px;
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: 12px;
      }
      img {
        display: block;
        margin-bottom: 16px;
      }
      h1 {
        font-size: 26px;
      }
      @media (max-width: 599px), (max-height: 599px) {
        form {
          padding: 24px 16px;
        }
      }
      label {
        display: grid;
        gap: 4px;
        font-weight: 600;
      }
      label input {
        font-weight: 400;
      }
      .secret {
        position: relative;
      }
      .secret input {
        padding-right: 52px;
      }
      .secret button {
        position: absolute;
        right: 0;
        bottom: 0;
        border: 0;
      }
      .refused {
        display: flex;
        gap: 8px;
      }
    `,
  ];

  override firstUpdated(): void {
    this.email.focus();
  }

  override render() {
    return html`
      <form @submit=${this.submit} novalidate aria-labelledby="title">
        <div>
          <img src="./icon.svg" alt="" width="48" height="48" />
          <h1 id="title">${texts.sign_in_title}</h1>
          <p class="muted">${texts.sign_in_hint}</p>
        </div>
        ${this.reason !== "" && this.problem === "" ? html`<p role="status">${this.reason}</p>` : nothing}
        <label>
          ${texts.email}
          <input id="email" type="email" autocomplete="username" inputmode="email" autocapitalize="none"
            spellcheck="false" maxlength="254" required aria-describedby="problem" />
        </label>
        <div class="secret">
          <label>
            ${texts.password}
            <input id="password" type=${this.plain ? "text" : "password"} autocomplete="current-password"
              maxlength="256" required aria-describedby="problem" />
          </label>
          <button class="button quiet square" type="button" aria-pressed=${this.plain}
            aria-label=${this.plain ? texts.hide_password : texts.show_password}
            @click=${() => (this.plain = !this.plain)}>${this.plain ? icons.eye_off : icons.eye}</button>
        </div>
        <div id="problem" role="alert">
          ${this.problem === "" ? nothing : html`<p class="refused">${icons.warn}<span>${this.problem}</span></p>`}
        </div>
        <button class="button main" type="submit" ?disabled=${this.busy}>${this.busy ? texts.signing_in : texts.sign_in}</button>
      </form>
    `;
  }

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const email = this.email.value.trim();
    if (email.length < 3 || this.password.value === "") {
      this.problem = texts.sign_in_missing;
      (email.length < 3 ? this.email : this.password).focus();
      return;
    }
    this.busy = true;
    const failure = await this.signIn(email, this.password.value);
    this.busy = false;
    this.problem = failure === null ? "" : sentence(failure);
    if (failure?.kind === "wrong") this.password.select();
  };
}

function sentence(failure: SignInFailure): string {
  switch (failure.kind) {
    case "limited":
      return texts.sign_in_limited(failure.retry_after_s);
    case "wrong":
      return texts.sign_in_wrong;
    case "offline":
      return texts.sign_in_offline;
    case "failed":
      return texts.sign_in_failed;
  }
}
