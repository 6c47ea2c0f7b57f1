/** Where the console begins: the page's language, the one element, and the shell's service worker. */

import "./app.js";
import { language } from "./speech.js";

document.documentElement.lang = language;
document.body.append(document.createElement("coshop-console"));

if ("serviceWorker" in navigator && window.isSecureContext) {
  addEventListener("load", () => void navigator.serviceWorker.register("./worker.js", { scope: "./" }).catch(() => undefined), { once: true });
}
