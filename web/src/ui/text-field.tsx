import type { JSX, TargetedInputEvent } from "preact";
import { useId } from "preact/hooks";
import "./field.css";

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly mistake?: string | undefined;
  readonly secret?: boolean;
  readonly maxLength?: number;
  readonly autocomplete?: "off" | "name";
  /** Stands beside the input, like the button that submits it. */
  readonly action?: JSX.Element;
  readonly onInput: (value: string) => void;
}

/** One line of text with a visible label; a mistake is tied to it and announced. */
export function TextField({
  label,
  value,
  hint,
  mistake,
  secret = false,
  maxLength = 4096,
  autocomplete = "off",
  ...rest
}: TextFieldProps) {
  const id = useId();
  const note = mistake ?? hint;
  const shared = {
    id,
    value,
    maxLength,
    autocomplete,
    autocapitalize: "off",
    spellcheck: false,
    "aria-invalid": mistake !== undefined,
    "aria-describedby": note === undefined ? undefined : `${id}-note`,
    onInput: ({ currentTarget }: TargetedInputEvent<HTMLInputElement>) => rest.onInput(currentTarget.value),
  } as const;
  return (
    <div class={`field${mistake === undefined ? "" : " mistaken"}`}>
      <label for={id}>{label}</label>
      <div class="input-row">
        {secret ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
        {rest.action}
      </div>
      {note === undefined ? null : (
        <p class="note" id={`${id}-note`} role={mistake === undefined ? undefined : "alert"}>
          {note}
        </p>
      )}
    </div>
  );
}
