import { UserRound } from "lucide-preact";
import "./avatar.css";

interface AvatarProps {
  readonly name: string;
  /** Anything that stays the same for a person; decides the colour. */
  readonly seed: string;
}

const hues = 8;

/** The first letters of a name on a colour of its own; a decoration, the name stands beside it. */
export function Avatar({ name, seed }: AvatarProps) {
  return (
    <span class={`avatar hue-${hueOf(seed)}`} aria-hidden="true">
      {initials(name) || <UserRound />}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/).slice(0, 2);
  return words.map((word) => Array.from(word)[0]?.toUpperCase() ?? "").join("");
}

function hueOf(seed: string): number {
  let sum = 0;
  for (const character of seed) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return sum % hues;
}
