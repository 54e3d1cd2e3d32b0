import type { JSX } from "preact";
import { useId } from "preact/hooks";
import "./field.css";

interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectFieldProps {
  readonly label: string;
  readonly icon?: JSX.Element;
  readonly value: string;
  readonly options: readonly Option[];
  /** Shown when there is nothing to choose. */
  readonly empty?: string;
  readonly onChoose: (value: string) => void;
}

/** A choice of one among several, as the system's own menu. */
export function SelectField({ label, icon, value, options, empty = "", onChoose }: SelectFieldProps) {
  const id = useId();
  const shown = options.length === 0 ? [{ value: "", label: empty }] : options;
  return (
    <div class="field select">
      <label for={id}>{label}</label>
      <div class="select-box">
        {icon}
        <select id={id} value={value} disabled={options.length === 0} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          {shown.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
