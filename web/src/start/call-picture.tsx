import "./call-picture.css";

/** Two people in a call, drawn; a decoration. */
export function CallPicture() {
  return (
    <svg class="call-picture" viewBox="0 0 440 400" aria-hidden="true">
      <rect class="picture-window" x="20" y="30" width="400" height="290" rx="28" />
      <rect class="picture-large" x="40" y="50" width="360" height="200" rx="18" />
      <circle class="picture-skin" cx="220" cy="132" r="40" />
      <path class="picture-coat" d="M140 250c0-46 34-72 80-72s80 26 80 72z" />
      <rect class="picture-small" x="300" y="162" width="84" height="72" rx="14" />
      <circle class="picture-skin" cx="342" cy="190" r="15" />
      <path class="picture-coat other" d="M314 234c0-18 12-28 28-28s28 10 28 28z" />
      <circle class="picture-control" cx="170" cy="285" r="17" />
      <circle class="picture-control" cx="220" cy="285" r="17" />
      <circle class="picture-control end" cx="270" cy="285" r="17" />
      <rect class="picture-chip" x="108" y="342" width="224" height="48" rx="24" />
      <text class="picture-code" x="220" y="373" text-anchor="middle">
        K7QM-2XPD
      </text>
    </svg>
  );
}
