/** Which language to speak, out of what was wished for. It knows no words. */

const TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

/** The first wish that is a language tag (`de_DE` is taken for `de-DE`), else English. */
export function languageOf(...wishes: readonly string[]): string {
  return wishes.map((each) => each.replaceAll("_", "-")).find((each) => TAG.test(each)) ?? "en";
}
