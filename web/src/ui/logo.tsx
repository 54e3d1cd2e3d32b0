/** The mark of TGCall beside its name. */
export function Logo() {
  return (
    <span class="logo">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect class="logo-plate" width="32" height="32" rx="9" />
        <path
          class="logo-ink"
          d="M8 12.2A3.2 3.2 0 0 1 11.2 9h6.1a3.2 3.2 0 0 1 3.2 3.2v7.6a3.2 3.2 0 0 1-3.2 3.2h-6.1A3.2 3.2 0 0 1 8 19.8Z"
        />
        <path class="logo-ink faint" d="M22 14.3l2.5-1.9a.9.9 0 0 1 1.5.7v5.8a.9.9 0 0 1-1.5.7L22 17.7Z" />
      </svg>
      <span class="logo-name">TGCall</span>
    </span>
  );
}
