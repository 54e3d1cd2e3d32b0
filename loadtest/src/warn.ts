/** k6 has one, and its types do not. */
declare const console: { warn(sentence: string): void };

const most = 3;
let count = 0;

/** Tells the operator what went wrong; after a few of one virtual user the numbers say the rest. */
export function warn(sentence: string): void {
  count += 1;
  if (count <= most) console.warn(sentence);
}
